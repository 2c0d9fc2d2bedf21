# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for the functions of dataclasses (Library Reference, "dataclasses"); @dataclass is written in C."""
from copy import deepcopy
from _retort import dataclass_fields, is_special


def fields(class_or_instance):
    found = dataclass_fields(class_or_instance)
    if found is None:
        raise TypeError('must be called with a dataclass type or instance')
    return found


def is_dataclass(obj):
    return dataclass_fields(obj) is not None


def _take_apart(value, make):
    """make is called with the pairs of a dataclass."""
    if not isinstance(value, type) and dataclass_fields(value) is not None:
        return make([(field.name, _take_apart(getattr(value, field.name), make)) for field in dataclass_fields(value)])
    if is_special(value):
        return deepcopy(value)
    if isinstance(value, (list, tuple)):
        items = [_take_apart(item, make) for item in value]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, dict):
        return {_take_apart(key, make): _take_apart(item, make) for key, item in value.items()}
    return deepcopy(value)


def asdict(obj, *, dict_factory=dict):
    if isinstance(obj, type) or dataclass_fields(obj) is None:
        raise TypeError('asdict() should be called on dataclass instances')
    return _take_apart(obj, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    if isinstance(obj, type) or dataclass_fields(obj) is None:
        raise TypeError('astuple() should be called on dataclass instances')
    return _take_apart(obj, lambda pairs: tuple_factory([value for _, value in pairs]))


def replace(obj, /, **changes):
    if isinstance(obj, type) or dataclass_fields(obj) is None:
        raise TypeError('replace() should be called on dataclass instances')
    for field in dataclass_fields(obj):
        if field.init:
            changes.setdefault(field.name, getattr(obj, field.name))
        elif field.name in changes:
            raise ValueError('a field that is no argument cannot be replaced')
    return type(obj)(**changes)
