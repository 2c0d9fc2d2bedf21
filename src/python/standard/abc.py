# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for abc (Library Reference, "abc"): what is abstract is not enforced, for a class that lacks it is not made."""


class ABC:
    pass


def abstractmethod(funcobj):
    return funcobj


abstractproperty = property
