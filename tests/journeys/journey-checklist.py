#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A team that wants every revision to be read and ticked: the upgrade is refused, the checklist is one press away, ticks
outlive the program, and then the upgrade runs."""
import json
from pathlib import Path

import pyatspi

from stage import CURRENT, PrivateServer, Stage, alembic, connect, expect, play, revision_of

TICK = "check box:The models say the same"
REFUSED = "list item:~every revision to be read and its checklist to be ticked"


def require(project: Path) -> None:
    path = project / "retort.json"
    settings = json.loads(path.read_text())
    settings["checklist"] = ["The models say the same"]
    settings["require_checklist"] = True
    path.write_text(json.dumps(settings))


def tick(window) -> None:
    window.scroll_down("list item:~Everything in it is understood")
    window.click(TICK)
    window.until(lambda: window.find(TICK).has_state(pyatspi.STATE_CHECKED), "it is ticked")


def open_plan(window) -> None:
    window.click("push button:Upgrade")
    window.wait(f"label:~{CURRENT} → 015")


def checklist(stage: Stage) -> None:
    project = stage.copy_practice()
    require(project)
    with PrivateServer() as server:
        url = server.create_database("catalogue")
        alembic(project, url, "upgrade", CURRENT)
        stage.add_profile("local", server, "catalogue")
        with stage.open(str(project)) as window:
            window.wait("list item:~014 add usd_master")
            connect(window, "local")
            window.wait(f"list item:~{CURRENT} material maps, current")
            open_plan(window)
            window.wait(REFUSED)
            expect(not window.is_sensitive("push button:Upgrade local to 015"), "it may run unread")
            window.click("push button:Open the Checklist of 014")
            window.wait("label:014_add_usd_master_to_mediaassettype.py · 2026-03-11")
            tick(window)

        with stage.open(str(project)) as window:
            window.wait(f"list item:~{CURRENT} material maps, current")
            open_plan(window)
            window.wait(REFUSED)
            expect(window.find("push button:Open the Checklist of 014") is None, "the tick did not outlive the program")
            window.click("push button:Open the Checklist of 015")
            window.wait("label:015_step_hash.py · 2026-03-12")
            tick(window)

            open_plan(window)
            window.gone(REFUSED)
            window.click("check box:~I have read")
            window.click("push button:Upgrade local to 015")
            window.wait("list item:~015 step_hash, current")
            expect(revision_of(server, "catalogue") == "015", "the database is not at 015")


play(checklist)
