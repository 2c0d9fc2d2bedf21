# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for those parts of json that module-json.c has not (Library Reference, "json")."""
from _retort import json_dumps, json_loads, not_evaluated
from collections import OrderedDict


def _plain(value, default):
    """Only what JSON knows; what it does not is asked for."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item, default) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item, default) for key, item in value.items()}
    if default is None:
        raise TypeError(f'Object of type {value.__class__.__name__} is not JSON serializable')
    return _plain(default(value), default)


def _dumps_long(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None,
                default=None, sort_keys=False, **keywords):
    if cls is not None:
        encoder = cls(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan, indent=indent,
                      separators=separators, default=default, sort_keys=sort_keys, **keywords)
        return encoder.encode(obj)
    if skipkeys or keywords:
        return not_evaluated('this JSON is not determined', obj)
    return json_dumps(_plain(obj, default), indent=indent, separators=separators, ensure_ascii=ensure_ascii, sort_keys=sort_keys)


class JSONEncoder:
    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
                 separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        self._separators = separators
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        return _dumps_long(o, skipkeys=self.skipkeys, ensure_ascii=self.ensure_ascii, indent=self.indent, separators=self._separators,
                           sort_keys=self.sort_keys, default=self.default)


def _hooked(value, hook):
    if isinstance(value, list):
        return [_hooked(item, hook) for item in value]
    if isinstance(value, dict):
        return hook({key: _hooked(item, hook) for key, item in value.items()})
    return value


def _loads_long(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None):
    if isinstance(s, bytes):
        s = s.decode()
    if object_pairs_hook is OrderedDict or object_pairs_hook is dict:
        object_hook = object_pairs_hook
    elif object_pairs_hook is not None:
        return not_evaluated('what this JSON says is not determined', object_pairs_hook)
    if cls is not None or parse_float is not None or parse_int is not None or parse_constant is not None:
        return not_evaluated('what this JSON says is not determined', cls, parse_float, parse_int, parse_constant, object_hook)
    value = json_loads(s)
    return value if object_hook is None else _hooked(value, object_hook)


class JSONDecoder:
    def decode(self, s):
        return json_loads(s)
