# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL server of its own for a test written in Python.

It listens on a Unix socket in a short private folder, on no TCP port, and goes with the `with`
block (or with SIGTERM, which is how meson ends a test that takes too long). PostgreSQL refuses to
run as root: then it runs as the user postgres.
"""
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def _newest_bindir() -> Path:
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if not versions:
        raise FileNotFoundError("cannot find initdb below /usr/lib/postgresql")
    return versions[-1].parent


class PrivateServer:
    """Started on entry, stopped and removed on exit."""

    def __init__(self) -> None:
        self.bindir = _newest_bindir()
        self.folder = Path(tempfile.mkdtemp(prefix="retort-pg-", dir="/tmp"))
        self.as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def __enter__(self) -> "PrivateServer":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        if self.as_postgres:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        try:
            self._run(
                "initdb",
                "-D",
                "data",
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            )
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        """Start it again after stop()."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-o", options, "-l", "log", "-w", "start")

    def stop(self) -> None:
        """Let it go away as a crash would, with its sessions."""
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.as_postgres, str(self.bindir / program), *arguments]
        done = subprocess.run(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode != 0:
            log = self.folder / "log"
            told = done.stdout.decode(errors="replace") + (log.read_text() if log.exists() else "")
            raise RuntimeError(f"cannot run {program}: {told}")

    def url(self, database: str) -> str:
        """The address of a database, as SQLAlchemy and libpq both understand it."""
        return f"postgresql:///{database}?host={self.folder}&user=postgres"

    def create_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        self.query("postgres", f'CREATE DATABASE "{name}"')
        return self.url(name)

    def create_user(self, name: str, password: str, superuser: bool = False) -> None:
        """Make a user who is let in with a password only."""
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"local all {name} scram-sha-256\n" + rules.read_text())
        self.query("postgres", f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        if superuser:
            self.query("postgres", f"ALTER ROLE {name} SUPERUSER")
        self.query("postgres", "SELECT pg_reload_conf()")

    def query(self, database: str, sql: str) -> str:
        """What psql says to `sql`, unaligned and without headings."""
        return self._client(
            "psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-d", self.url(database), "-c", sql
        )

    def run_script(self, database: str, sql: str) -> None:
        """Let psql run a whole script and stop at the first error."""
        self._client(
            "psql",
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            self.url(database),
            "-f",
            "-",
            input=sql,
        )

    def dump_schema(self, database: str) -> str:
        """What pg_dump says of the schema, less Alembic's table and lines that always differ."""
        text = self._client(
            "pg_dump", "--schema-only", "--exclude-table=alembic_version", self.url(database)
        )
        return "\n".join(
            line
            for line in text.splitlines()
            if not line.startswith(("\\restrict", "\\unrestrict"))
        )

    def _client(self, program: str, *arguments: str, input: str = "") -> str:
        done = subprocess.run(
            [str(self.bindir / program), *arguments],
            input=input,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if done.returncode != 0:
            raise RuntimeError(f"cannot run {program}: {done.stderr}")
        return done.stdout.rstrip("\n")
