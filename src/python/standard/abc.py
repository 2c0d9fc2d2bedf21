# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for abc (Library Reference, "abc"): no object is made of a class with abstract methods."""
from _retort import mark_abstract


class ABCMeta:
    pass


class ABC(metaclass=ABCMeta):
    pass


def abstractmethod(funcobj):
    return mark_abstract(funcobj)


def abstractproperty(funcobj):
    return property(mark_abstract(funcobj))


def abstractclassmethod(funcobj):
    return classmethod(mark_abstract(funcobj))


def abstractstaticmethod(funcobj):
    return staticmethod(mark_abstract(funcobj))
