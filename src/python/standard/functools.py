# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for functools (Library Reference, "functools")."""
from _retort import defines, is_function, not_evaluated, rename, set_method

_nothing = []


def update_wrapper(wrapper, wrapped):
    return rename(wrapper, wrapped)


def wraps(wrapped):
    return lambda wrapper: rename(wrapper, wrapped)


def reduce(function, iterable, initial=_nothing):
    items = iter(iterable)
    if initial is _nothing:
        for result in items:
            break
        else:
            raise TypeError('reduce() of empty iterable with no initial value')
    else:
        result = initial
    for item in items:
        result = function(result, item)
    return result


class partial:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})


def lru_cache(maxsize=128, typed=False):
    if typed or not (maxsize is None or callable(maxsize) or maxsize > 0):
        return not_evaluated('this cache is not evaluated', maxsize)
    if callable(maxsize):
        return cache(maxsize)
    return cache


def cache(function):
    known = {}

    def remember(*arguments, **keywords):
        key = arguments, tuple(keywords.items())
        if key not in known:
            known[key] = function(*arguments, **keywords)
        return known[key]
    return rename(remember, function)


class cmp_to_key:
    def __init__(self, mycmp):
        self.mycmp = mycmp

    def __call__(self, obj):
        return _Key(self.mycmp, obj)


class _Key:
    def __init__(self, mycmp, obj):
        self.mycmp = mycmp
        self.obj = obj

    def __lt__(self, other):
        return self.mycmp(self.obj, other.obj) < 0


class _Bound:
    """A method whose function is no function of Python's own."""

    def __init__(self, func, instance, arguments=(), keywords=None):
        self.func = func
        self._given = (instance, *arguments)
        self._keywords = keywords or {}

    def __call__(self, /, *args, **keywords):
        return self.func(*self._given, *args, **{**self._keywords, **keywords})


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, instance, owner=None):
        if instance is None or not is_function(self.func):
            return not_evaluated('this method is not evaluated', self.func, instance)
        return _Bound(self.func, instance, self.args, self.keywords)


class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self.func(instance)
        instance.__dict__[self.attrname] = value
        return value


def _not_and_other(name):
    """From `<` to `>`: not less, and not equal."""
    if name in ('__lt__', '__gt__'):
        return lambda self, other: not getattr(self, name)(other) and self != other
    return lambda self, other: not getattr(self, name)(other) or self == other


def total_ordering(cls):
    mirrored = {'__lt__': ('__gt__', '__le__', '__ge__'), '__le__': ('__ge__', '__lt__', '__gt__'),
                '__gt__': ('__lt__', '__ge__', '__le__'), '__ge__': ('__le__', '__gt__', '__lt__')}
    for root, (opposite, near, negated) in mirrored.items():
        if not defines(cls, root):
            continue
        if not defines(cls, opposite):
            set_method(cls, opposite, _not_and_other(root))
        if not defines(cls, near):
            if root in ('__lt__', '__gt__'):
                set_method(cls, near, lambda self, other: getattr(self, root)(other) or self == other)
            else:
                set_method(cls, near, lambda self, other: getattr(self, root)(other) and self != other)
        if not defines(cls, negated):
            set_method(cls, negated, lambda self, other: not getattr(self, root)(other))
        return cls
    raise ValueError('must define at least one ordering operation: < > <= >=')


def _nearest(registry, value):
    """What is registered for the type of a value: of what it is an instance of, that which derives from all others."""
    found = [(cls, function) for cls, function in registry if isinstance(value, cls)]
    for cls, function in found[::-1]:
        if type(value) is cls:
            return function
    for cls, function in found:
        is_nearest = True
        for other, _ in found:
            is_nearest = is_nearest and (other is object or other is cls or issubclass(cls, other))
        if is_nearest:
            return function
    return not_evaluated('which function is registered for this is not known', value, [function for _, function in found])


class _Dispatcher:
    def __init__(self, func):
        self._func = func
        self._registry = [(object, func)]

    def register(self, cls, func=None):
        if is_function(cls):
            return not_evaluated('a type that is registered by an annotation is not evaluated', cls, self)
        if func is None:
            return lambda func: self.register(cls, func)
        self._registry = [pair for pair in self._registry if pair[0] is not cls] + [(cls, func)]
        return func

    def __call__(self, /, *args, **keywords):
        if not args:
            raise TypeError('requires at least 1 positional argument')
        return _nearest(self._registry, args[0])(*args, **keywords)


def singledispatch(func):
    return _Dispatcher(func)


class singledispatchmethod:
    def __init__(self, func):
        self._registry = _Dispatcher(func)

    def register(self, cls, method=None):
        return self._registry.register(cls, method)

    def __get__(self, instance, owner=None):
        if instance is None:
            return not_evaluated('this method is not evaluated', self)
        return lambda value, *args, **keywords: _nearest(self._registry._registry, value)(instance, value, *args, **keywords)
