#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who reviews a branch: no database, no Python, and nothing may be touched."""
from stage import PrivateServer, Stage, expect, fingerprint, play

SESSIONS = "SELECT sessions FROM pg_stat_database WHERE datname = 'watched'"


def lead(stage: Stage) -> None:
    project = stage.copy_practice()
    before = fingerprint(project)
    with PrivateServer() as server:
        # What psql would connect to: a program that connects by itself would go there.
        server.create_database("watched")
        sessions = server.query("postgres", SESSIONS)
        watched = dict(PGHOST=str(server.folder), PGUSER="postgres", PGDATABASE="watched")
        with stage.open(str(project), PYTHONPATH="/nonexistent", **watched) as window:
            window.wait("list item:~015 step_hash")
            window.wait("label:No Database")
            expect(not window.is_sensitive("push button:Upgrade"), "an upgrade is offered without a database")

            window.click("list item:~015 step_hash")
            window.wait("list item:~NOT NULL")
            window.click("page tab:SQL")
            window.wait("label:ALTER TABLE cad_files ADD COLUMN step_hash VARCHAR(64) NOT NULL")
            window.wait("label:ALTER TABLE cad_files DROP COLUMN units")

            window.click("list item:~014 add usd_master")
            window.wait("label:ALTER TYPE mediaassettype ADD VALUE 'usd_master'")
            window.wait("list item:~without IF NOT EXISTS")
        expect(server.query("postgres", SESSIONS) == sessions, "a connection was made")
    expect(fingerprint(project) == before, "files of the project changed")
    expect(not stage.is_private_server_running(), "the private server was started")


play(lead)
