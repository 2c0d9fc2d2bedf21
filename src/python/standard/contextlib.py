# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for contextlib (Library Reference, "contextlib")."""
from _retort import generator_context, not_evaluated, rename


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


class redirect_stdout:
    """What is printed goes nowhere here: it matters only to who asks for it."""

    def __init__(self, new_target):
        self._target = new_target

    def __enter__(self):
        return self._target

    def __exit__(self, *exception):
        not_evaluated('what is printed is not kept', self._target)


redirect_stderr = redirect_stdout


class ExitStack:
    def __init__(self):
        self._callbacks = []

    def callback(self, callback, /, *args, **keywords):
        self._callbacks.append((callback, args, keywords))
        return callback

    def enter_context(self, cm):
        return not_evaluated('a context that an ExitStack enters is not evaluated', self, cm)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        while self._callbacks:
            callback, args, keywords = self._callbacks.pop()
            callback(*args, **keywords)
