#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody with a local database: fix a warning, upgrade, look at the table, one step back."""
from stage import CURRENT, PrivateServer, Stage, alembic, connect, expect, play, revision_of


def developer(stage: Stage) -> None:
    project = stage.copy_practice()
    revision_file = project / "migrations/versions/014_add_usd_master_to_mediaassettype.py"
    with PrivateServer() as server:
        url = server.create_database("catalogue")
        alembic(project, url, "upgrade", CURRENT)
        stage.add_profile("local", server, "catalogue")
        with stage.open(str(project)) as window:
            window.wait("list item:~014 add usd_master")
            connect(window, "local")
            window.wait(f"list item:~{CURRENT} material maps, current")

            window.click("list item:~014 add usd_master")
            window.wait("list item:~without IF NOT EXISTS")
            window.click("push button:Fix")
            window.gone("list item:~without IF NOT EXISTS")
            window.click("push button:Save")
            window.until(
                lambda: "IF NOT EXISTS 'usd_master'" in revision_file.read_text(), "the file was saved"
            )

            window.click("push button:Upgrade")
            window.wait("label:~013 → 015")
            window.click("check box:~I have read")
            window.click("push button:Upgrade local to 015")
            window.wait("list item:~015 step_hash, current")
            expect(revision_of(server, "catalogue") == "015", "the database is not at 015")

            window.click("page tab:Schema")
            window.click("label:cad_files")
            window.wait("list item:~step_hash")

            window.key("alt+1")
            window.click("push button:Downgrade")
            window.wait("label:~015 → 014")
            window.click("check box:~I ")
            window.click("push button:Downgrade local to 014")
            window.wait("list item:~015 step_hash, pending")
            window.wait("list item:~014 add usd_master to mediaassettype, current")
            expect(revision_of(server, "catalogue") == "014", "the database is not at 014")
        expect(alembic(project, url, "current").strip() == "014", "Alembic sees something else")


play(developer)
