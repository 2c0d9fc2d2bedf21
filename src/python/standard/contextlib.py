# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for contextlib (Library Reference, "contextlib")."""
from _retort import generator_context, rename


def contextmanager(function):
    def enter_later(*arguments, **keywords):
        return generator_context(function(*arguments, **keywords))
    return rename(enter_later, function)


class nullcontext:
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *exception):
        pass


class suppress:
    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, kind, exception, traceback):
        return kind is not None and issubclass(kind, self._exceptions)


class closing:
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exception):
        self.thing.close()
