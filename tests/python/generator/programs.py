#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints random programs of the evaluator's subset and what CPython makes of them: for each "VALUE length length" or
"ERROR length length", then the program and the repr() of its `result`, or the name of the exception that ended it.

With "hidden", some constants are attributes of a module that the evaluator does not know, and some expressions go through a
function of it that changes all that it ever got; the value is then the repr() of each item of `result`, with \x1f between.

usage: programs.py SEED COUNT [hidden]"""
import ast
import random
import resource
import signal
import sys
import warnings

TEXTS = ['', 'a', 'abc', 'it\'s', 'say "x"', ' pad ', 'A,b,,c', 'line\nnext\t', 'ünï', '100%', '{x}', 'Hello World', '007', '-5', 'a\\b', '12', '3.5']


class Program:
    def __init__(self, rng):
        self.rng = rng
        self.names = {kind: [] for kind in ('int', 'str', 'list', 'dict', 'bool', 'float', 'tuple', 'set')}
        self.functions = []
        self.lines = []
        self.indent = 0
        self.n_names = 0
        self.loops = 0

    # Expressions, by type.
    def any(self, depth):
        return self.of(self.rng.choice(['int', 'str', 'list', 'dict', 'bool', 'float', 'tuple', 'int', 'str']), depth)

    def of(self, kind, depth):
        if self.rng.random() < 0.03:
            kind = self.rng.choice(list(self.names))
        if self.names[kind] and self.rng.random() < 0.35:
            return self.rng.choice(self.names[kind])
        return getattr(self, 'make_' + kind)(depth - 1) if depth > 0 else getattr(self, 'plain_' + kind)()

    def plain_int(self):
        return self.rng.choice(['0', '1', '2', '-1', '7', '10', '255', '1000', '-13', '2**31', '9007199254740993', '10**20', '0x1F', '1_000'])

    def plain_str(self):
        text = repr(self.rng.choice(TEXTS))
        if self.rng.random() < 0.1:
            return self.rng.choice(["r'\\n\\d'", '"""tri\nple"""', "'a' \"b\"", "'\\x41\\u00e4\\101'", "u'u'", "'\\\n'"])
        return text

    def plain_list(self):
        return self.rng.choice(['[]', '[1, 2, 3]', "['a', 'b']", '[[], [1]]', '[3, 1, 2]'])

    def plain_dict(self):
        return self.rng.choice(['{}', "{'a': 1}", "{'x': 'y', 'z': 3}", '{1: 2, True: 3}', '{None: [], (1, 2): 0}'])

    def plain_bool(self):
        return self.rng.choice(['True', 'False'])

    def plain_float(self):
        return self.rng.choice(['0.5', '1.0', '-2.25', '1e16', '1e-5', '3.14159', '1e22', '0.1', '100.0', '123456789.125'])

    def plain_tuple(self):
        return self.rng.choice(['()', '(1,)', "(1, 'a')", '(3, 2, 1)'])

    def plain_set(self):
        return self.rng.choice(['set()', '{1}', '{1, 2}', "{'a'}", "{'a', 'b'}"])

    def make_int(self, d):
        r = self.rng
        kind = r.randrange(16)
        if kind < 5:
            return f'({self.of("int", d)} {r.choice(["+", "-", "*", "//", "%", "+", "-"])} {self.of("int", d)})'
        if kind == 5:
            return f'({r.randrange(-99, 999)} {r.choice(["|", "&", "^", "<<", ">>"])} {r.choice([str(r.randrange(30)), "(7 ^ 2)", "(9 & 3)", "(1 + 1)", "(5 | 2)"])})'
        if kind == 6:
            return f'len({self.of(r.choice(["str", "list", "dict", "tuple", "set"]), d)})'
        if kind == 7:
            return f'-{self.of("int", d)}'
        if kind == 8:
            return f'({self.of("int", d)} if {self.of("bool", d)} else {self.of("int", d)})'
        if kind == 9:
            return f'int({self.of(r.choice(["str", "int", "bool", "float"]), d)})'
        if kind == 10:
            return r.choice(['min', 'max', 'sum']) + f'([{self.of("int", d)}, {self.of("int", d)}])'
        if kind == 11:
            return f'{self.of("str", d)}.{r.choice(["count", "find"])}({self.of("str", d)})'
        if kind == 12:
            return f'abs({self.of("int", d)})'
        if kind == 13:
            return f'({self.of("int", d)} ** {r.randrange(5)})'
        if kind == 14 and self.functions:
            return self.call(d)
        return f'~{self.of("int", d)}'

    def formatted_number(self):
        """A number by a specification of which each part may be there."""
        r = self.rng
        whole = r.random() < .5
        number = r.choice(['5', '-255', '0', '65', '1000000'] if whole else ['1.5', '-0.00012', '123456.789', '1e20', '0.125', '7'])
        if r.random() < .4:
            return f'("%{r.choice(["", "-", "+", "0"])}{r.choice(["", "9"])}{r.choice("dxXo") if whole else r.choice(["", ".2"]) + r.choice("eEgGf")}" % {number})'
        tail = [['', '#'], ['', '12'], list('dxXob')] if whole else [['', '0'], ['', '12'], ['', '.2', '.0'], list('eEgGfF%')]
        return '("{:%s}".format(%s))' % (''.join(map(r.choice, [['', '<', '^', '*>'], ['', '+', ' '], *tail])), number)

    def make_str(self, d):
        r = self.rng
        kind = r.randrange(22)
        if kind < 3:
            return f'({self.of("str", d)} + {self.of("str", d)})'
        if kind < 6:
            parts = ''.join(r.choice(['x', ' ', '{{', '}}', '\\n', '%', "é"]) for _ in range(r.randrange(3)))
            field = self.any(d).replace('\n', ' ')
            if '"' in field or '\\' in field or '#' in field:
                field = 'len("")' if False else '1'
            return f'f"{parts}{{{field}{r.choice(["", "", "!r", "!s"])}}}{parts}"'
        if kind == 6:
            return f'({r.choice(["%r", "%s", "[%s] %%", "%10s|", "%-6s|"])!r} % ({self.any(d)},))'
        if kind == 7 and r.random() < .3:
            return self.formatted_number()
        if kind == 7:
            return f'("%d %05d %x %+d" % ({self.of("int", d)}, {r.randrange(-99, 999)}, {r.randrange(999)}, {self.of("int", d)}))'
        if kind == 8:
            return f'"{{}} {{0}}".format({self.any(d)})' if r.random() < .1 else f'"{{}}-{{x!r}} {{}}".format({self.any(d)}, {self.any(d)}, x={self.any(d)})'
        if kind == 9:
            return f'{self.of("str", d)}.{r.choice(["upper", "lower", "strip", "lstrip", "rstrip", "title", "capitalize"])}()'
        if kind == 10:
            return f'{self.of("str", d)}.replace({self.of("str", d)}, {self.of("str", d)})'
        if kind == 11:
            return f'{self.of("str", d)}.join([{self.of("str", d)}, {self.of("str", d)}])'
        if kind == 12:
            return f'{self.of("str", d)}[{self.slice(d)}]'
        if kind == 13:
            return f'str({self.any(d)})'
        if kind == 14:
            return f'repr({self.any(d)})'
        if kind == 15:
            return f'({self.of("str", d)} * {r.randrange(-1, 4)})'
        if kind == 16:
            return f'({self.of("str", d)} {r.choice(["or", "and"])} {self.of("str", d)})'
        if kind == 17:
            return f'{self.of("str", d)}.{r.choice(["zfill", "ljust", "rjust"])}({r.randrange(9)})'
        if kind == 18:
            return f'f"{{{self.of("int", 0)}:{r.choice([">6", "<6", "^6", "06", ",", "+d", "x", "*>8", "_"])}}}"'
        if kind == 19:
            return f'f"{{{self.of("float", 0)}:{r.choice([".2f", "8.1f", ".0f", "+.3f", ".3e", "08.2f"])}}}"'
        if kind == 20:
            return f'{self.of("str", d)}[{self.of("int", d)}]'
        return f'f"{{{self.of("str", 0)!s:>}}}"' if False else f'{self.of("str", d)}.strip({self.of("str", d)})'

    def slice(self, d):
        part = lambda: self.rng.choice(['', '', '1', '-1', '2', '-3', '0', '10'])
        return f'{part()}:{part()}' + (f':{self.rng.choice(["", "1", "2", "-1", "-2"])}' if self.rng.random() < 0.4 else '')

    def clauses(self, d, name):
        source = self.rng.choice([f'range({self.rng.randrange(6)})', self.of('list', d), f'{self.of("dict", d)}', self.of('str', d), self.of('tuple', d)])
        condition = f' if {self.of("bool", d)}' if self.rng.random() < 0.3 else ''
        more = f' for {name}2 in range({self.rng.randrange(3)})' if self.rng.random() < 0.2 else ''
        return f'for {name} in {source}{more}{condition}'

    def make_list(self, d):
        r = self.rng
        kind = r.randrange(14)
        if kind < 3:
            return '[' + ', '.join(('*' + self.of(r.choice(['list', 'tuple']), d)) if r.random() < .2 else self.any(d) for _ in range(r.randrange(4))) + ']'
        if kind < 5:
            return f'[{r.choice(["q", "q, 1", "[q]", "str(q)"]) if True else ""} {self.clauses(d, "q")}]'.replace('[q, 1 ', '[(q, 1) ')
        if kind == 5:
            return f'({self.of("list", d)} + {self.of("list", d)})'
        if kind == 6:
            return f'list({self.of(r.choice(["str", "tuple", "dict", "list"]), d)})'
        if kind == 7:
            return f'list({r.choice(["enumerate", "reversed"])}({self.of("list", d)}))'
        if kind == 8:
            return f'list(zip({self.of("list", d)}, {self.of("str", d)}))'
        if kind == 9:
            return f'sorted({self.of(r.choice(["str", "set", "list"]), d)}{r.choice(["", ", reverse=True", ", key=str", ", key=lambda v: len(str(v))"])})'
        if kind == 10:
            return f'{self.of("str", d)}.split({r.choice(["", repr(","), repr("a"), "None, 1", repr(" ") + ", 2"])})'
        if kind == 11:
            return f'{self.of("list", d)}[{self.slice(d)}]'
        if kind == 12:
            return f'list({self.of("dict", d)}.{r.choice(["keys", "values", "items"])}())'
        return f'list(range({r.randrange(-2, 5)}, {r.randrange(-2, 9)}, {r.choice([1, 2, -1])}))'

    def key(self, d):
        return self.of(self.rng.choice(['str', 'int', 'str', 'tuple', 'bool', 'float']), d)

    def make_dict(self, d):
        r = self.rng
        kind = r.randrange(7)
        if kind < 3:
            return '{' + ', '.join(('**' + self.of('dict', d)) if r.random() < .2 else f'{self.key(d)}: {self.any(d)}' for _ in range(r.randrange(4))) + '}'
        if kind == 3:
            return f'{{q: {self.any(d)} {self.clauses(d, "q")}}}'
        if kind == 4:
            return f'dict(a={self.any(d)}, b={self.any(d)})'
        if kind == 5:
            return f'({self.of("dict", d)} | {self.of("dict", d)})'
        return f'dict(zip({self.of("str", d)}, {self.of("list", d)}))'

    def make_bool(self, d):
        r = self.rng
        kind = r.randrange(12)
        if kind < 3:
            t = r.choice(['int', 'str', 'int', 'float', 'list', 'tuple'])
            return f'({self.of(t, d)} {r.choice(["<", "<=", ">", ">=", "==", "!="])} {self.of(t, d)})'
        if kind == 3:
            return f'({self.any(d)} {r.choice(["==", "!="])} {self.any(d)})'
        if kind == 4:
            return f'(not {self.any(d)})'
        if kind == 5:
            return f'({self.of("bool", d)} {r.choice(["and", "or"])} {self.of("bool", d)})'
        if kind == 6:
            return f'({self.of("str", d)} {r.choice(["in", "not in"])} {self.of("str", d)})'
        if kind == 7:
            return f'({self.key(d)} {r.choice(["in", "not in"])} {self.of(r.choice(["list", "dict", "tuple", "set"]), d)})'
        if kind == 8:
            return f'({self.of("int", d)} < {self.of("int", d)} <= {self.of("int", d)})'
        if kind == 9:
            return f'isinstance({self.any(d)}, {r.choice(["str", "int", "(list, dict)", "bool", "float", "tuple"])})'
        if kind == 10:
            return f'{self.of("str", d)}.{r.choice(["startswith", "endswith"])}({self.of("str", d)})'
        return r.choice(['any', 'all', 'bool']) + f'({self.of("list", d)})' if r.random() < .7 else f'({self.any(d)} is {r.choice(["None", "not None"])})'

    def make_float(self, d):
        r = self.rng
        kind = r.randrange(5)
        if kind < 3:
            return f'({self.of(r.choice(["float", "int"]), d)} {r.choice(["+", "-", "*", "/", "//", "%"])} {self.of("float", d)})'
        if kind == 3:
            return f'({r.randrange(-999, 999)} / {r.choice(["3", "7", "0.5", "1000", "2**31"])})'
        return f'float({self.of("int", d)})'

    def make_tuple(self, d):
        kind = self.rng.randrange(3)
        if kind == 0:
            return f'({self.any(d)}, {self.any(d)})'
        if kind == 1:
            return f'tuple({self.of("list", d)})'
        return f'({self.of("tuple", d)} + ({self.any(d)},))'

    def make_set(self, d):
        kind = self.rng.randrange(3)
        if kind == 0:
            return f'set({self.of(self.rng.choice(["str", "list"]), d)})'
        if kind == 1:
            return f'({self.of("set", d)} {self.rng.choice(["|", "&", "-", "|", "&", "-", "|", "-", "^"])} {self.of("set", d)})'
        return f'{{{self.key(d)}, {self.key(d)}}}'

    def call(self, d):
        name, required, total = self.rng.choice(self.functions)
        arguments = [self.any(d) for _ in range(self.rng.randrange(required, total + 1))]
        if arguments and self.rng.random() < 0.3:
            arguments[-1] = f'p{len(arguments) - 1}={arguments[-1]}'
        elif self.rng.random() < 0.1:
            arguments = [f'*{self.of("list", d)}']
        return f'{name}({", ".join(arguments)})'

    # Statements.
    def emit(self, line):
        self.lines.append('    ' * self.indent + line.replace('\n', '\n'))

    def new_name(self, kind):
        self.n_names += 1
        return f'{kind[0]}{self.n_names}'

    def assign(self):
        kind = self.rng.choice(list(self.names))
        value = self.of(kind, self.rng.randrange(1, 4))
        if self.names[kind] and self.rng.random() < 0.3:
            name = self.rng.choice(self.names[kind])
        else:
            name = self.new_name(kind)
        self.emit(f'{name} = {value}')
        if name not in self.names[kind] and self.indent == 0:
            self.names[kind].append(name)

    def mutate(self):
        r = self.rng
        kind = r.randrange(9)
        if kind == 0 and self.names['int']:
            self.emit(f'{r.choice(self.names["int"])} {r.choice(["+=", "-=", "//=", "%="] + ["*="] * (self.indent == 0))} {self.of("int", 2)}')
        elif kind == 1 and self.names['str']:
            self.emit(f'{r.choice(self.names["str"])} += {self.of("str", 2)}')
        elif kind == 2 and self.names['list']:
            self.emit(f'{r.choice(self.names["list"])}.{r.choice(["append", "extend"])}({self.of("list", 1)})')
        elif kind == 3 and self.names['list']:
            self.emit(f'{r.choice(self.names["list"])}.{r.choice(["pop()", "sort(key=str)", "reverse()", "insert(1, 5)", "clear()", "copy()"])}')
        elif kind == 4 and self.names['dict']:
            self.emit(f'{r.choice(self.names["dict"])}[{self.key(1)}] = {self.any(2)}')
        elif kind == 5 and self.names['dict']:
            self.emit(f'{r.choice(self.names["dict"])}.{r.choice(["update", "setdefault", "get", "pop"])}({self.key(1)}{r.choice(["", ", 1"])})')
        elif kind == 6 and self.names['list']:
            self.emit(f'{r.choice(self.names["list"])}[{self.of("int", 1)}] = {self.any(2)}')
        elif kind == 7 and self.names['list']:
            name = self.new_name('list')
            self.emit(f'{name} = {r.choice(self.names["list"])}')
            if self.indent == 0:
                self.names['list'].append(name)
        elif kind == 8:
            a, b = self.new_name('int'), self.new_name('list')
            self.emit(f'{a}, *{b} = [{self.of("int", 1)}, *{self.of("list", 1)}]')
            if self.indent == 0:
                self.names['int'].append(a)
                self.names['list'].append(b)

    def block(self, n):
        self.indent += 1
        before = len(self.lines)
        for _ in range(n):
            self.statement()
        if len(self.lines) == before:
            self.emit('pass')
        self.indent -= 1

    def statement(self):
        r = self.rng
        kind = r.randrange(16)
        if self.indent > 2:
            kind = r.randrange(8)
        if kind < 5:
            self.assign()
        elif kind < 9:
            self.mutate()
        elif kind == 9:
            self.emit(f'if {self.of("bool", 2)}:')
            self.block(r.randrange(1, 3))
            if r.random() < 0.5:
                self.emit(f'elif {self.any(1)}:')
                self.block(1)
            if r.random() < 0.5:
                self.emit('else:')
                self.block(1)
        elif kind == 10:
            self.emit(f'for {r.choice(["i", "i, j"])} in {r.choice([self.of("list", 2), self.of("dict", 1) + ".items()", "enumerate(" + self.of("list", 1) + ")"])}:')
            self.loops += 1
            self.block(r.randrange(1, 3))
            self.indent += 1
            self.emit(f'if {self.of("bool", 1)}: {r.choice(["break", "continue"])}')
            self.indent -= 1
            if r.random() < 0.3:
                self.emit('else:')
                self.block(1)
        elif kind == 11:
            name = self.new_name('int')
            self.emit(f'{name} = {r.randrange(4)}')
            self.emit(f'while {name} > 0:')
            self.indent += 1
            self.emit(f'{name} -= 1')
            self.indent -= 1
            self.block(1)
        elif kind == 12 and self.indent == 0:
            self.function()
        elif kind == 13:
            self.emit('try:')
            self.block(1)
            self.emit(f'except {r.choice(["KeyError", "Exception", "(IndexError, ValueError)", "TypeError", "ZeroDivisionError", "LookupError"])}:')
            self.block(1)
            if r.random() < 0.3:
                self.emit('else:')
                self.block(1)
            if r.random() < 0.3:
                self.emit('finally:')
                self.block(1)
        elif kind == 14:
            self.emit(f'assert {self.any(1)}, {self.any(1)}' if r.random() < .2 else f'print({self.any(1)})')
        elif kind == 15 and r.random() < 0.3:
            self.emit(f'del {self.rng.choice(self.names["dict"])}[{self.key(1)}]' if self.names['dict'] else 'pass')

    def function(self):
        r = self.rng
        name = self.new_name('function')
        total = r.randrange(4)
        required = r.randrange(total + 1)
        parameters = [f'p{i}' + ('' if i < required else f'={self.any(1)}') for i in range(total)]
        if r.random() < 0.3:
            parameters.append('*rest')
        if r.random() < 0.3:
            parameters.append('**more')
        outer = {kind: list(names) for kind, names in self.names.items()}
        self.emit(f'def {name}({", ".join(parameters)}):')
        self.indent += 1
        if outer['int'] and r.random() < 0.3:
            self.emit(f'global {outer["int"][0]}')
            self.emit(f'{outer["int"][0]} += 1')
        if total:
            self.names['str'].append(f'str(p0)')
        inner = [kind for kind in ('int', 'list') if r.random() < .3]
        for kind in inner:
            self.emit(f'loc_{kind} = {self.of(kind, 2)}')
        if 'list' in inner:
            self.emit(f'loc_list.append({self.any(1)})')
            self.names['list'] = [*outer['list'], 'loc_list']
        if r.random() < 0.3:
            self.emit(f'if {self.of("bool", 2)}: return {self.any(2)}')
        self.emit(f'return {r.choice([self.any(2), self.of("int", 2), "(lambda z=1: z)()"])}')
        self.indent -= 1
        self.names = outer
        self.functions.append((name, required, total))

    def statement_that_mostly_works(self):
        """What raises ends the program, so few of such statements are kept."""
        names = {kind: list(values) for kind, values in self.names.items()}
        functions, n_lines = list(self.functions), len(self.lines)
        self.statement()
        outcome = run('\n'.join(self.lines) + '\nresult = 0\n')
        if outcome is None or (outcome[0] == 'ERROR' and self.rng.random() < 0.95):
            self.names, self.functions = names, functions
            del self.lines[n_lines:]

    def write(self):
        for _ in range(self.rng.randrange(3, 12)):
            self.statement_that_mostly_works()
        values = [f'sorted({name}, key=repr)' if kind == 'set' else name for kind, names in self.names.items() for name in names]
        if self.functions and self.rng.random() < 0.7:
            values.append(self.call(2))
        self.emit(f'result = ({", ".join(values)},)' if values else 'result = ()')
        return '\n'.join(self.lines) + '\n'


class Endless(BaseException):
    """Not caught by what a program catches."""


class Elsewhere:
    """The module that is not known: constants, and a function that changes what it can reach."""

    def __init__(self):
        self.seen = []

    def mystery(self, value):
        self.seen.append(value)
        for one in self.seen[-4:]:
            try:
                if isinstance(one, list):
                    one.append(99)
                elif isinstance(one, dict):
                    one['mystery'] = len(one)
                elif isinstance(one, set):
                    one.clear()
                elif isinstance(one, tuple):
                    self.seen.extend(item for item in one if isinstance(item, (list, dict)))
                elif callable(one):
                    one()
            except Exception:
                pass
        return value


class Hide(ast.NodeTransformer):
    """Puts what is not known into a program."""

    def __init__(self, rng, elsewhere):
        self.rng, self.elsewhere, self.n_hidden = rng, elsewhere, 0

    def visit_JoinedStr(self, node):
        return node

    def visit_Constant(self, node):
        if self.rng.random() > 0.04:
            return node
        self.n_hidden += 1
        setattr(self.elsewhere, f'c{self.n_hidden}', node.value)
        return ast.Attribute(ast.Name('elsewhere', ast.Load()), f'c{self.n_hidden}', ast.Load())

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Load) or self.rng.random() > 0.03:
            return node
        return ast.Call(ast.Attribute(ast.Name('elsewhere', ast.Load()), 'mystery', ast.Load()), [node], [])


def hide(rng, text):
    elsewhere = Elsewhere()
    tree = ast.fix_missing_locations(Hide(rng, elsewhere).visit(ast.parse(text)))
    return 'import elsewhere\n' + ast.unparse(tree) + '\n', elsewhere


def run(text, elsewhere=None):
    """What CPython makes of it; None: it is not worth comparing."""
    try:
        return run_once(text, elsewhere)
    except Endless:  # its time was over while it ended
        sys.settrace(None)
        signal.setitimer(signal.ITIMER_REAL, 0)
        return None


def run_once(text, elsewhere):
    space, n_lines = {'print': lambda *a: None}, 0
    sys.modules['elsewhere'] = elsewhere

    def count(frame, event, argument):
        nonlocal n_lines
        if frame.f_code.co_filename != 'm.py':
            return None
        n_lines += 1
        if n_lines > 400:
            raise Endless
        return count

    def stop(number, frame):
        raise Endless

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        code = compile(text, 'm.py', 'exec', dont_inherit=True)
        sys.settrace(count)
        exec(code, space)
        sys.settrace(None)
        return 'VALUE', repr(space['result']) if elsewhere is None else '\x1f'.join(map(repr, space['result']))
    except (SyntaxError, RecursionError, MemoryError, Endless):
        return None
    except Exception as error:
        return 'ERROR', type(error).__name__
    finally:
        sys.settrace(None)
        signal.setitimer(signal.ITIMER_REAL, 0)


def main():
    rng = random.Random(int(sys.argv[1]))
    warnings.simplefilter('ignore')
    resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
    written = 0
    while written < int(sys.argv[2]):
        text, elsewhere = Program(rng).write(), None
        if run(text) is None:
            continue
        if len(sys.argv) > 3:
            text, elsewhere = hide(rng, text)
        elif rng.random() < 0.5:
            text = ast.unparse(ast.parse(text)) + '\n'  # without the parentheses that are not needed
        outcome = run(text, elsewhere)
        if outcome is None or len(outcome[1]) > 20000:
            continue
        written += 1
        program, value = text.encode(), outcome[1].encode()
        sys.stdout.buffer.write(b'%s %d %d\n' % (outcome[0].encode(), len(program), len(value)) + program + value + b'\n')


if __name__ == "__main__":
    main()
