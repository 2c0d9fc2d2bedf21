#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What other tools check is checked here: each line of the table in docs/checks/README.md, by the examples of tests/data/checks.

Prints TAP. Usage: test-other-tools.py RETORT-CLI README
"""
import json
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))

from tap import in_folders, run_tests  # noqa: E402

PROGRAM, README = (os.path.abspath(argument) for argument in sys.argv[1:3])
DATA = os.path.join(os.environ["RETORT_TEST_DATA"], "checks")
OPTIONS = {"": (), "one": ("--transaction",), "13": ("--server-version", "13"), "14": ("--server-version", "14"), "140003": ("--server-version", "140003"),
           "17": ("--server-version", "17"), "18": ("--server-version", "18"), "alembic": ()}
HEAD = '''from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "1"
down_revision = None


def downgrade():
    raise NotImplementedError("there is no way back")


def upgrade():
'''


class Case:
    """A file to check, and what must be said of it: {(line, rule, severity)}, with repetitions."""
    def __init__(self, check, kind, lines):
        marks = [re.split(r"\s*(?:--|#)=> ", line) for line in lines]
        first = HEAD.count("\n") + 1 if kind == "alembic" else 1
        self.check, self.kind = check, kind
        self.text = (HEAD if kind == "alembic" else "") + "".join(parts[0] + "\n" for parts in marks)
        self.expected = sorted((number, *said.split()) for number, parts in enumerate(marks, first)
                               for said in (parts[1].split(", ") if len(parts) > 1 else []))


def read_table():
    """[(check, [rule])], as README lists them."""
    with open(README, encoding="utf-8") as file:
        part = file.read().partition("\n## What other tools check\n")[2].partition("|---|---|\n")[2]
    return [(name, re.findall(r"\[([\w-]+)\]\(", said)) for name, said in re.findall(r"^\| ([a-z].*?) \| (.*) \|$", part, re.M)]


def read_cases():
    """([Case], {number of a check: the test that shows it})"""
    with open(os.path.join(DATA, "cases.txt"), encoding="utf-8") as file:
        parts = re.split(r"^@@ (\d+) ?(.*)\n", file.read(), flags=re.M)[1:]
    cases, elsewhere = [], {}
    for check, kind, text in zip(parts[::3], parts[1::3], parts[2::3]):
        if kind.startswith("in "):
            elsewhere.setdefault(int(check), kind[3:])
        else:
            cases.append(Case(int(check), kind, text.splitlines()))
    return cases, elsewhere


def switch_on(folder):
    """Rules that are off are remarks here, and names have a style."""
    listed = subprocess.run([PROGRAM, "check", "--list-rules", "--format", "json"], capture_output=True, text=True, check=True)
    off = {rule["id"]: "info" for rule in json.loads(listed.stdout)["rules"] if rule["severity"] == "off"}
    with open(os.path.join(folder, "retort.json"), "w", encoding="utf-8") as file:
        json.dump({"rules": off, "naming": {"table": "^(?!wrongly)"}}, file)


def check_all(folder, kind, cases):
    """{name of a file: its findings}"""
    for number, case in cases:
        with open(os.path.join(folder, f"{number}.{'py' if kind == 'alembic' else 'sql'}"), "w", encoding="utf-8") as file:
            file.write(case.text)
    names = [f"{number}.{'py' if kind == 'alembic' else 'sql'}" for number, _ in cases]
    done = subprocess.run([PROGRAM, "check", "--format", "json", "--schema", os.path.join(DATA, "schema.sql"), *OPTIONS[kind], *names],
                          cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    found = {name: [] for name in names}
    for finding in json.loads(done.stdout)["findings"]:
        found[os.path.basename(finding["file"])].append(finding)
    return [found[name] for name in names]


def find_wrong(table, case, findings):
    rules = set(table[case.check - 1][1])
    found = sorted((finding["line"], finding["rule"], finding["severity"]) for finding in findings if finding["rule"] in rules)
    expected = [(line, rule, severity) for line, rule, severity in case.expected]
    if found == expected:
        return []
    lines = case.text.splitlines()
    wrong = [f"{case.check} {case.kind}: missing {line}: {lines[line - 1]} {(rule, severity)}" for line, rule, severity in expected
             if (line, rule, severity) not in found]
    wrong += [f"{case.check} {case.kind}: too much {line}: {lines[line - 1]} {(rule, severity)}" for line, rule, severity in found
              if (line, rule, severity) not in expected]
    return wrong or [f"{case.check} {case.kind}: not as often as expected: {found}"]


def test_cases(folder):
    table, (cases, _) = read_table(), read_cases()
    wrong = []
    switch_on(folder)
    for kind in OPTIONS:
        asked = [(number, case) for number, case in enumerate(cases) if case.kind == kind]
        for (_, case), findings in zip(asked, check_all(folder, kind, asked)):
            wrong += find_wrong(table, case, findings)
    assert not wrong, "\n".join(wrong)


def mentions(path, rule):
    with open(os.path.join(os.path.dirname(README), "..", "..", path), encoding="utf-8") as file:
        return rule in file.read()


PROJECT = {
    "alembic.ini": "[alembic]\nscript_location = migrations\n",
    "shop/__init__.py": "",
    "shop/models.py": "class Order:\n    pass\n",
    "migrations/env.py": "",
    "migrations/versions/1.py": ("None", "op.create_table('orders', sa.Column('id', sa.BigInteger(), primary_key=True), sa.Column('size', sa.Integer()))",
                                 "op.drop_table('orders')"),
    "migrations/versions/2.py": ("'1'", "op.create_check_constraint('k', 'orders', 'size > 0', postgresql_not_valid=True)", "op.drop_constraint('k', 'orders')"),
    "migrations/versions/3.py": ("'2'", "op.create_check_constraint('l', 'orders', 'size > 1', postgresql_not_valid=True)", "op.drop_constraint('l', 'orders')"),
    "migrations/versions/4.py": ("'3'", "op.execute('ALTER TABLE orders VALIDATE CONSTRAINT l')", "op.execute('ALTER TABLE purchases ADD a int')"),
    "migrations/versions/5.py": ("'4'", "op.add_column('orders', sa.Column('a', sa.Enum('x', name='kind')))", "op.add_column('orders', sa.Column('b', sa.Integer()))"),
    "migrations/versions/6.py": ("'5'", "from shop.models import Order\n    op.execute('SELECT 1')", "op.execute('SELECT 2')"),
    "migrations/versions/7.py": ("'6'", "op.create_index('i', 'orders', ['size'])", "pass"),
    "migrations/versions/9.py": "from alembic import op\n\nrevision = '9'\ndown_revision = '7'\n\n\ndef upgrade():\n    op.drop_index('i', 'orders')\n",
    "migrations/versions/8.py": ("'6'", "op.add_column('orders', sa.Column('c', sa.Integer()))", "op.execute('ALTER TABLE orders DROP COLUMN c CASCADE')"),
}
REVISION = """from alembic import op
import sqlalchemy as sa

