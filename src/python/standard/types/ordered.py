# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of collections.OrderedDict."""
from collections import OrderedDict


def copy(self):
    return OrderedDict(self)


def move_to_end(self, key, last=True):
    value = self.pop(key)
    rest = [] if last else list(self.items())
    if not last:
        self.clear()
    self[key] = value
    for other, value in rest:
        self[other] = value


def popitem(self, last=True):
    keys = list(self)
    if not keys:
        raise KeyError('dictionary is empty')
    key = keys[-1] if last else keys[0]
    return key, self.pop(key)
