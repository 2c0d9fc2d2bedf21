# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for progressbar.widgets: what a bar shows."""


class _Widget:
    def __init__(self, *args, **options):
        self.options = None


class AnimatedMarker(_Widget):
    pass


class Bar(_Widget):
    pass


class Counter(_Widget):
    pass


class ETA(_Widget):
    pass


class FormatLabel(_Widget):
    pass


class Percentage(_Widget):
    pass


class SimpleProgress(_Widget):
    pass


class Timer(_Widget):
    pass


class Variable(_Widget):
    pass
