# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for types."""


class SimpleNamespace:
    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return isinstance(other, SimpleNamespace) and self.__dict__ == other.__dict__
