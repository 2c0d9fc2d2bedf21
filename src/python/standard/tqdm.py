# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for tqdm: it goes through what it is given and tells how far it is."""


class tqdm:
    def __init__(self, iterable=None, *args, **options):
        self._iterable = iterable

    def __iter__(self):
        return iter(self._iterable)

    def __len__(self):
        return len(self._iterable)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return None

    def update(self, n=1):
        return None

    def close(self):
        return None

    def set_description(self, *args, **options):
        return None

    def set_postfix(self, *args, **options):
        return None

    @staticmethod
    def write(*args, **options):
        return None


def trange(*args, **options):
    return range(*args)
