# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of collections.Counter; its operators are the functions that begin with "operator_"."""
from collections import Counter


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


def copy(self):
    return Counter(self)


def _keep(pairs):
    result = Counter()
    for key, count in pairs:
        if count > 0:
            result[key] = count
    return result


def _keys_of(left, right):
    return list(left) + [key for key in right if key not in left]


def operator_add(left, right):
    return _keep([(key, left[key] + right[key]) for key in _keys_of(left, right)])


def operator_sub(left, right):
    return _keep([(key, left[key] - right[key]) for key in _keys_of(left, right)])


def operator_and(left, right):
    return _keep([(key, min(left[key], right[key])) for key in left])


def operator_or(left, right):
    return _keep([(key, max(left[key], right[key])) for key in _keys_of(left, right)])


def operator_pos(counter):
    return _keep([(key, counter[key]) for key in counter])


def operator_neg(counter):
    return _keep([(key, -counter[key]) for key in counter])


def text(counter):
    return f'Counter({{{", ".join([f"{key!r}: {count!r}" for key, count in counter.most_common()])}}})' if counter else 'Counter()'
