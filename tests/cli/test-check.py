#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What retort-cli check looks at: single files with what is there before them, revisions since a commit, and no known findings.

Prints TAP. Usage: test-check.py RETORT-CLI PRACTICE
"""
import json
import os
import re
import shutil
import subprocess
import sys
import xml.dom.minidom
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))

from json_schema import complaints  # noqa: E402
from tap import in_folders, run_tests  # noqa: E402

PROGRAM, PRACTICE = (os.path.abspath(argument) for argument in sys.argv[1:3])
SCHEMA = "CREATE TABLE orders (id bigint PRIMARY KEY, total integer, state text);\n"
SQL = """ALTER TABLE orders ALTER COLUMN total TYPE bigint;
-- retort: ignore[create-index-non-concurrently] small
CREATE INDEX ix_state ON orders (state);
CREATE INDEX CONCURRENTLY ix_total ON orders (total);
"""


def run(folder, *arguments, status=(0, 1)):
    done = subprocess.run([PROGRAM, "check", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in status, (done.returncode, done.stderr)
    return done.stdout or done.stderr


def rules(folder, *arguments):
    document = json.loads(run(folder, "--format", "json", *arguments))
    return {(finding["rule"], finding["line"]) for finding in document["findings"]}


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def git(folder, *arguments):
    environment = dict(os.environ, GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull)
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments], cwd=folder, env=environment,
                   capture_output=True, check=True)


def test_file(folder):
    write(folder, "schema.sql", SCHEMA)
    write(folder, "new.sql", SQL)
    found = rules(folder, "new.sql", "--schema", "schema.sql")
    assert ("alter-type-rewrite", 1) in found and not any(rule == "create-index-non-concurrently" for rule, _ in found), found
    assert not any(rule == "concurrently-in-transaction" for rule, _ in found), found
    assert ("concurrently-in-transaction", 4) in rules(folder, "new.sql", "--schema", "schema.sql", "--transaction")
    write(folder, "typo.sql", "ALTER TABEL orders;\n")
    assert rules(folder, "typo.sql") == {("not-understood", 1)}
    assert "no such" in run(folder, "new.sql", "--schema", "nothing.sql", status=(3,)).lower()


def test_sent_at_once(folder):
    """golang-migrate sends a file as one query: PostgreSQL makes a transaction of several statements, and none of one."""
    os.makedirs(os.path.join(folder, "migrations"))
    write(folder, "migrations/1_start.up.sql", SCHEMA)
    write(folder, "migrations/1_start.down.sql", "DROP TABLE orders;\n")
    write(folder, "migrations/2_one.up.sql", "CREATE INDEX CONCURRENTLY one ON orders (state);\n")
    write(folder, "migrations/2_one.down.sql", "DROP INDEX one;\n")
    assert "concurrently-in-transaction" not in {rule for rule, _ in rules(folder)}
    write(folder, "migrations/2_one.up.sql", "CREATE INDEX CONCURRENTLY one ON orders (state);\nCOMMENT ON TABLE orders IS 'x';\n")
    assert ("concurrently-in-transaction", 1) in rules(folder)


def test_block(folder):
    """What a DO block drops is dropped; what it does only under a condition is guarded."""
    write(folder, "1.sql", "DO $$ BEGIN DROP TABLE orders; EXECUTE 'DROP TABLE users'; END $$;\n")
    told = [finding["message"] for finding in json.loads(run(folder, "--format", "json", "1.sql"))["findings"] if finding["rule"] == "drop-table"]
    assert len(told) == 2 and "'orders'" in told[0] + told[1] and "'users'" in told[0] + told[1], told
    write(folder, "retort.json", '{ "rules": { "missing-guard": "warning" } }')
    for body, expected in (("ALTER TABLE orders ADD COLUMN a text;", True),
                           ("IF true THEN ALTER TABLE orders ADD COLUMN a text; END IF;", False)):
        write(folder, "2.sql", f"DO $$ BEGIN {body} END $$;\n")
        assert ("missing-guard" in {rule for rule, _ in rules(folder, "2.sql")}) == expected, body


def test_suppression(folder):
    """Of each statement by itself: what accepts nothing is told, and so is what is not written as it has to be."""
    write(folder, "schema.sql", SCHEMA)
    write(folder, "1.sql", "-- retort: ignore[create-index-non-concurrently] small\n"
          "CREATE INDEX a ON orders (state);\n\n"
          "ALTER TABLE orders ADD COLUMN x int; -- retort: ignore[drop-column] it was one\n"
          "-- retort: ignore[drop-colum] a slip\nALTER TABLE orders\n  DROP COLUMN total, -- retort: ignore[drop-column] nobody reads it\n"
          "  DROP COLUMN x;\n-- retort: ignore drop-table without brackets\nDROP TABLE orders; -- retort: ignore[drop-table]\n")
    document = json.loads(run(folder, "--format", "json", "1.sql", "--schema", "schema.sql"))
    told = {(finding["line"], finding["message"]) for finding in document["findings"] if "suppression" in finding["rule"]}
    assert told == {(4, "Nothing here breaks the rule 'drop-column'"), (5, "There is no rule 'drop-colum'; did you mean 'drop-column'?"),
                    (7, "Nothing here breaks the rule 'drop-column'"), (9, "This accepts nothing: it is written ignore[RULE] reason"),
                    (10, "The suppression of 'drop-table' gives no reason")}, told
    assert {(finding["rule"], finding["line"]) for finding in document["suppressed"]} \
        == {("create-index-non-concurrently", 2), ("drop-table", 10)}, document["suppressed"]
    write(folder, "retort.json", '{ "rules": { "suppression-without-reason": "error", "drop-tabel": "off" } }')
    run(folder, "1.sql", "--schema", "schema.sql", status=(1,))
    assert "did you mean 'drop-table'?" in run(folder, "--explain", "drop-tabel", status=(2,))


PLACES = '''from alembic import op

revision = "1"
down_revision = None


def upgrade():
    # retort: ignore[truncate] it is a cache
    op.execute(
        """
        UPDATE orders SET state = 'a';
        TRUNCATE orders;
        DELETE FROM orders;
        """
    )
    op.execute("""
        DO $$
        BEGIN
            UPDATE orders SET total = 1;
            IF true THEN
                -- retort: ignore[delete-without-where] nobody needs them
                DELETE FROM orders;
            END IF;
            UPDATE orders SET total = 1;
            EXECUTE 'ALTER TABLE orders ALTER COLUMN state SET NOT NULL';
        END $$
    """)
    op.execute("""
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO orders VALUES (1, 2, NULL);
            RETURN NEW;
        END $$
    """)


def downgrade():
    pass
'''


def test_places(folder):
    """A finding points at the statement itself where several stand in one text, or in a body; a comment above the call still counts."""
    write(folder, "schema.sql", SCHEMA)
    write(folder, "1.py", PLACES)
    document = json.loads(run(folder, "--format", "json", "1.py", "--schema", "schema.sql"))
    wanted = {"update-without-where", "delete-without-where", "truncate", "set-not-null", "insert-without-columns"}
    found = {(finding["rule"], finding["line"]) for finding in document["findings"]} & {(rule, line) for rule in wanted for line in range(60)}
    assert found == {("update-without-where", 11), ("delete-without-where", 13), ("update-without-where", 19), ("update-without-where", 24),
                     ("set-not-null", 25), ("insert-without-columns", 31)}, found
    assert {(finding["rule"], finding["line"]) for finding in document["suppressed"]} == {("truncate", 12), ("delete-without-where", 22)}, document
    inside = [finding for finding in document["findings"] if finding["line"] == 31]
    assert inside[0]["message"].startswith("Whenever f() runs: ") and inside[0]["lock"] is None, inside


def import_finding(folder, text):
    """Of a revision with these imports: the line of the finding about models, or None."""
    write(folder, "versions/1.py", text + PLACES)
    found = [finding for finding in json.loads(run(folder, "--format", "json"))["findings"] if finding["rule"] == "data-migration-imports-models"]
    assert len(found) < 2, found
    return found[0]["line"] if found else None


def test_imported_models(folder):
    """Only what the migration itself imports, from a module that is named for models, is told of, and at the line that says so."""
    os.makedirs(os.path.join(folder, "versions"))
    os.makedirs(os.path.join(folder, "shop/model"))
    write(folder, "alembic.ini", "[alembic]\nscript_location = .\nprepend_sys_path = .\n")
    for name, text in {"env.py": "", "shop/__init__.py": "", "shop/models.py": "A = 1\n", "shop/model_configs.py": "B = 2\n",
                       "shop/model/__init__.py": "", "shop/model/order.py": "C = 3\n", "shop/through.py": "from shop.models import A\nD = A\n"}.items():
        write(folder, name, text)
    assert import_finding(folder, "# models\nfrom shop.models import A\n") == 2
    assert import_finding(folder, '"""our models"""\nfrom shop import (\n    models,\n)\n') == 3
    assert import_finding(folder, "from shop.model.order import C\n") == 1
    assert import_finding(folder, "from shop.model_configs import B\nfrom shop.models import A\n") == 2
    assert import_finding(folder, "from shop.model_configs import B  # models\n") is None
    assert import_finding(folder, "from shop.through import D\nmodels = D\n") is None


TRACE = """from alembic import op
import sqlalchemy as sa

