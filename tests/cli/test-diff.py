#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two schemas compared, and the statements that turn one into the other sent to a server.

Prints TAP. Usage: test-diff.py RETORT-CLI PRACTICE
"""
import json
import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from private_server import PrivateServer  # noqa: E402
from tap import bind, run_tests  # noqa: E402

PROGRAM, PRACTICE = (os.path.abspath(argument) for argument in sys.argv[1:3])


def diff(*arguments, status=1):
    done = subprocess.run([PROGRAM, "-C", PRACTICE, "diff", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    return done.stdout or done.stderr


def send(url, sql):
    done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url], input=sql, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_document(_):
    document = json.loads(diff("013", "015", "--format", "json"))
    assert list(document) == ["format", "a", "b", "differences", "not_comparable", "sql"], list(document)
    assert {"object": "table public.cad_files column step_hash", "change": "added", "a": None, "b": None} in [
        dict(difference, a=None, b=None) for difference in document["differences"]]
    assert document["sql"] == diff("013", "015", "--sql")
    assert diff("015", "015", status=0) == "no differences\n"
    assert "not written: changed: enum public.mediaassettype labels" in diff("015", "013", "--sql")
    assert "nothing" in diff("nothing", "015", status=2)


def test_on_a_server(server):
    """PostgreSQL takes every statement, and then has what was wanted, but for the form that it gives to CHECKs."""
    for database, way in (("whole", ["base", "015"]), ("steps", ["base", "013", "015"])):
        url = server.create_database(database)
        for a, b in zip(way, way[1:]):
            send(url, diff(a, b, "--sql"))
        found = json.loads(diff("015", "database", "--url", url, "--format", "json"))
        assert all(" constraint ck_" in difference["object"] for difference in found["differences"]), found["differences"]


def main() -> int:
    with PrivateServer() as server:
        return run_tests(bind(globals(), server))


sys.exit(main())
