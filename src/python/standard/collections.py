# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for those parts of collections that special.c has not (Library Reference, "collections")."""


class deque:
    def __init__(self, iterable=(), maxlen=None):
        self.maxlen = maxlen
        self._items = []
        self.extend(iterable)

    def _cut(self, at_end):
        if self.maxlen is not None and len(self._items) > self.maxlen:
            del self._items[-1 if at_end else 0]

    def append(self, item):
        self._items.append(item)
        self._cut(False)

    def appendleft(self, item):
        self._items.insert(0, item)
        self._cut(True)

    def extend(self, iterable):
        for item in iterable:
            self.append(item)

    def extendleft(self, iterable):
        for item in iterable:
            self.appendleft(item)

    def pop(self):
        return self._items.pop()

    def popleft(self):
        return self._items.pop(0)

    def clear(self):
        self._items.clear()

    def count(self, item):
        return self._items.count(item)

    def remove(self, item):
        self._items.remove(item)

    def reverse(self):
        self._items.reverse()

    def rotate(self, n=1):
        if self._items:
            n %= len(self._items)
            self._items[:] = self._items[len(self._items) - n:] + self._items[:len(self._items) - n]

    def copy(self):
        return deque(self._items, self.maxlen)

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __contains__(self, item):
        return item in self._items

    def __getitem__(self, place):
        return self._items[place]

    def __setitem__(self, place, item):
        self._items[place] = item

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, deque) else False

    def __repr__(self):
        return f'deque({self._items!r})' if self.maxlen is None else f'deque({self._items!r}, maxlen={self.maxlen})'


class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def _all(self):
        found = {}
        for one in self.maps[::-1]:
            found.update(one)
        return found

    def __getitem__(self, key):
        for one in self.maps:
            if key in one:
                return one[key]
        raise KeyError(key)

    def get(self, key, default=None):
        return self._all().get(key, default)

    def keys(self):
        return self._all().keys()

    def values(self):
        return self._all().values()

    def items(self):
        return self._all().items()

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __contains__(self, key):
        return key in self._all()

    def __len__(self):
        return len(self._all())

    def __iter__(self):
        return iter(self._all())

    def __bool__(self):
        return len(self._all()) > 0
