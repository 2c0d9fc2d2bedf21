#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects that nobody means well with: each command ends soon, with a status of its own, and what is sound stays readable.

Prints TAP. Usage: test-hostile-projects.py RETORT-CLI
"""
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))

from tap import in_folder, run_tests  # noqa: E402

ENVIRONMENT = """from alembic import context
from sqlalchemy import create_engine

with create_engine("postgresql://").connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
REVISION = """revision = %r
down_revision = %r
from alembic import op


def upgrade():
    %s


def downgrade():
    %s
"""
MANY = 100000
DEADLINE_S = 60
MEMORY_BYTES = 4 << 30


def code(upgrade: str, downgrade: str = "pass") -> str:
    return REVISION % ("b1", "a1", upgrade, downgrade)


def sparse(path: Path, size: int) -> None:
    path.touch()
    os.truncate(path, size)


def links(project: Path, file: Path) -> None:
    """Circles of every kind."""
    versions = file.parent
    for name, target in (("b.py", "b.py"), ("c.py", "d.py"), ("d.py", "c.py"), ("up", ".."), ("root", "/")):
        os.symlink(target, versions / name)
    (versions / "below").mkdir()
    os.symlink("..", versions / "below" / "again")
    os.symlink(".", project / "self")


# Name: (what is made of project and revision file, whether the file is in the history, is left out with an error, or is no
# revision at all).
FILES = {
    "pipe": (lambda project, file: os.mkfifo(file), "left out"),
    "device": (lambda project, file: os.symlink("/dev/zero", file), "left out"),
    "terabyte": (lambda project, file: sparse(file, 1 << 40), "left out"),
    "circles": (links, "left out"),
    "folder": (lambda project, file: file.mkdir(), "none"),
    "secret": (lambda project, file: os.symlink("/proc/self/mem", file), "left out"),
    "pipe-as-configuration": (lambda project, file: os.mkfifo(project / "pyproject.toml"), "none"),
    "pipe-as-settings": (lambda project, file: os.mkfifo(project / "retort.json"), "none"),
    "pipe-as-dotenv": (lambda project, file: os.mkfifo(project / ".env"), "none"),
    "settings-nested": (lambda project, file: (project / "retort.json").write_text("[" * MANY + "]" * MANY), "none"),
    "configuration-nested": (
        lambda project, file: (project / "pyproject.toml").write_text("[tool.alembic]\na = " + "[" * MANY + "]" * MANY + "\n"), "none"
    ),
}
# Name: (text of the revision, as above).
TEXTS = {
    "zero-byte": (code("pass").replace("upgrade", "up\0grade"), "in"),
    "zero-byte-in-id": (code("pass").replace("'b1'", "'b\\0001'"), "left out"),
    "brackets": (code("op.execute(" + "(" * MANY + "'SELECT 1'" + ")" * MANY + ")"), "left out"),
    "brackets-never-closed": (code("op.execute(" + "(" * MANY), "left out"),
    "brackets-of-every-kind": (code("x = " + "[f({" * MANY), "left out"),
    "strings-never-closed": (code("x = f'" + "{" * MANY), "left out"),
    "conditions-never-ended": (code("x = " + "if " * MANY), "left out"),
    "lambdas": (code("x = " + "lambda: \\\n" * MANY), "left out"),
    "sum": (code("x = " + "1 + " * MANY + "1"), "left out"),
    "deep-id": (code("pass").replace("'a1'", "(" * MANY + "'a1'" + ")" * MANY), "left out"),
    "deep-blocks": (code("pass") + "\nif x:\n" + "".join(" " * n + "if x:\n" for n in range(1, 400)) + " " * 400 + "pass\n", "in"),
    "recursion": (code("def f(n):\n        return f(n + 1)\n    op.execute(f(1))"), "in"),
    "endless": (code("while True:\n        op.execute('SELECT 1')"), "in"),
    "growth": (code("x = 'a'\n    for i in range(60):\n        x = x + x\n    op.execute(x)", "op.execute('a' * 10 ** 12)"), "in"),
    "numbers": (code("op.execute(str(10 ** 10 ** 10))", "op.execute('%1000000000d' % (1 << 10 ** 12))"), "in"),
    "deep-sql": (code(f"op.execute('SELECT ' + '1+' * {MANY} + '1')", f"op.execute('SELECT ' + '(' * {MANY} + ')' * {MANY})"), "in"),
    "deep-conditions": (code(f"op.execute('SELECT ' + 'NOT ' * {MANY} + 'true')",
                             f"op.execute('SELECT ' + 'CASE WHEN true THEN ' * {MANY} + '1' + ' END' * {MANY})"), "in"),
    "deep-queries": (code(f"op.execute('SELECT 1' + ' UNION SELECT 1' * {MANY})", f"op.execute('SELECT 1 FROM a' + ' JOIN b ON true' * {MANY})"), "in"),
    "broken-unicode": (code("op.execute('\udcff\udcfe')"), "in"),
}


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def write_project(folder: Path) -> Path:
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/migrations\nrecursive_version_locations = true\n")
    (folder / "migrations" / "env.py").write_text(ENVIRONMENT)
    (versions / "a.py").write_text(REVISION % ("a1", None, "op.execute('SELECT 1')", "pass"))
    return versions / "b.py"


def run(program: str, folder: Path, *arguments: str) -> tuple:
    preparation = None if os.environ.get("ASAN_OPTIONS") else limit
    done = subprocess.run(
        [program, "-C", str(folder), *arguments], capture_output=True, timeout=DEADLINE_S, preexec_fn=preparation, stdin=subprocess.DEVNULL
    )
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def check_case(program: str, folder: Path, state: str) -> None:
    status, told, remarks = run(program, folder, "history")
    assert status == 0 and "a1" in told, (status, told, remarks)
    assert (" b" in told) == (state == "in"), told
    status, told, remarks = run(program, folder, "check", "--format", "json")
    assert status in (0, 1), (status, remarks)
    left_out = {Path(f["file"]).name for f in json.loads(told)["findings"] if "left out" in f["message"] and f["severity"] == "error"}
    assert ("b.py" in left_out) == (state == "left out"), told
    status, told, remarks = run(program, folder, "sql", "a1")
    assert status == 0 and "SELECT 1" in told, (status, remarks)
    status, told, remarks = run(program, folder, "sql", "--each", "--format", "json")
    assert status in (0, 7) and len(json.loads(told)["revisions"]) == (2 if state == "in" else 1), (status, remarks)


def check(scratch: Path, make, state: str) -> None:
    folder = scratch / "project"
    make(folder, write_project(folder))
    check_case(sys.argv[1], folder, state)


def main() -> int:
    cases = [(name, make, state) for name, (make, state) in FILES.items()]
    for name, (text, state) in TEXTS.items():
        cases.append((name, lambda project, file, text=text: file.write_bytes(text.encode(errors="surrogateescape")), state))
    return run_tests((name, in_folder(check, make, state)) for name, make, state in cases)


if __name__ == "__main__":
    sys.exit(main())
