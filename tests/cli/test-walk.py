#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""retort-cli from outside, on the practice project, beside Debian's Alembic and PostgreSQL.

Prints TAP. Usage: test-walk.py RETORT-CLI PRACTICE-FOLDER
"""
import difflib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
TOOLS = Path(__file__).resolve().parent.parent / "tools"
sys.path.insert(0, str(TOOLS))

from at_terminal import at_terminal  # noqa: E402
from private_server import PrivateServer  # noqa: E402
from tap import run_tests  # noqa: E402

# pg_dump draws a key for these; the server draws identifiers and takes the time.
RESTRICT = re.compile(r"\\(un)?restrict ")
DRAWN = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d"
)
LANES = re.compile(r"^[*|:\\/_ ]+ (?=\S)")


class Walk:
    """A copy of the project and a server; every test gets a database of its own."""

    def __init__(self, program: str, folder: Path, server: PrivateServer, home: Path) -> None:
        self.program = program
        self.folder = folder
        self.server = server
        self.environment = dict(
            os.environ,
            HOME=str(home),
            XDG_CONFIG_HOME=str(home / "config"),
            XDG_DATA_HOME=str(home / "data"),
            XDG_STATE_HOME=str(home / "state"),
            XDG_RUNTIME_DIR=str(home),
            PYTHONDONTWRITEBYTECODE="1",
            LC_ALL="C.UTF-8",
        )
        self.environment.pop("DATABASE_URL", None)

    def retort(self, *arguments: str, status: int = 0, folder: Path = None) -> str:
        """What it prints; its exit status must be as expected."""
        done = subprocess.run(
            [self.program, "-C", str(folder or self.folder), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode != status:
            raise AssertionError(
                f"retort-cli {' '.join(arguments)}: {done.returncode}, not {status}\n"
                f"{done.stdout}{done.stderr}"
            )
        return done.stdout

    def errors(self, *arguments: str) -> str:
        """What it says beside the result."""
        return subprocess.run(
            [self.program, "-C", str(self.folder), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        ).stderr

    def json(self, *arguments: str, status: int = 0, folder: Path = None) -> dict:
        document = json.loads(self.retort(*arguments, "--format", "json", status=status, folder=folder))
        expect(document["format"], 1)
        return document

    def alembic(self, database: str, *arguments: str) -> str:
        done = subprocess.run(
            ["/usr/bin/python3", "/usr/bin/alembic", *arguments],
            cwd=self.folder,
            env=dict(self.environment, DATABASE_URL=self.server.url(database)),
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise AssertionError(f"alembic {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def at_terminal(self, *arguments: str, answers: list) -> tuple:
        """Exit status and everything that a terminal shows; each answer is typed at a question."""
        typed = [answer.encode() + b"\n" for answer in answers]
        told, status = at_terminal([self.program, "-C", str(self.folder), *arguments], dict(self.environment, TERM="dumb"),
                                   rb"(\[y/N\]|go on:|Password:) ", typed)
        return status, told

    def write_profile(self, name: str, environment: str, database: str) -> None:
        folder = Path(self.environment["XDG_CONFIG_HOME"]) / "retort"
        folder.mkdir(parents=True, exist_ok=True)
        profile = {
            "id": name, "name": name, "environment": environment,
            "host": str(self.server.folder), "user": "postgres", "database": database,
        }
        (folder / "profiles.json").write_text(json.dumps({"format": 1, "profiles": [profile]}))

    def create_database(self, name: str) -> str:
        self.server.create_database(name)
        return name

    def url(self, database: str) -> list:
        return ["--url", self.server.url(database)]

    def dump(self, database: str) -> str:
        done = subprocess.run(
            [self.server.bindir / "pg_dump", self.server.url(database)],
            capture_output=True,
            text=True,
            check=True,
        )
        lines = [line for line in done.stdout.splitlines() if not RESTRICT.match(line)]
        return DRAWN.sub("DRAWN", "\n".join(lines))


def expect(actual: object, expected: object) -> None:
    if actual == expected:
        return
    if isinstance(actual, str) and isinstance(expected, str):
        difference = difflib.unified_diff(
            expected.splitlines(), actual.splitlines(), "expected", "got", lineterm="", n=1
        )
        raise AssertionError("\n".join(difference))
    raise AssertionError(f"expected:\n{expected}\ngot:\n{actual}")


def expect_members(document: dict, members: str) -> None:
    expect(list(document), members.split())


def test_heads_branches_show_are_alembic_s(walk: Walk, database: str) -> None:
    for command in (["heads"], *(["show", id] for id in ("001", "012c", "head"))):
        expect(walk.retort(*command), walk.alembic(database, *command))
    # Alembic keeps the children in a set: their order varies.
    lines = walk.retort("branches").splitlines()
    expect(sorted(lines), sorted(walk.alembic(database, "branches").splitlines()))


def test_history_is_alembic_s_with_lanes(walk: Walk, database: str) -> None:
    for arguments in ([], ["011:013"], [":012"], ["014:"]):
        lines = walk.retort("history", *arguments).splitlines()
        without_lanes = [LANES.sub("", line) for line in lines if "->" in line]
        ranged = ["-r", *arguments] if arguments else []
        expect(without_lanes, walk.alembic(database, "history", *ranged).splitlines())
    expect([line for line in walk.retort("history").splitlines() if "->" not in line], ["|\\", "|/"])


def test_current_is_alembic_s(walk: Walk, database: str) -> None:
    expect(walk.retort("current", *walk.url(database)), walk.alembic(database, "current"))
    walk.alembic(database, "upgrade", "012b")
    expect(walk.retort("current", *walk.url(database)), walk.alembic(database, "current"))
    walk.alembic(database, "upgrade", "head")
    expect(walk.retort("current", *walk.url(database)), walk.alembic(database, "current"))


def test_sql_is_alembic_s(walk: Walk, database: str) -> None:
    for arguments in (["001"], ["013:head"], ["011:012c"], []):
        ranged = arguments or ["head"]
        expect(walk.retort("sql", *arguments), walk.alembic(database, "upgrade", *ranged, "--sql"))
    expect(
        walk.retort("sql", "--down", "015:013"), walk.alembic(database, "downgrade", "015:013", "--sql")
    )


def test_sql_runs(walk: Walk, database: str) -> None:
    """What `sql` prints makes the database that `upgrade` makes."""
    script = walk.retort("sql", ":013")
    subprocess.run(
        ["psql", "-qX", "-v", "ON_ERROR_STOP=1", walk.server.url(database)],
        input=script, text=True, check=True, stdout=subprocess.DEVNULL,
    )
    other = walk.create_database("sql_runs_beside")
    walk.retort("upgrade", "013", *walk.url(other))
    expect(walk.dump(database), walk.dump(other))


def test_half_by_each(walk: Walk, database: str) -> None:
    """Both tools on one database, in one afternoon; the same rows and the same dump as Alembic alone."""
    beside = walk.create_database("half_by_each_beside")
    walk.alembic(beside, "upgrade", "head")
    walk.retort("upgrade", "006", *walk.url(database))
    walk.alembic(database, "upgrade", "012")
    walk.retort("upgrade", "013", *walk.url(database))
    walk.alembic(database, "upgrade", "+1")
    walk.retort("upgrade", *walk.url(database))
    expect(walk.dump(database), walk.dump(beside))

    walk.retort("downgrade", "-1", *walk.url(database))
    walk.alembic(beside, "downgrade", "-1")
    expect(walk.dump(database), walk.dump(beside))
    walk.alembic(database, "downgrade", "011")
    walk.retort("downgrade", "011", *walk.url(beside))
    expect(walk.dump(database), walk.dump(beside))


def test_stamp_is_alembic_s(walk: Walk, database: str) -> None:
    """The same rows, the same table, the same refusals, and no migration is run."""
    beside = walk.create_database("stamp_beside")
    for arguments in (
        ["base"], ["011"], ["012", "012b"], ["012c"], ["011"], ["heads"], ["015"], ["-1"], ["zzzz"], ["base"],
        ["--purge", "012b", "012"], ["--purge", "003"], ["--purge", "base"], ["head"],
    ):
        try:
            walk.alembic(beside, "stamp", *arguments)
            walk.retort("stamp", *arguments, *walk.url(database))
        except AssertionError as refusal:
            expect("Can't locate revision identified by" in str(refusal), True)
            walk.retort("stamp", *arguments, *walk.url(database), status=2)
        expect(walk.dump(database), walk.dump(beside))


def test_stamp_reports(walk: Walk, database: str) -> None:
    report = walk.json("stamp", "013", *walk.url(database))
    expect((report["outcome"], report["verified"], report["current"]), ("applied", True, ["013"]))
    expect([s["sql"].split()[0] for s in report["statements"]], ["CREATE", "INSERT"])
    expect(walk.json("stamp", "013", *walk.url(database))["statements"], [])
    expect(walk.server.query(database, "SELECT to_regclass('orders') IS NULL"), "t")
    walk.retort("stamp", *walk.url(database), status=2)


def test_stamp_unknown_row(walk: Walk, database: str) -> None:
    """Only a purge leads out."""
    walk.retort("stamp", "013", *walk.url(database))
    walk.server.query(database, "UPDATE alembic_version SET version_num = 'gone'")
    walk.retort("stamp", "014", *walk.url(database), status=7)
    walk.retort("stamp", "--purge", "014", *walk.url(database))
    expect(walk.json("current", *walk.url(database))["current"], ["014"])


def test_stamp_production(walk: Walk, database: str) -> None:
    walk.write_profile("live", "production", database)
    walk.retort("stamp", "013", "--profile", "live", "--yes", status=7)
    walk.retort("stamp", "013", "--profile", "live", "--yes", "--unlock", database)
    expect(walk.json("current", "--profile", "live")["current"], ["013"])


def test_down_to_base_and_up(walk: Walk, database: str) -> None:
    walk.retort("upgrade", "013", *walk.url(database))
    dumped = walk.dump(database)
    walk.retort("downgrade", "base", *walk.url(database))
    expect(walk.json("current", *walk.url(database))["current"], [])
    walk.retort("upgrade", "013", *walk.url(database))
    expect(walk.dump(database), dumped)


def test_status(walk: Walk, database: str) -> None:
    walk.retort("upgrade", "013", *walk.url(database))
    status = walk.json("status", *walk.url(database), status=1)
    expect_members(status, "format target current heads pending unknown ghosts careful at_head drift")
    expect(status["target"]["database"], database)
    expect(status["target"]["environment"], "development")
    expect((status["current"], status["heads"], status["pending"]), (["013"], ["015"], ["014", "015"]))
    walk.retort("upgrade", *walk.url(database))
    expect(walk.json("status", *walk.url(database))["at_head"], True)


def test_unknown_row(walk: Walk, database: str) -> None:
    walk.retort("upgrade", "013", *walk.url(database))
    walk.server.query(database, "UPDATE alembic_version SET version_num = 'gone'")
    expect(walk.json("status", *walk.url(database), status=1)["unknown"], ["gone"])
    expect(walk.retort("current", *walk.url(database)), "gone (unknown)\n")
    walk.retort("upgrade", *walk.url(database), status=7)


def test_plan_changes_nothing(walk: Walk, database: str) -> None:
    before = walk.dump(database)
    plan = walk.json("plan", "013", *walk.url(database))
    expect((plan["direction"], plan["from"], plan["to"]), ("upgrade", [], ["013"]))
    expect((plan["engine"], plan["transactions"]), ("builtin", "one"))
    expect(len(plan["steps"]), 15)
    expect(plan["steps"][0]["batches"][0]["statements"][0]["line"] > 1, True)
    expect(walk.dump(database), before)


def test_upgrade_reports(walk: Walk, database: str) -> None:
    report = walk.json("upgrade", "002", *walk.url(database))
    expect((report["outcome"], report["verified"], report["current"]), ("applied", True, ["002"]))
    expect(all(statement["in_effect"] for statement in report["statements"]), True)
    again = walk.json("upgrade", "002", *walk.url(database))
    expect((again["outcome"], again["statements"]), ("applied", []))


def test_report_afterwards(walk: Walk, database: str) -> None:
    """What a run did is told by its journal, too."""
    told = walk.json("upgrade", "002", *walk.url(database))
    report = walk.json("report")
    for member in ("outcome", "from", "current", "summary", "cancelled"):
        expect(report[member], told[member])
    for member in ("revision", "sql", "rows", "in_effect"):
        expect([s[member] for s in report["statements"]], [s[member] for s in told["statements"]])
    newest = walk.retort("report", "--list").splitlines()[0]
    expect(newest.endswith(": upgrade 002 (applied)"), True)
    expect(walk.json("report", "002"), report)
    expect(walk.retort("report", newest.split()[1], "--format", "markdown").startswith("# upgrade 002 on "), True)
    walk.retort("report", "nothing", status=2)


def test_failing_upgrade(walk: Walk, database: str) -> None:
    walk.retort("upgrade", "013", *walk.url(database))
    walk.server.query(database, "ALTER TABLE cad_files ADD COLUMN step_hash int")
    before = walk.dump(database)
    report = walk.json("upgrade", *walk.url(database), status=5)
    expect((report["outcome"], report["failed_revision"], report["current"]), ("not applied", "015", ["013"]))
    expect(walk.dump(database), before)


def test_interrupt(walk: Walk, database: str) -> None:
    """Ctrl-C while a statement waits for a lock: told who holds it, undone, said so."""
    walk.retort("upgrade", "013", *walk.url(database))
    blocker = subprocess.Popen(
        ["psql", "-qX", walk.server.url(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    blocker.stdin.write("BEGIN; LOCK TABLE cad_files; \\echo locked\n")
    blocker.stdin.flush()
    expect(blocker.stdout.readline(), "locked\n")
    run = subprocess.Popen(
        [walk.program, "-C", str(walk.folder), "upgrade", "--lock-timeout", "60000", *walk.url(database)],
        env=walk.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    expect("waiting" in run.stderr.readline(), True)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=30)
    blocker.communicate("ROLLBACK;\n")
    expect(run.returncode, 5)
    expect("nothing was applied" in told, True)
    expect(walk.json("current", *walk.url(database))["current"], ["013"])


def test_changed_schema_of_history_json(walk: Walk, database: str) -> None:
    document = walk.json("history")
    expect_members(document, "format project heads bases revisions")
    expect(document["project"]["kind"], "alembic")
    expect((document["heads"], document["bases"], len(document["revisions"])), (["015"], ["001"], 17))
    merge = next(r for r in document["revisions"] if r["id"] == "012c")
    expect_members(
        merge, "id down depends_on labels title file created head branchpoint mergepoint lane state"
    )
    expect((merge["down"], merge["mergepoint"], merge["head"], merge["state"]), (["012", "012b"], True, False, None))
    expect(merge["created"], "2026-03-04T08:12:30")
    expect(Path(merge["file"]).name, "012c_merge_settings_and_order_policies.py")
    expect(walk.json("show", "012c")["revision"]["id"], "012c")


def test_state_in_history(walk: Walk, database: str) -> None:
    walk.retort("upgrade", "013", *walk.url(database))
    states = {r["id"]: r["state"] for r in walk.json("history", *walk.url(database))["revisions"]}
    expect((states["012"], states["013"], states["014"]), ("applied", "current", "pending"))


def test_sql_each(walk: Walk, database: str) -> None:
    document = walk.json("sql", "--each")
    expect(len(document["revisions"]), 17)
    for revision in document["revisions"]:
        expect_members(revision, "id file upgrade downgrade")
        for direction in ("upgrade", "downgrade"):
            expect_members(revision[direction], "status sql statements gaps")
            expect(revision[direction]["status"], "complete")


def test_check(walk: Walk, database: str) -> None:
    document = walk.json("check", status=1)
    expect_members(document, "format findings suppressed")
    rules = {(f["revision"], f["rule"]) for f in document["findings"]}
    for finding in (
        ("014", "enum-value-without-if-not-exists"),
        ("014", "empty-downgrade"),
        ("015", "add-column-not-null-no-default"),
        ("015", "foreign-key-without-on-delete"),
        ("015", "unexpected-drop"),
    ):
        expect(finding in rules, True)
    expect_members(
        document["findings"][0],
        "rule severity revision direction file line column end_line end_column message why remedy lock fix",
    )
    walk.retort("check", "--fail-on", "never")
    walk.retort("check", "001")
    for form in ("sarif", "github", "gitlab", "junit"):
        walk.retort("check", "--format", form, status=1)
    expect("empty-downgrade" in walk.retort("check", "--list-rules"), True)
    walk.retort("check", "--explain", "empty-downgrade")
    walk.retort("check", "--explain", "nonsense", status=2)


def test_schema(walk: Walk, database: str) -> None:
    walk.retort("upgrade", "013", *walk.url(database))
    for name in ("orders", "mediaassettype_none"):
        psql = subprocess.run(
            ["psql", "-X", walk.server.url(database), "-c", f"\\d {name}"], capture_output=True, text=True
        )
        if psql.stdout:
            expect(walk.retort("schema", name, *walk.url(database)), psql.stdout)
    table = next(t for t in walk.json("schema", *walk.url(database))["tables"] if t["name"] == "orders")
    expect(table["schema"], "public")
    walk.retort("schema", "nonsense", *walk.url(database), status=2)
    document = walk.json("schema", "orders", *walk.url(database))
    expect([t["name"] for t in document["tables"]], ["orders"])
    expect(walk.retort("schema", "mediaassettype", "--sql", *walk.url(database)).startswith("CREATE TYPE "), True)
    expect("CREATE TABLE public.orders (" in walk.retort("schema", "--sql", *walk.url(database)), True)
    walk.retort("schema", "nonsense", "--sql", *walk.url(database), status=2)


def test_exit_statuses(walk: Walk, database: str) -> None:
    empty = Path(tempfile.mkdtemp(dir=walk.folder.parent))
    walk.retort("nonsense", status=2)
    walk.retort("history", "--nonsense", status=2)
    walk.retort("show", "nonsense", status=2)
    walk.retort("status", status=2)
    walk.retort("history", "--format", "yaml", status=2)
    walk.retort("history", folder=empty, status=3)
    walk.retort("status", "--url", "postgresql://nobody@127.0.0.1:1/x", status=4)
    walk.retort("upgrade", *walk.url("nosuchdatabase"), status=4)
    walk.retort("--version")
    walk.retort("--help")
    for command in "projects history heads branches show sql check status current plan upgrade downgrade schema practice".split():
        expect(command in walk.retort(command, "--help"), True)


def test_broken_settings(walk: Walk, database: str) -> None:
    settings = walk.folder / "retort.json"
    kept = settings.read_text()
    settings.write_text("{ broken")
    try:
        findings = walk.json("check", "--fail-on", "never")["findings"]
        expect("settings-not-understood" in {f["rule"] for f in findings}, True)
        expect(settings.read_text(), "{ broken")
        settings.write_text('{\n  "ruls": {},\n  "rules": { "empty-downgrad": "off" }\n}')
        told = "retort.json:2: there is no setting 'ruls'; did you mean 'rules'?"
        expect(told in walk.errors("history"), True)
        expect(told in walk.errors("check", "001", "--fail-on", "never"), True)
        expect(walk.errors("history", "--quiet"), "")
        expect(walk.errors("check", "--fail-on", "never"), "")
        lines = {f["line"] for f in walk.json("check", "--fail-on", "never")["findings"] if f["rule"] == "settings-not-understood"}
        expect(lines, {2, 3})
    finally:
        settings.write_text(kept)


def test_production(walk: Walk, database: str) -> None:
    """Nothing runs before the database is named and the run is confirmed."""
    walk.write_profile(name="live", environment="production", database=database)
    live = ["--profile", "live"]
    walk.retort("plan", "001", *live)
    walk.retort("upgrade", "001", *live, status=7)
    walk.retort("upgrade", "001", "--yes", *live, status=7)
    walk.retort("upgrade", "001", "--unlock", database, *live, status=7)
    walk.retort("upgrade", "001", "--yes", "--unlock", "other", *live, status=7)
    expect(walk.json("current", *live)["current"], [])
    walk.retort("upgrade", "001", "--yes", "--unlock", database, *live)
    expect(walk.json("current", *live)["current"], ["001"])


def test_staging(walk: Walk, database: str) -> None:
    walk.write_profile(name="trial", environment="staging", database=database)
    walk.retort("upgrade", "001", "--profile", "trial", status=7)
    walk.retort("upgrade", "001", "--yes", "--profile", "trial")
    walk.retort("status", "--profile", "nonsense", status=2)
    walk.retort("status", "--profile", "trial", "--private", status=2)


def test_questions_on_a_terminal(walk: Walk, database: str) -> None:
    walk.write_profile(name="live", environment="production", database=database)
    for answer, status in (("n", 7), ("", 7), ("y", 0)):
        expect(walk.at_terminal("upgrade", "001", *walk.url(database), answers=[answer])[0], status)
    expect(walk.at_terminal("upgrade", "002", "--profile", "live", answers=["y"])[0], 7)
    expect(walk.at_terminal("upgrade", "002", "--profile", "live", answers=[database])[0], 0)
    expect(walk.json("current", *walk.url(database))["current"], ["002"])


def test_password_is_asked(walk: Walk, database: str) -> None:
    """Debian's server trusts the socket; a line for one user makes it ask."""
    walk.server.query("postgres", "CREATE ROLE careful LOGIN PASSWORD 's3cret'")
    rules = walk.server.folder / "data" / "pg_hba.conf"
    rules.write_text("local all careful scram-sha-256\n" + rules.read_text())
    walk.server.query("postgres", "SELECT pg_reload_conf()")
    url = walk.server.url(database).replace("user=postgres", "user=careful")
    walk.retort("current", "--url", url, status=4)
    status, told = walk.at_terminal("current", "--url", url, answers=["s3cret"])
    expect((status, "s3cret" in told), (0, False))
    expect(walk.at_terminal("current", "--url", url, answers=["wrong"])[0], 4)


