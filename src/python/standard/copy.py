# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for copy: of Python's own types (Library Reference, "copy")."""
from _retort import is_special, not_evaluated

_plain = (int, float, str, tuple, type(None))


def copy(x):
    if is_special(x):
        return not_evaluated('a copy of this is not evaluated', x)
    if isinstance(x, (list, dict, set)):
        return x.copy()
    return x if isinstance(x, _plain) else not_evaluated('a copy of this is not evaluated', x)


def deepcopy(x, memo=None):
    if memo is not None:
        return not_evaluated('a copy with a memo is not evaluated', x)
    return _copy(x, [])


def _copy(x, known):
    for old, new in known:
        if old is x:
            return new
    if is_special(x):
        return not_evaluated('a copy of this is not evaluated', x)
    if isinstance(x, list):
        new = []
        known.append((x, new))
        for item in x:
            new.append(_copy(item, known))
        return new
    if isinstance(x, dict):
        new = {}
        known.append((x, new))
        for key, value in x.items():
            new[_copy(key, known)] = _copy(value, known)
        return new
    if isinstance(x, set):
        return x.copy()
    if isinstance(x, tuple):
        items = [_copy(item, known) for item in x]
        for old, new in zip(x, items):
            if old is not new:
                return tuple(items)
        return x
    return x if isinstance(x, _plain) else not_evaluated('a copy of this is not evaluated', x)
