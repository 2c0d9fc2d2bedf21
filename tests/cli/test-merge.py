#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several heads: what each is about, a merge, and its alternative, another place or number for what no database holds.

Prints TAP. Usage: test-merge.py RETORT-CLI PRACTICE-FOLDER
"""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from alembic_driver import AlembicDriver  # noqa: E402
from private_server import PrivateServer  # noqa: E402
from tap import in_folder, run_tests  # noqa: E402


class Project:
    def __init__(self, program: str, practice: Path, folder: Path, server: PrivateServer, driver: AlembicDriver) -> None:
        self.program, self.folder, self.driver = program, folder / "project", driver
        shutil.copytree(practice, self.folder)
        self.url = server.create_database(folder.name.replace("-", "_"))
        self.config = folder / "config"
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(self.config), "XDG_STATE_HOME": str(folder / "state")}
        self.alembic("upgrade", "head")
        self.add("015b", "orders", "note")
        self.add("015c", "cad_files", "remark")

    def alembic(self, command: str, target: str) -> None:
        error = self.driver.run(self.folder, self.url, command, target)
        assert error is None, f"alembic {command} {target}: {error}"

    def retort(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, "-C", str(self.folder), *arguments], capture_output=True, text=True, env=self.environment)

    def add(self, own: str, table: str, column: str) -> None:
        done = self.retort("revision", "--rev-id", own, "--head", "014", "--splice", "--pattern", "optional-column", f"table={table}", f"column={column}")
        assert done.returncode == 0, done.stderr

    def heads(self) -> list:
        return sorted(line.split()[0] for line in self.retort("heads").stdout.splitlines())

    def add_profile(self, url: str) -> None:
        """A second database, known by its profile."""
        (self.config / "retort").mkdir(parents=True, exist_ok=True)
        host = url.split("host=")[1].split("&")[0]
        database = url.split("///")[1].split("?")[0]
        (self.config / "retort" / "profiles.json").write_text(json.dumps({"format": 1, "profiles": [
            {"id": "p1", "name": "other", "environment": "development", "host": host, "database": database, "user": "postgres"}]}))


def test_survey(project: Project) -> None:
    done = project.retort("merge", "--dry-run", "--url", project.url)
    told = done.stderr
    assert done.returncode == 0 and "touches orders" in told and "more than one of them touches cad_files" in told, told
    held = [line for line in told.splitlines() if "held by" in line]
    assert len(held) == 1 and told.index("015:") < told.index("held by") < told.index("015b:"), told


def test_merge(project: Project) -> None:
    done = project.retort("merge", "-m", "join")
    assert done.returncode == 0 and project.heads() == ["016"], done
    project.alembic("upgrade", "head")
    project.alembic("downgrade", "014")
    project.alembic("upgrade", "head")


def test_reparent(project: Project) -> None:
    done = project.retort("reparent", "015c", "015b", "--renumber", "--url", project.url)
    assert done.returncode == 0 and Path(done.stdout.strip()).name == "016_add_remark_to_cad_files.py", done
    done = project.retort("reparent", "015b", "015", "--url", project.url)
    assert done.returncode == 0 and project.heads() == ["016"], done
    text = (project.folder / "migrations" / "versions" / "015b_add_note_to_orders.py").read_text()
    assert "\nRevises: 015\n" in text and "down_revision = '015'\n" in text, text
    project.alembic("upgrade", "head")
    project.alembic("downgrade", "014")


def test_held(project: Project) -> None:
    before = sorted(path.name for path in (project.folder / "migrations" / "versions").iterdir())
    done = project.retort("reparent", "015", "015b", "--url", project.url)
    assert done.returncode == 7 and "holds it" in done.stderr, done
    done = project.retort("reparent", "015b", "016x")
    assert done.returncode == 2, done
    done = project.retort("reparent", "014", "015")
    assert done.returncode == 2 and "follow itself" in done.stderr, done
    after = sorted(path.name for path in (project.folder / "migrations" / "versions").iterdir())
    assert before == after, after


def test_profiles(project: Project) -> None:
    project.add_profile(project.url)
    done = project.retort("reparent", "015", "015b")
    assert done.returncode == 7 and "holds it" in done.stderr, done
    project.add_profile(project.url.replace("host=/tmp", "host=/tmp/nowhere"))
    done = project.retort("reparent", "015b", "015")
    assert done.returncode == 7 and "cannot be asked" in done.stderr, done
    done = project.retort("reparent", "015b", "015", "--yes")
    assert done.returncode == 0, done


TESTS = [test_survey, test_merge, test_reparent, test_held, test_profiles]


def check(folder: Path, test, server: PrivateServer, driver: AlembicDriver) -> None:
    test(Project(sys.argv[1], Path(sys.argv[2]), folder, server, driver))


def main() -> int:
    with PrivateServer() as server, AlembicDriver() as driver:
        return run_tests((test.__name__, in_folder(check, test, server, driver)) for test in TESTS)


sys.exit(main())
