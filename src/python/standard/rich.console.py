# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for rich.console."""


class Console:
    def __init__(self, *args, **options):
        self.options = None

    def print(self, *args, **options):
        return None

    def log(self, *args, **options):
        return None

    def rule(self, *args, **options):
        return None
