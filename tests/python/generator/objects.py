#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints random programs of classes, generators, match statements and standard modules, and what CPython makes of them, in
the form of programs.py. Each program is one or two of the pieces below with random names, numbers and texts in it: what
stands in <angle brackets> is drawn.

usage: objects.py SEED COUNT"""
import random
import re
import sys
import warnings

from programs import run

TEXTS = ['', 'a', 'abc', "it's", 'Hello World', ' pad ', 'x,y,,z', 'snake_case_name', 'line\nnext\n', '42', '-7', 'ünï', 'UPPER', 'a1b22c333', '  two  words ']
NUMBERS = ['0', '1', '2', '3', '-1', '7', '10', '12', '99', '255', '1000', '-13', '123456789']
FLOATS = ['0.5', '1.5', '2.5', '-2.25', '3.14159', '0.1', '100.0', '2.675', '1e16', '1.005', '-0.5', '1234.5678']
DECIMALS = ['0', '1', '1.10', '-2.50', '3.14159', '100', '0.001', '12345.678', '2.675', '1E+3', '-0.5', '7']
DATES = ['2018, 1, 1', '2020, 2, 29', '1999, 12, 31', '2024, 7, 15', '2023, 3, 9']
TIMES = ['', ', 12', ', 23, 59', ', 1, 2, 3', ', 23, 59, 59, 999999', ', 0, 0, 0, 5']
DELTAS = ['days=1', 'hours=5', 'days=-1, seconds=3', 'weeks=2', 'minutes=90', 'seconds=1, microseconds=5', 'days=365', '0', 'hours=1.5', 'milliseconds=250']

PIECES = [
    # dates and times
    'from datetime import datetime, timedelta, date\nd = datetime(<date><time>)\nresult = (d, str(d), d.isoformat(), d + timedelta(<delta>), d.date(), d.weekday(), d.year, d.replace(day=1))',
    'import datetime\nd = datetime.date(<date>)\ne = datetime.date(<date>)\nresult = (d, e - d, d < e, d == e, str(d), d.isoformat(), d.isoweekday(), d.toordinal(), min(d, e), f"{d}", f"{d:%d/%m/%Y}")',
    'from datetime import datetime as dt, timedelta as td\na, b = dt(<date><time>), dt(<date><time>)\nresult = (a - b, (a - b).total_seconds(), (a - b).days, a > b, a == b, sorted([a, b]), a - td(<delta>), "%s" % a, "{}".format(b))',
    'from datetime import timedelta\na, b = timedelta(<delta>), timedelta(<delta>)\nresult = (a, b, str(a), repr(b), a + b, a - b, a * <small>, -a, a < b, a == b, bool(a), a.days, a.seconds, a.total_seconds(), a // 2)',
    'from datetime import datetime, timezone, timedelta\nd = datetime(<date><time>, tzinfo=timezone.utc)\nz = timezone(timedelta(hours=<small>))\nresult = (d, str(d), d.astimezone(z), d.tzinfo, d.timestamp(), z, d.replace(tzinfo=None), d.isoformat())',
    'from datetime import datetime\nd = datetime.strptime("2019-0<digit>-1<digit> 0<digit>:1<digit>", "%Y-%m-%d %H:%M")\nresult = (d, d.strftime("%Y%m%d %H:%M:%S %j %a %b %p"), f"{d:%A %d %B}", d.date().isoformat())',
    'from datetime import datetime\nresult = datetime.strptime("<text>", "%Y-%m-%d")',
    'from datetime import date, datetime\nresult = (date.fromisoformat("2021-0<digit>-1<digit>"), datetime.fromisoformat("2021-0<digit>-1<digit>T01:0<digit>:00"), date(<number>, <small>, <small>))',
    'from datetime import datetime, date, time\nresult = (datetime.combine(date(<date>), time(<small>, 30)), time(<small>, 5).isoformat(), datetime(<date><time>).time(), isinstance(datetime(<date>), date), isinstance(date(<date>), datetime))',
    # uuid
    'import uuid\nu = uuid.uuid5(uuid.NAMESPACE_<space>, "<text>")\nv = uuid.UUID(str(u).upper())\nresult = (u, str(u), u.hex, u == v, u.version, f"{u}", uuid.uuid3(uuid.NAMESPACE_<space>, "<text>"), {u: 1}[v], sorted([u, uuid.UUID(int=5) if False else v]))',
    'from uuid import UUID\nresult = UUID("<text>")',
    # itertools
    'import itertools\nresult = (list(itertools.product([1, 2], "<text>", repeat=1)), list(itertools.chain([1], "<text>", (2,))), list(itertools.islice("<text>", <small>)), list(itertools.combinations([1, 2, 3, 4], <small>)))',
    'from itertools import chain, zip_longest, permutations, islice, count, repeat\nresult = (list(chain.from_iterable([[1], [<small>]])), list(zip_longest("<text>", [1, 2], fillvalue=<small>)), list(permutations([1, 2, 3], 2)), list(islice(count(<small>, 2), 1, 6, 2)), list(repeat("<text>", 2)))',
    'from itertools import groupby, accumulate, takewhile, dropwhile, starmap, cycle, islice\nresult = ([(k, list(g)) for k, g in groupby(sorted([3, 1, <small>, 1, 2]))], list(accumulate([1, <small>, 3])), list(takewhile(lambda v: v < 3, [1, 2, <small>, 1])), list(dropwhile(lambda v: v < 3, [1, 2, <small>, 1])), list(starmap(lambda a, b: a + b, [(1, 2), (3, <small>)])), list(islice(cycle([1, 2, 3]), 7)))',
    # textwrap
    'import textwrap\nresult = (textwrap.dedent("""\n    <word>\n      <word>\n    """), textwrap.indent("<word>\\n\\n<word>", "  "))',
    # classes
    'class <Name>:\n    kind = "<text>"\n    count = <number>\n    def __init__(self, name, size=<small>):\n        self.name = name\n        self.size = size\n    def double(self):\n        return self.size * 2\n    @property\n    def label(self):\n        return f"{self.name}:{self.size}"\n    @staticmethod\n    def helper(x):\n        return x + 1\n    @classmethod\n    def make(cls, n):\n        return cls("made", n)\nx = <Name>("<text>")\ny = <Name>.make(<small>)\ny.extra = [<number>]\n<Name>.count += 1\nresult = (x.name, x.size, x.double(), x.label, y.label, y.extra, <Name>.kind, x.kind, x.count, <Name>.helper(<small>), x.helper(2), isinstance(x, <Name>), type(x) is <Name>, type(x).__name__, hasattr(x, "extra"), hasattr(y, "extra"), getattr(x, "nope", "<text>"))',
    'class Base:\n    def __init__(self, a):\n        self.a = a\n    def show(self):\n        return "base " + str(self.a)\n    def both(self):\n        return self.show() + "!"\nclass Child(Base):\n    def __init__(self, a, b):\n        super().__init__(a)\n        self.b = b\n    def show(self):\n        return "child " + super().show() + str(self.b)\nc = Child(<number>, "<text>")\nresult = (c.both(), c.a, c.b, isinstance(c, Base), issubclass(Child, Base), Base("<text>").both(), Child.__name__, c.__class__ is Child)',
    'class P:\n    def __init__(self, v):\n        self.v = v\n    def __eq__(self, other):\n        return isinstance(other, P) and self.v == other.v\n    def __hash__(self):\n        return hash(self.v)\n    def __repr__(self):\n        return f"P({self.v!r})"\n    def __str__(self):\n        return "<text>" + str(self.v)\n    def __len__(self):\n        return 3\n    def __add__(self, other):\n        return P(self.v + other.v)\n    def __lt__(self, other):\n        return self.v < other.v\n    def __getitem__(self, i):\n        return self.v * i\n    def __iter__(self):\n        return iter([self.v, 1])\n    def __contains__(self, item):\n        return item == self.v\n    def __call__(self, n):\n        return self.v + n\n    def __bool__(self):\n        return self.v > 2\na, b = P(<small>), P(<small>)\nresult = (a == b, repr(a), str(b), len(a), (a + b).v, a < b, a[2], list(a), <small> in a, a(5), bool(a), a != b, f"{a}", str([a, b]), 1 if a else 2)',
    'from dataclasses import dataclass, field\n@dataclass\nclass Row:\n    name: str\n    size: int = <small>\n    tags: list = field(default_factory=list)\nr = Row("<text>")\ns = Row("<text>", size=<small>)\ns.tags.append(1)\nresult = (r, s, r == s, r.name, r.tags, s.tags, repr(r), str(s), Row("q") == Row("q"))',
    'from dataclasses import dataclass, asdict, astuple, replace\n@dataclass(frozen=True)\nclass Row:\n    a: int\n    b: str = "<text>"\nr = Row(<number>)\nresult = (asdict(r), astuple(r), replace(r, a=<small>), {r: 1}[Row(<number>)] if <small> == 99 else 0, r.b)',
    'from enum import Enum\nclass Color(Enum):\n    RED = "<text>1"\n    GREEN = "g"\n    BLUE = <number>\nresult = (Color.RED.value, Color.RED.name, [c.name for c in Color], [c.value for c in Color], Color("g").name, Color["BLUE"].value, Color.RED == Color.RED, Color.RED is Color["RED"], Color.RED != Color.GREEN, str(Color.RED), repr(Color.GREEN), len(Color), isinstance(Color.RED, Color), Color.RED in (Color.RED, 1), list(Color), {Color.RED: 5}[Color.RED], Color.RED == "<text>1", tuple(Color.__members__), f"{Color.GREEN}", hasattr(Color, "RED"))',
    'import enum\nclass State(str, enum.Enum):\n    ON = "on"\n    OFF = "off"\n    @property\n    def pretty(self):\n        return self.value.upper()\n    @classmethod\n    def default(cls):\n        return cls.ON\nresult = (State.ON.value, State.ON == "on", State("off").name, State.default().pretty, ", ".join(s.value for s in State), [m.value for m in State], State.ON != "off", State.OFF.pretty, isinstance(State.ON, str), "on" == State.ON, ",".join(State), [e for e in State if e != State.ON][0].name)',
    'from enum import IntEnum, auto\nclass N(IntEnum):\n    A = <small>\n    B = 50\nclass M(IntEnum):\n    X = auto()\n    Y = auto()\nresult = (N.A + 1, N.B.value, N.A < N.B, M.Y.value, int(M.X), N(50).name, [m.name for m in M], N.A == <small>, sorted([N.B, N.A]), "%d" % M.Y)',
    'from enum import Enum\nclass E(Enum):\n    A = 1\n    B = 2\n    C = 1\n    def other(self):\n        return E.B if self is E.A else E.A\nresult = (E.C.name, E.A.other(), len(E), E(3) if <small> > 50 else E(<digit>))',
    # generators
    'def gen(n):\n    for i in range(n):\n        if i == <small>:\n            continue\n        yield i * 2\n    yield "<text>"\ng = gen(<small>)\nresult = (list(g), list(g), [x for x in gen(3)], sum(v for v in gen(2) if not isinstance(v, str)), next(gen(4)), next(gen(0), 5), dict(enumerate(gen(2))))',
    'def walk(items):\n    for item in items:\n        if isinstance(item, list):\n            yield from walk(item)\n        else:\n            yield item\ndef pairs():\n    yield 1, 2\n    yield 3, <small>\nlog = []\ndef lazy():\n    log.append("start")\n    yield 1\n    log.append("mid")\n    yield 2\n    log.append("end")\nz = lazy()\nbefore = list(log)\nfirst = next(z)\nafter = list(log)\nresult = (list(walk([1, [2, [<small>]], 4])), [a + b for a, b in pairs()], before, first, after, list(z), log, ",".join(str(x) for x in walk([[1]])))',
    'def fib():\n    a, b = 0, 1\n    while True:\n        yield a\n        a, b = b, a + b\nout = []\nfor n in fib():\n    if n > <number>:\n        break\n    out.append(n)\ndef chunks(items, n):\n    for i in range(0, len(items), n):\n        yield items[i:i + n]\ndef guarded():\n    try:\n        yield 1\n        yield int("<text>")\n    except ValueError:\n        yield "bad"\n    finally:\n        out.append("done")\nresult = (out, list(chunks([1, 2, 3, 4, 5], 2)), list(guarded()), out, any(x == 2 for x in fib()), all(x < 3 for x in fib()))',
    # match statements
    'def f(x):\n    match x:\n        case 0:\n            return "zero"\n        case 1 | 2 | 3:\n            return "few"\n        case "<text>" | "b":\n            return "text"\n        case [a, b]:\n            return ("pair", a, b)\n        case [first, *rest] if len(rest) > 2:\n            return (first, rest)\n        case {"k": v, **more}:\n            return (v, more)\n        case str() as s:\n            return s.upper()\n        case int(n) if n > 100:\n            return n\n        case (None | True) as c:\n            return repr(c)\n        case float():\n            return "float"\n        case _:\n            return "other"\nresult = [f(v) for v in (0, <number>, "<text>", [1, <small>], (1, 2, 3, 4), {"k": 1, "z": 2}, {}, None, True, <float>, [], "b")]',
    'class Pt:\n    __match_args__ = ("x", "y")\n    def __init__(self, x, y):\n        self.x = x\n        self.y = y\ndef f(p):\n    match p:\n        case Pt(x=0, y=0):\n            return "origin"\n        case Pt(0, y):\n            return ("on y", y)\n        case Pt(x=x):\n            return ("x", x)\n        case -1:\n            return "minus"\n        case {"a": [1, z]}:\n            return z\nresult = [f(Pt(0, <small>)), f(Pt(0, 0)), f(Pt(5, 1)), f(-1), f({"a": [1, <small>]}), f(<number>)]',
    # functions
    'def outer(n):\n    total = n\n    def inner(k):\n        nonlocal total\n        total += k\n        return total\n    return inner\nf = outer(<small>)\nimport functools\ndef deco(fn):\n    @functools.wraps(fn)\n    def wrapper(*args, **kwargs):\n        return fn(*args, **kwargs) + 1\n    return wrapper\n@deco\ndef add(a, b=2, *, c=3):\n    return a + b + c\nresult = (f(1), f(<small>), add(1), add(1, 5, c=<small>), add(*[1, 2]), add(**{"a": 4}), functools.reduce(lambda a, b: a + b, [1, 2, <small>]), functools.partial(add, 1, c=0)(5), add.__name__)',
    'def upgrade_a():\n    return "<text>"\ndef upgrade_b():\n    return <number>\ndef upgrade(engine_name):\n    return globals()["upgrade_%s" % engine_name]()\nresult = (upgrade("a"), upgrade("b"), "upgrade_a" in globals(), "nope" in globals(), callable(globals().get("upgrade_a")))',
    'from contextlib import contextmanager\nlog = []\n@contextmanager\ndef ctx(name):\n    log.append("in " + name)\n    try:\n        yield name.upper()\n    finally:\n        log.append("out")\nwith ctx("<word>") as v:\n    log.append(v)\nclass C:\n    def __enter__(self):\n        log.append("enter")\n        return self\n    def __exit__(self, *args):\n        log.append("exit")\n        return <bool>\n    def hi(self):\n        return "hi"\nwith C() as c, ctx("z"):\n    log.append(c.hi())\ntry:\n    with C():\n        raise ValueError("<text>")\n    log.append("swallowed")\nexcept ValueError as e:\n    log.append(str(e))\nresult = log',
    'class MyError(ValueError):\n    def __init__(self, message, code=<small>):\n        super().__init__(message)\n        self.code = code\ndef f(n):\n    try:\n        if n == 0:\n            raise MyError("<text>")\n        if n == 1:\n            raise KeyError("k")\n        if n == 2:\n            return 1 // 0\n        return [1][n]\n    except MyError as e:\n        return ("mine", str(e), e.code, e.args)\n    except (KeyError, IndexError) as e:\n        return type(e).__name__\n    except ArithmeticError:\n        return "math"\n    else:\n        return "else"\n    finally:\n        seen.append(n)\nseen = []\nresult = ([f(i) for i in range(4)], seen)',
    'def f(x):\n    try:\n        try:\n            raise RuntimeError("a", <small>)\n        except ValueError:\n            return 1\n        finally:\n            x.append("f")\n    except Exception as e:\n        x.append(e.args)\n        try:\n            raise\n        except RuntimeError as again:\n            x.append(again is e)\n    return x\nif (n := <small>) > 2:\n    m = n\nelse:\n    m = -n\nresult = (f([]), m, [y := 5, y ** 2], [last := v for v in range(3)], last)',
    # builtins
    'result = (round(<float>), round(<float>, 1), round(<number>, -1), divmod(<number>, 7), pow(2, <small>), pow(3, <small>, 7), hex(<number>), bin(<small>), oct(<number>), ord("x"), chr(97 + <digit>), abs(-<small>))',
    'result = (list(filter(None, [0, 1, "", "<text>"])), list(filter(lambda v: v > 2, [1, 2, 3, <small>])), list(map(str, [1, <small>])), list(map(lambda a, b: a + b, [1, 2], [3, <small>])), min([3, <small>], key=lambda v: -v), max("<text>", default="z"), min([], default=<small>), sum([1, 2], <small>), list(zip("ab", [1, 2])), sum([[1], [2]], []), max(<small>, 3, key=abs))',
    'result = (sorted([(2, "b"), (1, "c"), (2, "a")], key=lambda p: p[0]), sorted("<text>", reverse=True), list(reversed([1, <small>])), list(reversed("<text>")), any(x > 2 for x in [1, <small>]), all([]), list(enumerate("<text>", 1)), dict(zip("abc", range(3))), isinstance(1, (int, str)), isinstance(True, int), type(<number>) is int, type("") == str, type([]).__name__)',
    'result = list(zip([1, 2], [1, <small>, 3][:<digit>], strict=True))',
    'd = {"b": <number>, "a": "<text>"}\nresult = (dict.fromkeys([1, 2], <small>), d.items() == {"a": 1}.items(), list(d), d.pop("zz", None), d.get("a"), sorted(d), d | {"c": 1}, "a" in d, d.setdefault("q", []), d.popitem(), {**d}, len(d), list(d.values()), str.join(",", ["a", "b"]), list(map(str.upper, ["x"])), {v: k for k, v in d.items()})',
    'x = [1, 2, 3, <small>]\nx[1:2] = [9, 9]\ndel x[0]\nx[::2]\ny = x[:]\ny[-1:] = []\nresult = (x, y, x.index(9), x.count(9), [1] * 3, x == y, x[-1], (1, 2) + (3,), [*x, *y], x.copy(), (lambda *a, **k: (a, k))(*x, z=1))',
    's = {1, 2, <small>}\nresult = (sorted(s | {5}), sorted(s & {1, 5}), sorted(s - {1}), s <= {1, 2, 3, <small>}, s == {2, 1, <small>}, len(s), sorted(s ^ {1}), s.issubset([1, 2]), s.isdisjoint({77}), 1 in s, sorted(frozenset([3, <small>])), {1, 2} < {1, 2, 3}, frozenset([1]) == {1})',
    # str
    's = "<text>"\nresult = (s.partition(","), s.rpartition("_"), s.rsplit(",", 1), s.split(), s.splitlines(), s.swapcase(), s.center(11, "*"), s.isalpha(), s.isdigit(), s.isupper(), s.islower(), s.isspace(), s.isidentifier(), s.isalnum(), s.istitle(), s.isascii(), s.rfind("l"), s.casefold(), s.removeprefix("a"), s.removesuffix("c"), s.expandtabs(4), s.endswith(("c", "d")), s.startswith("a", 0), s.count("l"), s.title(), s.capitalize())',
    's = "<text>"\nresult = (s.index("l"), s.translate(str.maketrans("abc", "xyz")), s.encode("utf-8"), s.encode().decode(), "{:>10}|{:<5}|{:^7}".format(s, 1, "q"), f"{s!r:>20}", "{0[1]} {1[k]}".format("ab", {"k": <small>}), "%-5s|%5.1f|%03d|%s%%" % (s, <float>, <small>, "x"), "%(a)s-%(b)d" % {"a": s, "b": <number>}, "{a.real}".format(a=<small>), s.format_map({}) if "{" not in s else "")',
    'result = ("%c|%x|%o|%e|%g|%r|%5s|%-5s|%+d" % ("a", <small>, 8, <float>, <float>, "<text>", "ab", "cd", <number>), f"{<number>:,}|{<number>:_}|{<float>:.3f}|{<float>:10.2f}|{<number>:#x}|{<number>:b}|{<number>:o}|{<float>:e}|{<float>:g}|{<float>:%}|{<number>:+}|{<number>:08d}|{True}|{None}|{<float>}|{<number>!r:>8}", "{:,.2f}".format(<float>), format(<number>, "x"), f"{\'<word>\':.2}", f"{<small>=}")',
    'b = b"ab\\x00c" + bytes([<small>]) if <small> < 50 else b""\nresult = (b, len(b), b[0], b[1:3], b"a,b".split(b","), b.hex(), b"x".decode(), b"abc".upper(), bytes.fromhex("6162"), b"a" in b"bab", b == b"ab", list(b"hi"), "é".encode("latin-1"), bytes("<text>", "utf-8"))',
    'result = ((<number>).bit_length(), (<float>).is_integer(), int("<small>"), int("ff", 16), int("0b101", 0), int("-12", 8), float("1e3"), float("<number>"), (255).to_bytes(2, "big"), int.from_bytes(b"\\x01\\x00", "big"), <number> // 7, <number> % 7, -<small> // 3, 2 ** <small>, <number> / 4, int(<float>), bool(<small>), complex is not None)',
    # modules
    'import json\nresult = (json.dumps({"a": <number>, "b": ["<text>", None, True, <float>], "c": {}}), json.dumps({"z": 1, "a": 2}, sort_keys=True), json.dumps([1, {"k": "<text>"}], indent=2), json.loads(\'{"x": [1, 2.5, null, "q\\\\u00e9"], "y": {"z": true}}\'), json.dumps("<text>", ensure_ascii=False), json.dumps([], indent=4), json.dumps({1: 2, None: 3, True: 4}), json.dumps([1, 2], separators=(",", ":")), json.dumps({"<text>": "é\\n\\t\\""}))',
    'import json\nresult = json.loads("<text>")',
    'import re\ns = "<text>"\nresult = (re.sub(r"[aeiou]", "*", s), re.sub(r"(\\w+) (\\w+)", r"\\2 \\1", s), re.findall(r"\\d+", s), re.split(r"[,_]", s), bool(re.match(r"[A-Z]", s)), re.search(r"(?P<x>[a-z]+)(\\d*)", s) is not None, re.sub(r"\\s+", " ", s), re.compile(r"^\\w").sub("Q", s), re.fullmatch(r"\\w*", s) is None, [m.group(0) for m in re.finditer(r"\\w\\w", s)], re.sub(r"[a-c]", lambda m: m.group(0).upper(), s), re.escape("a.b"))',
    'import re\nm = re.match(r"(?P<first>\\w)(\\w*)", "<word>")\nresult = (m.group(), m.group(1), m.group("first"), m.groups(), m.groupdict(), m.start(), m.end(2), m[1], re.IGNORECASE is not None, re.sub("HELLO", "x", "<text>", flags=re.I))',
    'import hashlib\nresult = (hashlib.md5("<text>".encode()).hexdigest(), hashlib.sha256(b"abc").hexdigest()[:8], hashlib.sha1("<text>".encode("utf-8")).hexdigest())',
    'from collections import OrderedDict, defaultdict, Counter, namedtuple\nd = defaultdict(list)\nd["a"].append(<number>)\nd["b"].append("<text>")\nn = defaultdict(int)\nfor ch in "<text>":\n    n[ch] += 1\nP = namedtuple("P", ["x", "y"])\np = P(1, y=<small>)\nc = Counter("<text>")\nresult = (dict(d), dict(n), p, p.x, p[1], p._asdict(), p._replace(x=9), list(p), c["a"], c.most_common(1) if c else 0, list(OrderedDict([("z", 1), ("a", <small>)]).items()), isinstance(p, tuple), sorted(c.items()), x if (x := len(d)) else 0)',
    'from collections import deque, ChainMap\nq = deque([1, 2, <small>])\nq.append(4)\nq.appendleft(0)\nresult = (list(q), q.popleft(), q.pop(), len(q))',
    'from decimal import Decimal\na, b = Decimal("<decimal>"), Decimal("<decimal>")\nresult = (a, str(a), repr(b), a + b, a - b, a * b, a == b, a < b, -a, f"{a}", "%s" % a, a + <small>, int(b), abs(a), bool(a), Decimal(<number>), sorted([a, b]), sum([a, b]), max(a, b), f"{a:.2f}", a == <small>)',
    'from decimal import Decimal, ROUND_HALF_UP\na = Decimal("<decimal>")\nresult = (a.quantize(Decimal("0.01")), a.quantize(Decimal("1."), rounding=ROUND_HALF_UP), round(a, 1), a / Decimal("4"), a.normalize(), a.is_zero(), float(a))',
    'import math, string, operator, os, copy, time, logging\nlogging.getLogger("x").info("y")\nlogger = logging.getLogger(__name__)\nlogger.warning("z %s", 1)\ntime.sleep(0)\nresult = (math.ceil(<float>), math.floor(<float>), math.pi, math.sqrt(16), string.ascii_lowercase[:3], string.digits, operator.itemgetter("a")({"a": <small>}), operator.attrgetter("real")(3), os.path.join("a", "b", "<word>"), os.path.basename("/x/<word>.py"), os.path.dirname("/x/y"), os.path.splitext("a.b.c"), copy.deepcopy([1, [2, <small>]]), copy.copy({"a": 1}), operator.add(1, <small>), math.gcd(12, <small>), string.capwords("a b"))',
    'import typing as t\nfrom typing import List, Optional, TYPE_CHECKING\nif TYPE_CHECKING:\n    import nothing\ndef f(a: Optional[List[int]] = None, *, b: "str" = "<text>") -> t.Dict[str, int]:\n    x: int = 3\n    y: str\n    return {b: x}\nimport warnings, functools\nwarnings.warn("x") if False else None\n@functools.lru_cache(maxsize=None)\ndef fact(n):\n    return 1 if n < 2 else n * fact(n - 1)\nresult = (f(), f(b="z"), fact(<small>), t.cast(int, "<text>"))',
    'x = <number>\nsetattr_target = type("T", (), {"v": <small>})() if False else None\nclass K:\n    pass\nk = K()\nsetattr(k, "w", <small>)\nk.list = []\nk.list += [1]\ndel k.w\nresult = (hasattr(k, "w"), k.list, vars(k) == {"list": [1]}, getattr(k, "list"), k.__dict__, callable(K), callable(k), id(k) == id(k), k == k, k is k, [k].index(k), k in [K(), k])',
]


def draw(rng, match):
    kind = match.group(1)
    if kind == 'text':
        return rng.choice(TEXTS).replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace("'", "\\'")
    choices = {
        'number': NUMBERS, 'small': ['0', '1', '2', '3', '4', '5', '6'], 'digit': list('123456789'), 'float': FLOATS, 'decimal': DECIMALS,
        'date': DATES, 'time': TIMES, 'delta': DELTAS, 'space': ['DNS', 'URL', 'OID'], 'word': ['alpha', 'beta_2', 'Gamma', 'x'],
        'Name': ['Thing'], 'bool': ['True', 'False', 'None'],
    }
    return rng.choice(choices[kind]) if kind in choices else match.group(0)


def main():
    rng = random.Random(int(sys.argv[1]))
    warnings.simplefilter('ignore')
    written = 0
    while written < int(sys.argv[2]):
        piece = PIECES[int(sys.argv[3])] if len(sys.argv) > 3 else rng.choice(PIECES)
        text = re.sub(r'<(\w+)>', lambda match: draw(rng, match), piece) + '\n'
        outcome = run(text)
        if outcome is None or len(outcome[1]) > 20000:
            continue
        written += 1
        program, value = text.encode(), outcome[1].encode()
        sys.stdout.buffer.write(b'%s %d %d\n' % (outcome[0].encode(), len(program), len(value)) + program + value + b'\n')


if __name__ == '__main__':
    main()
