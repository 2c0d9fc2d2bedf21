#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A password given in each way that there is, through whole commands, right and wrong: afterwards it stands in no
file, no output, no JSON document and on no command line.

Prints TAP. Usage: test-secrets.py RETORT-CLI PRACTICE-FOLDER
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import psycopg2  # noqa: E402
from private_server import PrivateServer  # noqa: E402
from secrets_of import arguments_with, files_with  # noqa: E402
from tap import run_tests  # noqa: E402

MARKER = "Hush-4711-zinnober"
WRONG = "Hush-4711-wrong"
DATABASE = "secretive"


class Flows:
    """A project, a server with a user who needs a password, and a home that is looked through in the end."""

    def __init__(self, program: str, practice: Path, scratch: Path, server: PrivateServer) -> None:
        self.program = program
        self.server = server
        self.home = scratch / "home"
        self.home.mkdir()
        self.project = scratch / "practice"
        shutil.copytree(practice, self.project, ignore=shutil.ignore_patterns("__pycache__"))
        self.outside = scratch / "outside"  # what the user keeps a password in, by their own will
        self.outside.mkdir()
        self.environment = {
            **os.environ,
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.home),
            "LC_ALL": "C.UTF-8",
            **{f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
        }

    def place(self) -> str:
        return f"host={self.server.folder}&user=careful"

    def url(self, password: str) -> str:
        return f"postgresql+psycopg2://careful:{password}@/{DATABASE}?host={self.server.folder}"

    def run(self, *arguments: str, status: int = 0, **environment: str) -> str:
        done = subprocess.run(
            [self.program, "-C", str(self.project), "--verbose", *arguments],
            env={**self.environment, "G_MESSAGES_DEBUG": "all", **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        told = done.stdout + done.stderr
        for secret in (MARKER, WRONG):
            if secret in told:
                raise AssertionError(f"{arguments[:2]} told the password:\n{told}")
        if done.returncode != status:
            raise AssertionError(f"{arguments[:2]}: {done.returncode}, not {status}\n{told}")
        return done.stdout

    def walk(self, *target: str, **environment: str) -> None:
        """Through everything that speaks with a database."""
        self.run("upgrade", "013", "--yes", *target, **environment)
        self.run("plan", "head", *target, "--format", "json", **environment)
        self.run("status", *target, "--format", "json", status=1, **environment)
        self.run("schema", *target, "--format", "json", **environment)
        self.run("current", *target, **environment)
        json.loads(self.run("downgrade", "012c", "--yes", *target, "--format", "json", **environment))
        self.run("stamp", "base", "--yes", *target, **environment)
        self.run("stamp", "012c", "--yes", *target, **environment)

    def nothing_is_kept(self) -> None:
        kept = files_with(MARKER, self.home, self.project) + files_with(WRONG, self.home, self.project)
        if kept:
            raise AssertionError(f"the password is in {kept}")


def test_url(flows: Flows) -> None:
    flows.walk("--url", flows.url(MARKER))
    flows.walk(f"--url={flows.url(MARKER)}")


def test_keywords(flows: Flows) -> None:
    flows.walk("--url", f"host={flows.server.folder} dbname={DATABASE} user=careful password='{MARKER}'")


def test_variable(flows: Flows) -> None:
    flows.walk("--url", f"postgresql:///{DATABASE}?{flows.place()}", PGPASSWORD=MARKER)


def test_pgpass(flows: Flows) -> None:
    path = flows.outside / "pgpass"
    path.write_text(f"*:*:*:careful:{MARKER}\n")
    path.chmod(0o600)
    flows.walk("--url", f"postgresql:///{DATABASE}?{flows.place()}", PGPASSFILE=str(path))


def test_service(flows: Flows) -> None:
    path = flows.outside / "services"
    path.write_text(f"[ours]\nhost={flows.server.folder}\ndbname={DATABASE}\nuser=careful\npassword={MARKER}\n")
    flows.walk("--url", "service=ours", PGSERVICEFILE=str(path))


def test_refusals(flows: Flows) -> None:
    """What is told when it goes wrong, and where; the password may be what is wrong."""
    right, wrong = flows.url(MARKER), flows.url(WRONG)
    flows.run("current", "--url", wrong, status=4)
    flows.run("current", "--url", right.replace(DATABASE, "nowhere"), status=4)
    flows.run("current", "--url", right.replace(str(flows.server.folder), "/nonexistent"), status=4)
    flows.run("current", "--url", right.replace("psycopg2", "psycopg2&"), status=2)
    flows.run("current", "--url", right + "&wonder=1", status=2)
    flows.run("current", "--url", right.replace("postgresql", "mysql"), status=2)
    flows.run("current", "--url", f"host=x password={MARKER} nonsense", status=2)
    flows.run("current", f"--ulr={right}", status=2)
    flows.run("current", f"--verbose={right}", status=2)
    flows.run("upgrade", "013", "--url", wrong, status=4, PGPASSWORD=WRONG)


def test_command_line(flows: Flows) -> None:
    """While it waits for a lock everybody can look at its arguments."""
    with psycopg2.connect(flows.server.url(DATABASE)) as holder:
        with holder.cursor() as cursor:
            cursor.execute("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
            process = subprocess.Popen(
                [flows.program, "-C", str(flows.project), "current", "--url", flows.url(MARKER)],
                env=flows.environment,
                stdout=subprocess.DEVNULL,
            )
            waits = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'retort' AND wait_event_type = 'Lock'"
            while flows.server.query("postgres", waits) == "0":
                if process.poll() is not None:
                    raise AssertionError(f"it ended with {process.returncode}")
            found = arguments_with(MARKER)
            holder.rollback()
    if process.wait() != 0 or found:
        raise AssertionError(f"{process.returncode} {found}")


def check(test, flows) -> None:
    test(flows)
    flows.nothing_is_kept()


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="retort-secrets-") as scratch, PrivateServer() as server:
        os.chmod(scratch, 0o755)
        flows = Flows(sys.argv[1], Path(sys.argv[2]), Path(scratch), server)
        server.create_database(DATABASE)
        server.create_user("careful", MARKER, superuser=True)
        flows.run("upgrade", "012c", "--url", flows.url(MARKER))
        return run_tests((name, partial(check, test, flows)) for name, test in globals().items() if name.startswith("test_"))


if __name__ == "__main__":
    sys.exit(main())
