# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for warnings: they are told to people, unless somebody makes exceptions of them."""
from _retort import not_evaluated

_strict = []


def _set(action):
    if action not in ('ignore', 'default', 'always', 'module', 'once'):
        _strict.append(not_evaluated('whether a warning becomes an exception is not evaluated', action))


def simplefilter(action, category=None, lineno=0, append=False):
    _set(action)


def filterwarnings(action, message='', category=None, module='', lineno=0, append=False):
    _set(action)


def resetwarnings():
    pass


def warn(message, category=None, stacklevel=1, source=None):
    if _strict and _strict[-1]:
        raise UserWarning(message)


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=None, lineno=0, append=False):
        self._kept = not_evaluated('warnings that are kept are not evaluated', record) if record else None
        if action is not None:
            _set(action)

    def __enter__(self):
        return self._kept

    def __exit__(self, *exception):
        return None
