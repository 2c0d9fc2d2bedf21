#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mutated migrations: an expression is replaced by something that Retort cannot know, and no statement that it can reach may be
called complete.

What it can reach is found out with Alembic, offline: the migration is run with the value that stood there, with another
value, and, when a call is not known, with one that sends a statement besides. What Retort calls complete must be the text of
all of these runs; of a partial migration, and of one that the environment decides (live), each statement that is told must
be in all of them that end well.

Prints TAP. Usage: test-unknown-values.py RETORT-CLI PROJECT [SEED COUNT]
"""
import ast
import collections
import importlib.util
import json
import logging
import random
import re
import sys
import tempfile
import types
import warnings
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

sys.dont_write_bytecode = True
TOOLS = Path(__file__).resolve().parent.parent / "tools"
UNKNOWN = ("os.environ['RETORT_TEST']", "elsewhere.value", "elsewhere.call()", "elsewhere.call(op)", "(lambda: elsewhere.value)()")
OPEN_PLACE = re.compile(r'"?⟨decided_while_running⟩"?|\$\d+')  # in the text of a statement that is decided while running
HEAD = "import os, elsewhere\nfrom alembic import op\n"


def load_comparison():
    spec = importlib.util.spec_from_file_location("compare_alembic", TOOLS / "compare-alembic.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COMPARE = load_comparison()


class Places(ast.NodeVisitor):
    """Expressions that may be replaced: (function or "", start, end)."""

    def __init__(self):
        self.found = []
        self.where = ""

    def visit_FunctionDef(self, node):
        before, self.where = self.where, self.where or node.name
        for statement in node.body:
            self.visit(statement)
        self.where = before

    def visit_JoinedStr(self, node):
        self.take(node)

    def visit_Assign(self, node):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if not self.where and set(names) & {"revision", "down_revision", "branch_labels", "depends_on"}:
            return
        self.generic_visit(node)

    def visit_AnnAssign(self, node):
        if self.where and node.value is not None:
            self.visit(node.value)

    def visit_MatchValue(self, node):
        pass

    def take(self, node):
        self.found.append((self.where, node))

    def generic_visit(self, node):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_text:
            return
        if isinstance(node, ast.expr) and not isinstance(node, (ast.Starred, ast.Slice)) \
                and not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
            self.take(node)
        super().generic_visit(node)


def cut(text, node):
    """The text before, in and behind an expression."""
    lines = text.encode().splitlines(keepends=True)
    start = sum(map(len, lines[:node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[:node.end_lineno - 1])) + node.end_col_offset
    data = text.encode()
    return data[:start].decode(), data[start:end].decode(), data[end:].decode()


def other_than(value):
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        return value + "_other"
    if isinstance(value, (list, tuple)):
        return value[:-1] if value else type(value)(["other"])
    if isinstance(value, dict):
        return dict(list(value.items())[:-1]) if value else {"other": "other"}
    return None


class Alembic:
    def __init__(self):
        self.original = COMPARE.Original()
        sys.modules["elsewhere"] = types.ModuleType("elsewhere")

    def run(self, text, direction, make):
        """The text of a run with @make of the value that stood there, or None when it fails. What the expression itself sends
        is taken back: the unknown stands in its place."""
        from alembic import op

        def value(expression):
            try:
                output = op.get_context().impl.output_buffer
                start = output.tell()
            except Exception:
                return make(expression())
            result = expression()
            output.seek(start)
            output.truncate()
            return make(result)

        module = types.ModuleType("revision")
        module.__file__ = "revision.py"
        module.__dict__["__value__"] = value
        sys.modules["revision"] = module
        try:
            with redirect_stdout(StringIO()):
                exec(compile(text, "revision.py", "exec", dont_inherit=True), module.__dict__)
                return self.original.sql(getattr(module, direction))
        except Exception:
            return None

    def send(self, value):
        from alembic import op
        try:
            op.execute("SELECT 'besides'")
        except Exception:
            pass
        return value


def rewrite_header(text, revision, down):
    """The file with other ids; None: it has a form of its own."""
    edits = []
    for node in ast.parse(text).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
        value = getattr(node, "value", None)
        if not isinstance(target, ast.Name) or value is None:
            continue
        new = {"revision": repr(revision), "down_revision": repr(down), "branch_labels": "None", "depends_on": "None"}.get(target.id)
        if new is not None:
            edits.append((value, new))
    if len(edits) < 2:
        return None
    for node, new in sorted(edits, key=lambda edit: (-edit[0].lineno, -edit[0].col_offset)):
        before, _, after = cut(text, node)
        text = before + new + after
    return text


def put_head(text):
    """The imports of what is not known, behind the text of the module and its __future__ imports."""
    body = ast.parse(text).body
    at = 0
    for node in body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_text and not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            break
        at = node.end_lineno
    lines = text.splitlines(keepends=True)
    return "".join(lines[:at]) + HEAD + "".join(lines[at:])


class Mutant:
    def __init__(self, rng, texts, number):
        while True:
            self.path, text = rng.choice(texts)
            number_of = "m%d" % number
            text = rewrite_header(text, number_of, "m%d" % (number - 1) if number else None)
            if text is None:
                continue
            text = put_head(text)
            places = Places()
            places.visit(ast.parse(text))
            places.found = [place for place in places.found if place[0] in ("", "upgrade", "downgrade") or rng.random() < 0.5]
            if places.found:
                break
        self.where, node = rng.choice(places.found)
        self.unknown = rng.choice(UNKNOWN)
        before, self.expression, after = cut(text, node)
        self.line = node.lineno
        self.id = number_of
        self.mutated = before + "(" + self.unknown + ")" + after
        self.variant = before + "__value__(lambda: (" + self.expression + "\n))" + after

    def is_python(self):
        try:
            compile(self.mutated, "m.py", "exec")
            compile(self.variant, "m.py", "exec")
            return True
        except SyntaxError:
            return False


def write_project(folder, files):
    versions = folder / "db" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = db\n")
    (folder / "db" / "env.py").write_text("from alembic import context\ncontext.configure()\nwith context.begin_transaction():\n    context.run_migrations()\n")
    for name, text in files:
        (versions / (name + ".py")).write_text(text, encoding="utf-8")


def runs_of(alembic, mutant, direction):
    """What comes of the value, of another one, of None, which many functions refuse, and of a call that does something. The
    environment has nothing but texts: another value fails where one is wanted, and None is none of its values."""
    if mutant.unknown.startswith("os.environ"):
        return [alembic.run(mutant.variant, direction, lambda value: value if isinstance(value, str) else "text"),
                alembic.run(mutant.variant, direction, lambda value: other_than(value if isinstance(value, str) else "text"))]
    runs = [alembic.run(mutant.variant, direction, lambda value: value), alembic.run(mutant.variant, direction, other_than)]
    of_nothing = alembic.run(mutant.variant, direction, lambda value: None)
    if of_nothing is not None:
        runs.append(of_nothing)
    if "call" in mutant.unknown:
        runs.append(alembic.run(mutant.variant, direction, alembic.send))
    return runs


def is_told(one, told, is_live):
    """Whether a statement is among those of a run. What only the run will know is open in a live one."""
    if one in told or any(COMPARE.compare_statement(one, other) for other in told):
        return True
    if any(one.rstrip(";") in other for other in told):
        return True  # one of several that are sent at once
    parts = OPEN_PLACE.split(one) if is_live else [one]
    shape = re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
    return len(parts) > 1 and any(shape.fullmatch(other) for other in told)


def judge(answer, runs):
    """What is wrong, or None."""
    if answer["status"] == "complete":
        for run in runs:
            if run is None or COMPARE.compare(answer["sql"], run) == "DIFFERENT":
                return "it is called %s" % answer["status"]
        return None
    for statement in answer["statements"]:
        if "\n\n" in statement["sql"]:
            continue  # the texts of the runs are taken apart there
        wanted = COMPARE.without_guards(COMPARE.normalize(statement["sql"] + ";"))
        for run in runs:
            told = COMPARE.without_guards(COMPARE.normalize(run)) if run is not None else wanted
            for one in wanted:
                if not is_told(one, told, answer["status"] == "live"):
                    return "a statement is told: %s" % one
    return None


def find_others(alembic, program, texts):
    """Functions that this version of Alembic words in another way: (path, direction)."""
    others = set()
    with tempfile.TemporaryDirectory(prefix="retort-unknown-") as folder:
        files = []
        for number, (path, text) in enumerate(texts):
            text = rewrite_header(text, "m%d" % number, "m%d" % (number - 1) if number else None)
            files.append((path, text) if text is not None else (path, "revision = 'm%d'\ndown_revision = %r\n" % (number, "m%d" % (number - 1) if number else None)))
        write_project(Path(folder), [("m%d" % number, text) for number, (_, text) in enumerate(files)])
        answers = {revision["id"]: revision for revision in COMPARE.ask_retort(program, folder, None)}
    for number, (path, text) in enumerate(files):
        for direction in ("upgrade", "downgrade"):
            answer, run = answers["m%d" % number][direction], alembic.run(text, direction, None)
            if answer["status"] == "varies":
                others.add((path, direction))
            if answer["status"] in ("complete", "live") and (run is None or COMPARE.compare(answer["sql"], run) == "DIFFERENT"):
                others.add((path, direction))
    return others


def check(alembic, mutant, revision, others, counts):
    wrong = []
    for direction in ("upgrade", "downgrade"):
        if (mutant.path, direction) in others:
            counts["worded in another way by this Alembic"] += 1
            continue
        answer = revision[direction]
        first = alembic.run(mutant.variant, direction, lambda value: value)
        if first is None:
            counts["not run by Alembic"] += 1
            continue
        if alembic.run(mutant.variant, direction, lambda value: value) != first:
            counts["varies"] += 1
            continue
        runs = runs_of(alembic, mutant, direction)
        reaches = any(run != first for run in runs)
        counts[answer["status"] + (", reached" if reaches else ", not reached")] += 1
        reason = judge(answer, runs)
        if reason is not None:
            wrong.append((direction, reason, answer, runs))
    return wrong


def main():
    program, project = sys.argv[1], Path(sys.argv[2])
    rng, count = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1), int(sys.argv[4]) if len(sys.argv) > 4 else 150
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    sys.path[:0] = [str(project.resolve())]
    paths = sorted(path for path in project.rglob("versions/**/*.py") if path.name != "__init__.py")
    texts = [(path, path.read_text(encoding="utf-8")) for path in paths]
    mutants = []
    while len(mutants) < count:
        mutant = Mutant(rng, texts, len(mutants))
        if mutant.is_python():
            mutants.append(mutant)
    alembic, counts, n_wrong = Alembic(), collections.Counter(), 0
    used = {mutant.path for mutant in mutants}
    others = find_others(alembic, program, [(path, text) for path, text in texts if path in used])
    with tempfile.TemporaryDirectory(prefix="retort-unknown-") as folder:
        write_project(Path(folder), [(mutant.id, mutant.mutated) for mutant in mutants])
        answers = {revision["id"]: revision for revision in COMPARE.ask_retort(program, folder, None)}
    for mutant in mutants:
        for direction, reason, answer, runs in check(alembic, mutant, answers[mutant.id], others, counts):
            n_wrong += 1
            print("# %s: line %d of %s, '%s' became '%s': %s" % (direction, mutant.line, mutant.path.name, mutant.expression, mutant.unknown, reason))
            print("# told: " + json.dumps(answer["sql"])[:1500])
            for run in runs:
                print("# run: " + json.dumps(run)[:1500])
    for name, number in sorted(counts.items()):
        print("# %6d %s" % (number, name))
    print("%s 1 - no statement that an unknown reaches is told" % ("ok" if n_wrong == 0 else "not ok"))
    print("1..1")
    return 1 if n_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