revision = "{}"
down_revision = {}


def upgrade():
    {}


def downgrade():
    {}
"""
HISTORY = {  # what a whole history shows, by the number of the check: (revision, rule)
    35: {("2", "not-valid-never-validated")},
    111: {("4", "up-down-up-consistency")},
    112: {("5", "downgrade-leaves-trace")},
    115: {("7", "empty-downgrade"), ("9", "missing-downgrade")},
    116: {("6", "data-migration-imports-models")},
}
SECOND_HEAD = "migrations/versions/8.py"


def write_project(folder, paths):
    for path in paths:
        text = PROJECT[path]
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
            file.write(text if isinstance(text, str) else REVISION.format(path[-4], *text))


def check_project(folder):
    done = subprocess.run([PROGRAM, "check", "--format", "json"], cwd=folder, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)["findings"]


def test_history(folder):
    table, (_, elsewhere) = read_table(), read_cases()
    write_project(folder, set(PROJECT) - {SECOND_HEAD})
    findings = check_project(folder)
    for check, expected in HISTORY.items():
        found = {(finding["revision"], finding["rule"]) for finding in findings if finding["rule"] in table[check - 1][1]}
        assert found == expected, (check, found)
        assert "tests/cli/test-other-tools.py" in elsewhere[check], check
    write_project(folder, [SECOND_HEAD])
    findings = check_project(folder)
    assert {"multiple-heads", "wrong-predecessor"} <= {finding["rule"] for finding in findings}, findings
    # Of a downgrade only some rules are asked: what it drops is what the upgrade made, but CASCADE may take more.
    assert {finding["rule"] for finding in findings if finding["revision"] == "8" and finding["direction"] == "downgrade"} == {"drop-cascade"}


def test_all_shown(_folder):
    """Each check has an example of each of its rules, and one that is let alone; or it is named where else it is shown."""
    table, (cases, elsewhere) = read_table(), read_cases()
    missing = []
    for number, (name, rules) in enumerate(table, 1):
        if number in elsewhere:
            missing += [f"{number} {name} is not in {elsewhere[number]}: {rule}" for rule in rules if not any(mentions(path, rule) for path in elsewhere[number].split(", "))]
            continue
        own = [case for case in cases if case.check == number]
        for rule in rules:
            told = [any(rule == expected[1] for expected in case.expected) for case in own]
            if True not in told or False not in told:
                missing.append(f"{number} {name}: {rule}: {told}")
    assert not missing, "\n".join(missing)


def main() -> int:
    return run_tests(in_folders(globals()))


sys.exit(main())