revision = "2"
down_revision = "1"


def upgrade():
    op.drop_column("orders", "state")


def downgrade():
    op.add_column("orders", sa.Column("state", sa.String(50)))
    op.execute("UPDATE orders SET state = 'x'")
    {}
"""


def trace_line(folder, last):
    write(folder, "versions/2.py", TRACE.format(last))
    return [line for rule, line in rules(folder, "2") if rule == "downgrade-leaves-trace"]


def test_trace_line(folder):
    """What the downgrade leaves otherwise is told where it makes it, and not where it writes rows."""
    os.makedirs(os.path.join(folder, "versions"))
    write(folder, "alembic.ini", "[alembic]\nscript_location = .\n")
    write(folder, "env.py", "")
    first = "import sqlalchemy as sa\n" + PLACES.split("def upgrade")[0] + "def upgrade():\n    op.create_table('orders', sa.Column('state', sa.Text()))\n"
    write(folder, "versions/1.py", first + "\n\ndef downgrade():\n    op.drop_table('orders')\n")
    assert trace_line(folder, "pass") == [13]
    assert trace_line(folder, "op.alter_column('orders', 'state', type_=sa.String(20))") == [15]


def test_naming(folder):
    shutil.copytree(PRACTICE, os.path.join(folder, "p"))
    write(folder, "p/retort.json", '{ "naming": { "index": "^(ix|uq)_", "table": "^[a-z_]+$", "column": "^[a-z_]+$", "check": "^ck_" } }')
    assert "name-out-of-style" not in {rule for rule, _ in rules(os.path.join(folder, "p"))}
    write(folder, "p/retort.json", '{ "naming": { "index": "^idx_", "table": "s$", "foreign_key": "^fk_" } }')
    told = [finding["message"] for finding in json.loads(run(os.path.join(folder, "p"), "--format", "json"))["findings"]
            if finding["rule"] == "name-out-of-style"]
    assert told and all("is not like ^idx_" in message for message in told), told


def test_server_version(folder):
    write(folder, "detach.sql", "ALTER TABLE events DETACH PARTITION events_1;\n")
    assert ("detach-partition-non-concurrently", 1) in rules(folder, "detach.sql", "--server-version", "14")
    assert ("detach-partition-non-concurrently", 1) not in rules(folder, "detach.sql", "--server-version", "13")
    run(folder, "detach.sql", "--server-version", "9", status=(2,))


def test_since(folder):
    project = os.path.join(folder, "project")
    shutil.copytree(PRACTICE, project)
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "first")
    assert rules(project, "--since", "HEAD") == set()
    path = os.path.join(project, "migrations", "versions", "015_step_hash.py")
    os.rename(path, path.replace("step_hash", "hash_of_step"))
    assert rules(project, "--since", "HEAD") == set()
    os.rename(path.replace("step_hash", "hash_of_step"), path)
    with open(path, "a", encoding="utf-8") as file:
        file.write("# changed\n")
    found = json.loads(run(project, "--since", "HEAD", "--format", "json"))["findings"]
    assert found and {finding["revision"] for finding in found} == {"015"}, found
    # What came to the other branch since is not new here.
    git(project, "checkout", "-q", "-b", "topic")
    git(project, "commit", "-q", "-a", "-m", "second")
    git(project, "checkout", "-q", "main")
    write(project, "other.txt", "x")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "third")
    git(project, "checkout", "-q", "topic")
    found = json.loads(run(project, "--since", "main", "--format", "json"))["findings"]
    assert {finding["revision"] for finding in found} == {"015"}, found
    assert "no commit 'nosuch'" in run(project, "--since", "nosuch", status=(3,))


def test_since_ends_of_lines(folder):
    """Changed is what git calls changed: ends of lines count as core.autocrlf and .gitattributes say."""
    project = os.path.join(folder, "project")
    shutil.copytree(PRACTICE, project)
    git(project, "init", "-q", "-b", "main")
    git(project, "config", "core.autocrlf", "false")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "first")
    for path in Path(project, "migrations", "versions").glob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert rules(project, "--since", "HEAD") != set()
    git(project, "config", "core.autocrlf", "true")
    assert rules(project, "--since", "HEAD") == set()
    git(project, "config", "core.autocrlf", "false")
    write(project, ".gitattributes", "*.py text eol=crlf\n")
    assert rules(project, "--since", "HEAD") == set()


def test_since_elsewhere(folder):
    """A detached HEAD, another work tree, a submodule and a shallow clone are repositories like any other."""
    project, other, outer, shallow = (os.path.join(folder, name) for name in ("project", "other", "outer", "shallow"))
    shutil.copytree(PRACTICE, project)
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "first")
    path = os.path.join("migrations", "versions", "015_step_hash.py")
    with open(os.path.join(project, path), "a", encoding="utf-8") as file:
        file.write("# changed\n")
    git(project, "commit", "-q", "-a", "-m", "second")
    git(project, "checkout", "-q", "--detach")
    expected = rules(project, "--since", "main~1")
    assert expected and rules(project, "--since", "main") == set()
    git(project, "worktree", "add", "-q", other, "main")
    assert rules(other, "--since", "HEAD~1") == expected
    os.makedirs(outer)
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", "-b", "main", "file://" + project, "inner")
    assert rules(os.path.join(outer, "inner"), "--since", "HEAD~1") == expected
    git(folder, "clone", "-q", "--depth", "1", "-b", "main", "file://" + project, shallow)
    assert rules(shallow, "--since", "HEAD") == set()
    assert "the clone is shallow" in run(shallow, "--since", "HEAD~1", status=(3,))


def test_sarif(folder):
    """The log is what SARIF allows, of every project that has findings at all."""
    with open(os.path.join(os.environ["RETORT_TEST_DATA"], "sarif-written.json"), encoding="utf-8") as file:
        schema = json.load(file)
    write(folder, "a b.sql", SQL)
    for place, arguments in ((PRACTICE, ()), (folder, ("a b.sql",)), (PRACTICE, ("001",))):
        log = json.loads(run(place, "--format", "sarif", *arguments))
        assert complaints(log, schema, schema) == [], complaints(log, schema, schema)
    ids = {rule["id"] for rule in log["runs"][0]["tool"]["driver"].get("rules", [])}
    assert {result["ruleId"] for result in log["runs"][0]["results"]} <= ids
    log["runs"][0]["tool"]["driver"].pop("name")
    assert complaints(log, schema, schema) != []


def test_junit(folder):
    """Jenkins reads it: what its schema asks for is there, of a project with findings and of one without."""
    schema = os.path.join(os.environ["RETORT_TEST_DATA"], "junit-written.rng")
    write(folder, "a b.sql", SQL)
    write(folder, "quiet.sql", "SELECT 1;\n")
    for place, arguments in ((PRACTICE, ()), (folder, ("a b.sql",)), (folder, ("quiet.sql",))):
        text = run(place, "--format", "junit", *arguments)
        told = subprocess.run(["xmllint", "--noout", "--relaxng", schema, "-"], input=text, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stderr
        suite = xml.dom.minidom.parseString(text).getElementsByTagName("testsuite")[0]
        assert int(suite.getAttribute("tests")) == len(suite.getElementsByTagName("testcase"))
        assert int(suite.getAttribute("failures")) == len(suite.getElementsByTagName("failure"))
    broken = subprocess.run(["xmllint", "--noout", "--relaxng", schema, "-"], input=text.replace(' errors="0"', ""), capture_output=True, text=True, check=False)
    assert broken.returncode != 0


STRANGE = 'DROP TABLE "x\n\x1b[31m::error file=a,b%41\x07";\r\nDELETE FROM a;\r\nDELETE FROM a;\r\n'


def test_strange_names(folder):
    """Whatever a name holds, a report stays one: no line, escape sequence or byte of it goes through."""
    for name, text in ((b"a,b:c%41\n\x1b[31m.sql", STRANGE.encode()), (b"bad\xff.sql", b"DROP TABLE a;"), (b"latin.sql", b'DROP TABLE "gr\xf6\xdfe";')):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(text)
    names = sorted(os.listdir(folder))
    told = {form: subprocess.run([PROGRAM, "check", "--format", form, *names], cwd=folder, capture_output=True, check=False).stdout
            for form in ("text", "json", "sarif", "github", "gitlab", "junit")}
    for form, text in told.items():
        assert not [letter for letter in text.decode() if ord(letter) < 32 and letter != "\n" or ord(letter) == 127], form
    assert all(re.match(r"::(error|warning|notice) title=[^,:]+,file=[^,:]+,line=\d+,col=\d+,endLine=\d+,endColumn=\d+::", line)
               for line in told["github"].decode().splitlines())
    assert xml.dom.minidom.parseString(told["junit"]).getElementsByTagName("failure")
    json.loads(told["json"])
    json.loads(told["sarif"])
    prints = [finding["fingerprint"] for finding in json.loads(told["gitlab"])]
    assert len(prints) == len(set(prints)) > 8, prints


def test_moved_lines(folder):
    """What is known stays known when lines move; one more of the same is new."""
    write(folder, "1.sql", "DELETE FROM a;\nDELETE FROM a;\n")
    run(folder, "--write-baseline", "known.json", "1.sql")
    before = json.loads(run(folder, "--format", "gitlab", "1.sql"))
    write(folder, "1.sql", "-- more\n\n\nDELETE FROM a;\n\nDELETE FROM a;\n")
    assert rules(folder, "--baseline", "known.json", "1.sql") == set()
    after = json.loads(run(folder, "--format", "gitlab", "1.sql"))
    assert [one["fingerprint"] for one in before] == [one["fingerprint"] for one in after] and len(before) == 2
    write(folder, "1.sql", "DELETE FROM a;\nDELETE FROM a;\nDELETE FROM a;\n")
    assert rules(folder, "--baseline", "known.json", "1.sql") == {("delete-without-where", 3)}


def test_baseline(folder):
    path = os.path.join(folder, "known.json")
    before = rules(PRACTICE)
    run(PRACTICE, "--write-baseline", path, status=(0,))
    assert before and rules(PRACTICE, "--baseline", path) == set()
    known = json.load(open(path, encoding="utf-8"))
    first = known["findings"].pop(0)
    known["findings"].append({**first, "message": "it was mended"})
    json.dump(known, open(path, "w", encoding="utf-8"))
    told = subprocess.run([PROGRAM, "check", "--baseline", path], cwd=PRACTICE, capture_output=True, text=True, check=False).stderr
    assert told.startswith("1 finding that ") and "no longer there" in told, told
    assert "no longer there" not in run(PRACTICE, "015", "--baseline", path)
    assert {rule for rule, _ in rules(PRACTICE, "--baseline", path)} == {first["rule"]}
    assert "cannot use 'nowhere'" in run(PRACTICE, "--baseline", "nowhere", status=(3,))
    for text in ("no JSON", "[]", '{"format": 2, "findings": []}', '{"format": 1, "findings": [1]}'):
        write(folder, "known.json", text)
        assert "cannot use" in run(PRACTICE, "--baseline", path, status=(3,)), text


def main() -> int:
    return run_tests(in_folders(globals()))


sys.exit(main())
