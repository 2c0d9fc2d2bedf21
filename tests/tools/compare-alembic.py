#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare the SQL of every revision of a project with what Alembic prints for it offline.

Usage: compare-alembic.py [--stack FOLDER] [--retort-cli FILE] [--section NAME] [--naming JSON] [--show N] [--gaps] PROJECT

Each upgrade() and downgrade() is run by itself in Alembic's offline mode, in this process: the project's
files are executed. --stack puts a folder in front of Python's path, for the Alembic that counts (1.19 with
SQLAlchemy 2.0) instead of Debian's, which lacks types and ignores guards. --naming is the naming_convention of
the project's target_metadata, since env.py is not run.
What retort-cli calls complete must be equal, but for what docs/ARCHITECTURE.md, decision 6, says of
online runs: bound values instead of NULL, single '%' and '\\', 'if_exists', which Alembic 1.8 ignores,
and the order of what comes out of a Python set. A function that is run twice and prints two texts (clock,
uuid4) has no text to be equal to: it is counted by itself. One that raises on purpose is understood when
retort-cli tells the same message. Exit status 1 when something else differs.
"""
import argparse
import collections
import difflib
import importlib.util
import io
import json
import logging
import re
import subprocess
import sys
import warnings
from contextlib import redirect_stdout
from pathlib import Path

SURE = ("complete", "live")


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stack", help="a folder with alembic and sqlalchemy")
    parser.add_argument("--retort-cli", default="retort-cli")
    parser.add_argument("--section", help="of alembic.ini")
    parser.add_argument("--naming", type=json.loads, metavar="JSON", help="the naming convention of target_metadata")
    parser.add_argument("--show", type=int, default=5, metavar="N", help="print the first N differences")
    parser.add_argument("--gaps", action="store_true", help="print why a function that Alembic prints is partial")
    parser.add_argument("project")
    return parser.parse_args()


def ask_retort(program, project, section):
    options = ["--section", section] if section else []
    command = [program, "-C", project, *options, "--format", "json", "sql", "--each"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return json.loads(answer.stdout)["revisions"]


def load(path):
    spec = importlib.util.spec_from_file_location("revision", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Original:
    """Alembic, offline; @naming is the naming convention of target_metadata."""

    def __init__(self, naming=None):
        from alembic.config import Config
        from alembic.operations import Operations
        from alembic.runtime.environment import EnvironmentContext
        from alembic.runtime.migration import MigrationContext
        from sqlalchemy import MetaData

        self.metadata = MetaData(naming_convention=naming)
        self.operations = Operations
        self.context = MigrationContext
        self.environment = lambda: EnvironmentContext(Config(), None, as_sql=True)

    def sql(self, function):
        output = io.StringIO()
        options = {"as_sql": True, "output_buffer": output, "literal_binds": True, "target_metadata": self.metadata,
                   "dialect_opts": {"paramstyle": "named"}}
        context = self.context.configure(dialect_name="postgresql", opts=options)
        with context.begin_transaction(), self.environment() as environment:
            environment._migration_context = context  # what alembic.context is about
            start = output.tell()
            with self.operations.context(context), redirect_stdout(io.StringIO()):
                function()
            return output.getvalue()[start:]

    def ask(self, path, direction):
        """The text, or None and why there is none."""
        try:
            module = load(path)
        except Exception as error:
            return None, "import fails: %s" % error
        function = getattr(module, direction, None)
        if function is None:
            return None, "missing"
        try:
            text = self.sql(function)
            again = getattr(load(path), direction)
            return text, None if self.sql(again) == text else "varies"
        except Exception as error:
            return None, "alembic fails: %s: %s" % (type(error).__name__, error)


def with_days(match):
    """An interval as the driver sends it, for one that is printed offline."""
    days, seconds = divmod(round(float(match[1]) * 1000000), 86400000000)
    return "'%d days %d.%06d seconds'::interval" % (days, seconds // 1000000, seconds % 1000000)


def normalize(sql):
    """Statements without what both sides may write in two ways."""
    sql = re.sub(r"make_interval\(secs=>(-?[\d.]+)\)", with_days, sql)
    sql = re.sub(r";+(\n|$)", r";\1", sql.replace("\t", "    ").replace("%%", "%"))
    return [statement.strip() for statement in sql.split("\n\n") if statement.strip()]


def without_guards(statements):
    return [re.sub(r" IF (NOT )?EXISTS\b", "", statement) for statement in statements]


def without_sets(statements):
    """What Alembic keeps in a list; the constraints and indexes of one table are a Python set."""
    return [statement for statement in statements if not re.match(r"CREATE (UNIQUE )?INDEX|ALTER TABLE \S+ ADD (?!COLUMN)", statement)]


def compare_statement(ours, theirs):
    """Equal, when every NULL of theirs may stand for a bound value, and backslashes count once."""
    pattern = ".+".join(re.escape(part) for part in theirs.replace("\\\\", "\\").split("NULL"))
    return re.fullmatch(pattern, ours.replace("\\\\", "\\"), re.DOTALL) is not None


def compare(ours, theirs):
    ours, theirs = normalize(ours), normalize(theirs)
    if ours == theirs:
        return "equal"
    if sorted(ours) == sorted(theirs) and without_sets(ours) == without_sets(theirs):
        return "equal but for order"
    ours, theirs = without_guards(ours), without_guards(theirs)
    if len(ours) == len(theirs) and all(map(compare_statement, ours, theirs)):
        return "equal but for decision 6"
    if compare_statement("\n\n".join(ours), "\n\n".join(theirs)):
        return "equal but for decision 6"  # a bound value that holds empty lines
    return "DIFFERENT"


# What Alembic and SQLAlchemy refuse, and our words for it; what a migration raises itself is told in its own.
REFUSALS = [
    (r"CompileError: Can't emit DROP CONSTRAINT for constraint .*; it has no name", "can't emit DROP CONSTRAINT for a constraint that has no name"),
    (r"ArgumentError: (Textual SQL expression .*)", r"\1"),
    (r"TypeError: (\w+)\(\) missing 1 required positional argument: '(\w+)'", r"\1() misses the argument '\2'"),
]


def is_same_refusal(answer, reason):
    """What is refused first ends the migration."""
    message = reason[len("alembic fails: "):]
    known = [re.sub(theirs, ours, message, flags=re.DOTALL) for theirs, ours in REFUSALS if re.fullmatch(theirs, message, re.DOTALL)]
    return bool(answer["gaps"]) and answer["gaps"][0]["reason"] in known + ["it raises " + message]


def judge(answer, text, reason):
    if text is None:
        kind = reason.split(":")[0]
        # What Alembic cannot do offline may ask the database.
        fails = kind == "alembic fails" and "MockConnection" not in reason  # a session is for online runs
        verdict = "DIFFERENT" if answer["status"] == "complete" and fails else ""
        if answer["status"] == "refused" and fails:
            verdict = "the same" if is_same_refusal(answer, reason) else "fails, too"
    else:
        kind = "sql" if text.strip() else "empty"
        if reason == "varies":
            kind, text = "varying sql", answer["sql"] if answer["status"] == "varies" else text
        verdict = compare(answer["sql"], text) if answer["status"] in SURE else ""
        if verdict == "DIFFERENT" and answer["status"] == "live":
            verdict = "decided while running"
    return kind, verdict


def print_difference(path, direction, ours, theirs, reason):
    print("\n%s %s" % (path, direction))
    if theirs is None:
        print(reason)
        return
    lines = difflib.unified_diff(theirs.splitlines(), ours.splitlines(), "alembic", "retort", lineterm="", n=1)
    print("\n".join(lines))


def print_gaps(path, direction, answer):
    print("\n%s %s: %s" % (path, direction, answer["status"]))
    for gap in answer["gaps"]:
        print("  gap at line %s: %s" % (gap["line"], gap["reason"]))


def share(number, total):
    return "%d of %d = %.1f %%" % (number, total, 100.0 * number / max(1, total))


def print_shares(counts):
    """The figures that the project asks for."""
    def count(test):
        return sum(number for key, number in counts.items() if test(*key))

    printed = count(lambda kind, status, verdict: kind in ("sql", "varying sql"))
    settled = count(lambda kind, status, verdict: kind == "sql" and status != "varies")
    equal = count(lambda kind, status, verdict: kind in ("sql", "varying sql") and status == "complete" and verdict.startswith("equal"))
    every = sum(counts.values())
    understood = count(lambda kind, status, verdict: status == "complete" or (status == "refused" and verdict == "the same"))
    followed = count(lambda kind, status, verdict: status in ("live", "varies")) + understood
    print("Alembic prints SQL, complete and equal:       %s" % share(equal, printed))
    print("  of those that draw no value when they run:  %s" % share(equal, settled))
    print("complete, or refused with the same message:   %s" % share(understood, every))
    print("  or live, or varies:                         %s" % share(followed, every))


def main():
    arguments = read_arguments()
    if arguments.stack:
        sys.path.insert(0, arguments.stack)
    sys.path.append(str(Path(arguments.project).resolve()))
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    original = Original(arguments.naming)
    counts = collections.Counter()
    n_different = 0
    for revision in ask_retort(arguments.retort_cli, arguments.project, arguments.section):
        for direction in ("upgrade", "downgrade"):
            answer = revision[direction]
            path = Path(arguments.project) / revision["file"]
            text, reason = original.ask(path, direction)
            kind, verdict = judge(answer, text, reason)
            counts[kind, answer["status"], verdict] += 1
            if arguments.gaps and kind == "sql" and answer["status"] in ("partial", "refused"):
                print_gaps(path, direction, answer)
            if verdict == "DIFFERENT":
                n_different += 1
                if n_different <= arguments.show:
                    print_difference(path, direction, answer["sql"], text, reason)
    for (kind, status, verdict), number in sorted(counts.items()):
        print("%6d  alembic: %-14s retort: %-9s %s" % (number, kind, status, verdict))
    print_shares(counts)
    return 1 if n_different else 0


if __name__ == "__main__":
    sys.exit(main())
