# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for alembic.operations: the register of the operations that a project adds (Alembic's documentation,
"Operation Plugins"). Alembic calls what is registered with the Operations themselves, which is `op` here."""
from alembic import op
from alembic.operations.ops import MigrateOperation


_functions = {}
_implementations = {}


class Operations:
    @classmethod
    def register_operation(cls, name, sourcename=None):
        def register(op_cls):
            function = getattr(op_cls, sourcename or name)
            # Of two, the one that was imported last counts; which that is, env.py knows.
            _functions[name] = None if name in _functions else function
            return op_cls

        return register

    @classmethod
    def implementation_for(cls, op_cls, replace=False):
        def decorate(fn):
            if op_cls in _implementations and not replace:
                raise ValueError("Can not set dispatch function for object %r: key already exists. "
                                 "To replace existing function, use replace=True." % op_cls)
            _implementations[op_cls] = fn
            return fn

        return decorate


class BatchOperations:
    """What is registered here is called on the object of a batch block, which is not followed."""

    @classmethod
    def register_operation(cls, name, sourcename=None):
        return lambda op_cls: op_cls

    @classmethod
    def implementation_for(cls, op_cls, replace=False):
        return lambda fn: fn


def _invoke(operation):
    for one in type(operation).__mro__:
        if one in _implementations:
            return _implementations[one](op, operation)
    raise ValueError("no dispatch function for object: %s" % operation)
