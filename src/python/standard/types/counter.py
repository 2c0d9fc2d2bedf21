# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of collections.Counter."""


def update(self, iterable=None, /, **counts):
    if hasattr(iterable, 'items'):
        for key, count in iterable.items():
            self[key] = self.get(key, 0) + count
    elif iterable is not None:
        for key in iterable:
            self[key] = self.get(key, 0) + 1
    for key, count in counts.items():
        self[key] = self.get(key, 0) + count


def subtract(self, iterable=None, /, **counts):
    if hasattr(iterable, 'items'):
        for key, count in iterable.items():
            self[key] = self.get(key, 0) - count
    elif iterable is not None:
        for key in iterable:
            self[key] = self.get(key, 0) - 1
    for key, count in counts.items():
        self[key] = self.get(key, 0) - count


def most_common(self, n=None):
    found = sorted(self.items(), key=lambda pair: pair[1], reverse=True)
    return found if n is None else found[:n] if n >= 0 else []


def elements(self):
    return iter([key for key, count in self.items() for _ in range(count)])


def total(self):
    return sum(self.values())
