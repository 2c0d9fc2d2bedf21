#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An upgrade that waits for somebody else's lock says for whom, and can be cancelled."""
import psycopg2

from stage import CURRENT, PrivateServer, Stage, alembic, connect, expect, play, revision_of

COLUMNS = "SELECT count(*) FROM information_schema.columns WHERE column_name = 'step_hash'"


def blocked_upgrade_cancelled(stage: Stage) -> None:
    project = stage.copy_practice()
    with PrivateServer() as server:
        url = server.create_database("catalogue")
        alembic(project, url, "upgrade", CURRENT)
        stage.add_profile("local", server, "catalogue", lock_timeout_ms=600000)
        with psycopg2.connect(url) as blocker, stage.open(str(project)) as window:
            blocker.cursor().execute("LOCK TABLE cad_files IN ACCESS EXCLUSIVE MODE")
            window.wait("list item:~014 add usd_master")
            connect(window, "local")
            window.wait(f"list item:~{CURRENT} material maps, current")

            window.click("push button:Upgrade")
            window.click("check box:~I have read")
            window.click("push button:Upgrade local to 015")
            window.wait(f"label:~{blocker.info.backend_pid}")
            window.click("push button:Cancel")
            window.wait("label:~nothing was applied")
            window.wait(f"list item:~{CURRENT} material maps, current")
            window.wait("list item:~015 step_hash, pending")
            expect(revision_of(server, "catalogue") == CURRENT, "the version row changed")
            expect(server.query("catalogue", COLUMNS) == "0", "a column was added")

            blocker.rollback()
            window.click("push button:Upgrade")
            window.click("check box:~I have read")
            window.click("push button:Upgrade local to 015")
            window.wait("list item:~015 step_hash, current")
        blocker.close()


play(blocked_upgrade_cancelled)
