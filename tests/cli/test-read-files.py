#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Migrations that read files of their project: the same SQL as Alembic's; of files elsewhere, of paths as texts and of encodings
that the machine chooses nothing is told.

Prints TAP. Usage: test-read-files.py RETORT-CLI
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent / "tools"
ENVIRONMENT = "from alembic import context\ncontext.configure()\nwith context.begin_transaction():\n    context.run_migrations()\n"
REVISION = '''import os
from pathlib import Path
from alembic import op
revision = 'a'
down_revision = None
HERE = os.path.dirname(os.path.abspath(__file__))


def load(name):
    with open(os.path.join(HERE, "..", "sql", name)) as file:
        return file.read()


def upgrade():
    op.execute(load("a.sql"))
    op.execute((Path(__file__).parent / "sql" / "b.sql").read_text(encoding="utf-8"))
    with open(os.path.dirname(__file__) + "/sql/b.sql", "r", encoding="utf-8") as file:
        op.execute(file.read())
    with Path(__file__).resolve().parent.joinpath("sql", "b.sql").open(encoding="utf8") as file:
        op.execute(file.read())
    op.execute(open(str(Path(__file__).parent / "sql/b.sql"), encoding="utf-8").read())
    op.execute("SELECT '%s'" % Path(__file__).name)
    op.execute("-- " + os.path.basename(__file__) + "\\nSELECT 3")


def downgrade():
    op.execute(open(os.path.join(HERE, "missing.sql")).read())
    op.execute(Path(HERE, "sql/b.sql").read_text())
    op.execute(open(os.path.join(HERE, "../../../outside.sql")).read())
    op.execute("SELECT '%s'" % HERE)
    op.execute(f"SELECT '{__file__}'")
    op.execute("SELECT 1" + HERE)
    op.execute(open("/etc/hostname").read())
'''


def write_project(folder):
    sql = folder / "project" / "db" / "versions" / "sql"
    sql.mkdir(parents=True)
    (folder / "outside.sql").write_text("SELECT 'outside'")
    project = folder / "project"
    (project / "alembic.ini").write_text("[alembic]\nscript_location = db\n")
    (project / "db" / "env.py").write_text(ENVIRONMENT)
    (project / "db" / "sql").mkdir()
    (project / "db" / "sql" / "a.sql").write_bytes(b"CREATE VIEW v AS\r\nSELECT 1;")
    (sql / "b.sql").write_text("SELECT 2 -- \u00e4", encoding="utf-8")
    (project / "db" / "versions" / "a.py").write_text(REVISION)
    return project


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="retort-read-") as folder:
        project = write_project(Path(folder))
        compared = subprocess.run([sys.executable, str(TOOLS / "compare-alembic.py"), "--retort-cli", program, str(project)],
                                  stdout=subprocess.PIPE, text=True)
        answer = subprocess.run([program, "-C", str(project), "--format", "json", "sql", "--each"], stdout=subprocess.PIPE, check=True)
    revision = json.loads(answer.stdout)["revisions"][0]
    up, down = revision["upgrade"], revision["downgrade"]
    results = {
        "the files of the project are read as Alembic reads them": compared.returncode == 0 and up["status"] == "complete",
        "seven statements come of them": len(up["statements"]) == 7,
        "what the machine decides is told by nobody": down["status"] == "partial" and not down["statements"] and len(down["gaps"]) >= 7,
    }
    print("1..%d" % len(results))
    for number, (name, is_well) in enumerate(results.items(), 1):
        print("%sok %d - %s" % ("" if is_well else "not ", number, name))
    if not all(results.values()):
        print("# " + compared.stdout.replace("\n", "\n# "))
        print("# " + json.dumps(revision)[:2000])
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
