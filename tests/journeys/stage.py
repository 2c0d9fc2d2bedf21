# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journey stands on: a user with empty folders, a project, a server, and the window.

A journey's file ends with `play(journey, …)`; each is one TAP test. The first argument of the file
is the folder in which artefacts of failures are left.
"""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Callable

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from driver import JourneyError, Window  # noqa: E402
from private_server import PrivateServer  # noqa: E402

CURRENT = "013"
PRACTICE = Path(os.environ["RETORT_DATADIR"]) / "practice"


class Stage:
    """A user of this machine who never ran the program."""

    def __init__(self, artefacts: Path) -> None:
        self.artefacts = artefacts
        self.folder = Path(tempfile.mkdtemp(prefix="retort-journey-", dir="/tmp"))
        # The private server runs as another user when we are root; it must reach its folder.
        self.folder.chmod(0o755)
        self.environment = {
            f"XDG_{name.upper()}_HOME": str(self._make_folder(name))
            for name in ("config", "state", "data", "cache")
        }

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.stop_private_server()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _make_folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        return folder

    def stop_private_server(self) -> None:
        """The program stops it when it ends; one that a failed journey left is ended here."""
        lock = self.folder / "state" / "retort" / "server" / "data" / "postmaster.pid"
        if lock.exists():
            os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)

    def is_private_server_running(self) -> bool:
        return (self.folder / "state/retort/server/data/postmaster.pid").exists()

    def install_practice(self) -> Path:
        """The practice project with its private database, as `build-aux/run` puts it in place."""
        project = self.folder / "data" / "retort" / "practice"
        command = [os.environ["RETORT_CLI"], "--quiet", "practice", str(project)]
        subprocess.run(command, env={**os.environ, **self.environment}, stdout=subprocess.DEVNULL, check=True)
        return project

    def copy_practice(self, name: str = "media-catalogue") -> Path:
        """The practice project as somebody's own, somewhere else."""
        project = self.folder / name
        shutil.copytree(PRACTICE, project, ignore=shutil.ignore_patterns("__pycache__"))
        return project

    def add_profile(self, name: str, server: PrivateServer, database: str, **more: object) -> None:
        """Writes a connection profile as Connection Profiles would."""
        path = self.folder / "config" / "retort" / "profiles.json"
        path.parent.mkdir(exist_ok=True)
        profiles = json.loads(path.read_text())["profiles"] if path.exists() else []
        profiles.append(
            {
                "id": f"journey-{name}",
                "name": name,
                "environment": "development",
                "host": str(server.folder),
                "database": database,
                "user": "postgres",
                **more,
            }
        )
        path.write_text(json.dumps({"format": 1, "profiles": profiles}))

    def open(self, *arguments: str, **environment: str) -> Window:
        return Window(
            *arguments,
            artefacts=self.artefacts,
            environment={**self.environment, **environment},
        )


def alembic(project: Path, url: str, *arguments: str) -> str:
    """What the original does with a database."""
    done = subprocess.run(
        ["/usr/bin/python3", "/usr/bin/alembic", *arguments],
        cwd=project,
        env={**os.environ, "DATABASE_URL": url, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(f"alembic {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def revision_of(server: PrivateServer, database: str) -> str:
    return server.query(
        database, "SELECT string_agg(version_num, ' ' ORDER BY 1) FROM alembic_version"
    )


def connect(window: Window, profile: str) -> None:
    """Opens the list of connections and takes one with the keyboard."""
    window.click("push button:Connection")
    window.choose(f"list item:{profile}")


def expect_connection(window: Window, words: str) -> None:
    """Opens the list of connections, reads what stands above it, and closes it."""
    window.click("push button:Connection")
    window.wait(f"label:~{words}")
    window.key("Escape")


def expect(is_so: object, what: str) -> None:
    if not is_so:
        raise JourneyError(what)


def fingerprint(folder: Path) -> dict:
    """Every file below a folder, with the hash of what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def play(*journeys: Callable[[Stage], None]) -> None:
    """Runs each journey as one test."""
    artefacts = Path(sys.argv[1])
    failed = 0
    print(f"1..{len(journeys)}", flush=True)
    for number, journey in enumerate(journeys, 1):
        name = journey.__name__.replace("_", "-")
        place = artefacts / name
        shutil.rmtree(place, ignore_errors=True)
        try:
            with Stage(place) as stage:
                journey(stage)
            print(f"ok {number} /journeys/{name}", flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            print(f"# see {place}")
            print(f"not ok {number} /journeys/{name}", flush=True)
    sys.exit(1 if failed else 0)
