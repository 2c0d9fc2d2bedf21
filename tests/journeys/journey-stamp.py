#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stamp on production: the plan says that no table changes, Escape twice means no, the typed name means yes."""
from stage import CURRENT, PrivateServer, Stage, alembic, connect, expect, play, revision_of

COLUMNS = "SELECT count(*) FROM information_schema.columns WHERE column_name = 'step_hash'"


def stamp_on_production(stage: Stage) -> None:
    project = stage.copy_practice()
    with PrivateServer() as server:
        url = server.create_database("catalogue")
        alembic(project, url, "upgrade", CURRENT)
        stage.add_profile("live", server, "catalogue", environment="production")
        with stage.open(str(project)) as window:
            window.wait("list item:~014 add usd_master")
            connect(window, "live")
            window.wait(f"list item:~{CURRENT} material maps, current")

            window.reach("list item:~014 add usd_master")
            window.key("shift+F10")
            window.click("menu item:~Stamp at This Revision")
            window.wait("list item:~No Migration Runs")
            window.wait("list item:~UPDATE alembic_version")
            window.key("Escape")
            window.wait_focus("list item:~014 add usd_master")
            expect(revision_of(server, "catalogue") == CURRENT, "Escape stamped")

            window.key("shift+F10")
            window.click("menu item:~Stamp at This Revision")
            window.click("check box:~I know that no table changes")
            window.click("push button:Stamp live with 014")
            window.wait("label:Run on Production?")
            window.key("Escape")
            window.gone("label:Run on Production?")
            expect(revision_of(server, "catalogue") == CURRENT, "Escape ran it on production")

            window.click("push button:Stamp live with 014")
            window.wait("label:Run on Production?")
            window.type("catalogue")
            window.wait("push button:Run on Production")
            window.key("alt+r")
            window.wait("list item:~014 add usd_master to mediaassettype, current")
            expect("014" in alembic(project, url, "current"), "Alembic sees another revision")
            expect(server.query("catalogue", COLUMNS) == "0", "a migration was run")


play(stamp_on_production)
