# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for those parts of collections that special.c has not (Library Reference, "collections")."""
from _retort import defines, not_evaluated


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

    def index(self, item, *bounds):
        return self._items.index(item, *bounds)

    def insert(self, place, item):
        if self.maxlen is not None and len(self._items) >= self.maxlen:
            raise IndexError('deque already at its maximum size')
        self._items.insert(place, item)

    def __delitem__(self, place):
        del self._items[place]

    def __bool__(self):
        return len(self._items) > 0

    def __reversed__(self):
        return iter(self._items[::-1])

    def __add__(self, other):
        return deque([*self._items, *other._items], self.maxlen) if isinstance(other, deque) else not_evaluated('this sum is not evaluated')

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, times):
        return deque(self._items * times, self.maxlen)

    def __lt__(self, other):
        return self._items < other._items if isinstance(other, deque) else not_evaluated('this comparison is not evaluated')

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

    def __eq__(self, other):
        return self._all() == (other._all() if isinstance(other, ChainMap) else other)

    def __repr__(self):
        return 'ChainMap(' + ', '.join([repr(one) for one in self.maps]) + ')'

    @property
    def parents(self):
        return ChainMap(*self.maps[1:])

    def new_child(self, m=None, **values):
        return ChainMap({**values} if m is None else m, *self.maps)

    def pop(self, key, *default):
        return self.maps[0].pop(key, *default)

    def update(self, other=(), /, **values):
        self.maps[0].update(other, **values)

    def setdefault(self, key, default=None):
        if key not in self:
            self.maps[0][key] = default
        return self[key]


class UserDict:
    def __init__(self, dict=None, /, **values):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if values:
            self.update(values)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        if defines(self.__class__, '__missing__'):
            return not_evaluated('__missing__() of a UserDict is not evaluated', self)
        raise KeyError(key)

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        return key in self.data

    def __repr__(self):
        return repr(self.data)

    def __eq__(self, other):
        return dict(self.items()) == (dict(other.items()) if isinstance(other, UserDict) else other)

    def __or__(self, other):
        return self.__class__(self.data | (other.data if isinstance(other, UserDict) else other))

    def __bool__(self):
        return len(self) > 0

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return {key: None for key in self}.keys()

    def items(self):
        return {key: self[key] for key in self}.items()

    def values(self):
        return {key: self[key] for key in self}.values()

    def update(self, other=(), /, **values):
        if hasattr(other, 'keys'):
            for key in other.keys():
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
        for key, value in values.items():
            self[key] = value

    def pop(self, key, *default):
        if key not in self and default:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def clear(self):
        for key in list(self):
            del self[key]

    def copy(self):
        return self.__class__(self.data)


class UserList:
    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(initlist)

    def __repr__(self):
        return repr(self.data)

    def _of(self, other):
        return other.data if isinstance(other, UserList) else list(other)

    def __eq__(self, other):
        return self.data == (other.data if isinstance(other, UserList) else other)

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __bool__(self):
        return len(self.data) > 0

    def __getitem__(self, place):
        return self.data[place]

    def __setitem__(self, place, item):
        self.data[place] = item

    def __delitem__(self, place):
        del self.data[place]

    def __iter__(self):
        return iter(self.data)

    def __add__(self, other):
        return self.__class__(self.data + self._of(other))

    def __radd__(self, other):
        return self.__class__(self._of(other) + self.data)

    def __iadd__(self, other):
        self.data += self._of(other)
        return self

    def __mul__(self, n):
        return self.__class__(self.data * n)

    def append(self, item):
        self.data.append(item)

    def insert(self, place, item):
        self.data.insert(place, item)

    def pop(self, place=-1):
        return self.data.pop(place)

    def remove(self, item):
        self.data.remove(item)

    def clear(self):
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def count(self, item):
        return self.data.count(item)

    def index(self, item, *bounds):
        return self.data.index(item, *bounds)

    def reverse(self):
        self.data.reverse()

    def sort(self, /, *, key=None, reverse=False):
        self.data.sort(key=key, reverse=reverse)

    def extend(self, other):
        self.data.extend(self._of(other))