def test_several_projects(walk: Walk, database: str) -> None:
    parent = walk.folder.parent / "several"
    for name in ("a", "b"):
        shutil.copytree(walk.folder, parent / name)
    walk.retort("heads", folder=parent, status=2)
    expect(walk.retort("heads", folder=parent / "a"), "015 (head)\n")
    shutil.rmtree(parent / "b")
    expect(walk.retort("heads", folder=parent), "015 (head)\n")
    ini = parent / "a" / "alembic.ini"
    ini.write_text(ini.read_text() + "\n[other]\nscript_location = %(here)s/other\n")
    (parent / "a" / "other").mkdir()
    (parent / "a" / "other" / "env.py").touch()
    expect(walk.retort("heads", folder=parent), "015 (head)\n")
    expect(walk.retort("heads", "--section", "other", folder=parent), "")
    expect(walk.retort("projects", folder=parent).splitlines(),
           [f"--project {parent / 'a'}", f"--project {parent / 'a'} --section other"])
    expect([(place["config"], place["section"]) for place in walk.json("projects", folder=parent)["projects"]],
           [(None, None), (None, "other")])


def test_lone_file(walk: Walk, database: str) -> None:
    lone = walk.folder.parent / "lone.py"
    shutil.copy(walk.folder / "migrations" / "versions" / "015_step_hash.py", lone)
    empty = Path(tempfile.mkdtemp(dir=walk.folder.parent))
    told = walk.retort("check", str(lone), folder=empty, status=1)
    expect("add-column-not-null-no-default" in told, True)


