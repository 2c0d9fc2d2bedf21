# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for statistics: of ints and Decimals, whose sums are exact (Library Reference, "statistics")."""
from _retort import not_evaluated


class StatisticsError(ValueError):
    pass


def _take(data):
    items = list(data)
    if not items:
        raise StatisticsError('no data')
    return items


def _is_whole(items):
    for item in items:
        if not isinstance(item, int):
            return False
    return True


def _divide(total, n):
    """As the mean of ints is told: an int when it is one, else a float."""
    return total // n if total % n == 0 else total / n


def mean(data):
    items = _take(data)
    return _divide(sum(items), len(items)) if _is_whole(items) else not_evaluated('this mean is not evaluated')


def fmean(data, weights=None):
    items = _take(data)
    return sum(items) / len(items) if _is_whole(items) and weights is None else not_evaluated('this mean is not evaluated')


def median(data):
    items = sorted(_take(data))
    middle = len(items) // 2
    return items[middle] if len(items) % 2 else (items[middle - 1] + items[middle]) / 2


def median_low(data):
    items = sorted(_take(data))
    return items[(len(items) - 1) // 2]


def median_high(data):
    items = sorted(_take(data))
    return items[len(items) // 2]


def mode(data):
    return multimode(_take(data))[0]


def multimode(data):
    counts = {}
    for item in data:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return [item for item, count in counts.items() if count == most]
