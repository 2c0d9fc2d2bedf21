# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of dict that container-methods.c has not."""


def static_fromkeys(iterable, value=None, /):
    return {key: value for key in iterable}


def popitem(self):
    if not self:
        raise KeyError('popitem(): dictionary is empty')
    for key in self:
        pass
    return key, self.pop(key)