def test_practice(walk: Walk, database: str) -> None:
    folder = walk.folder.parent / "practice-copy"
    walk.retort("practice", str(folder))
    status = json.loads(walk.retort("status", "--private", "--format", "json", folder=folder, status=1))
    expect((status["current"], status["pending"]), (["013"], ["014", "015"]))
    changed = folder / "ROADMAP.md"
    changed.write_text("mine\n")
    walk.retort("upgrade", "--private", folder=folder)
    walk.retort("practice", str(folder))
    expect(changed.read_text(), "mine\n")
    status = json.loads(walk.retort("status", "--private", "--format", "json", folder=folder))
    expect(status["current"], ["015"])

    walk.retort("practice", "--reset", str(folder))
    expect((folder.parent / "practice-copy-1" / "ROADMAP.md").read_text(), "mine\n")
    expect(changed.read_text() != "mine\n", True)
    status = json.loads(walk.retort("status", "--private", "--format", "json", folder=folder, status=1))
    expect((status["current"], status["pending"]), (["013"], ["014", "015"]))
    # The one of drizzle-kit has a folder and a database of its own.
    folder = walk.folder.parent / "practice-drizzle"
    for _ in range(2):
        walk.retort("practice", "--drizzle", str(folder))
    expect(walk.retort("current", "--private", folder=folder).split(), ["0001_loans"])


def check(walk: Walk, name: str, test) -> None:
    started = time.monotonic()
    walk.create_database(name)
    test(walk, name)
    print(f"# {time.monotonic() - started:.1f} s")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="retort-walk-") as scratch, PrivateServer() as server:
        os.chmod(scratch, 0o755)
        folder = Path(scratch) / "practice"
        shutil.copytree(sys.argv[2], folder, ignore=shutil.ignore_patterns("__pycache__"))
        home = Path(scratch) / "home"
        home.mkdir()
        walk = Walk(sys.argv[1], folder, server, home)
        return run_tests((name, partial(check, walk, name, test)) for name, test in globals().items() if name.startswith("test_"))


if __name__ == "__main__":
    sys.exit(main())
