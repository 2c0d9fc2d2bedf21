#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who never saw a migration: `build-aux/run`, a practice project, an upgrade, and what it meant."""
from stage import CURRENT, Stage, expect, expect_connection, play


def newcomer(stage: Stage) -> None:
    with stage.open(str(stage.install_practice())) as window:
        window.wait(f"list item:~{CURRENT} material maps, current")
        window.wait("list item:~015 step_hash, pending")
        expect_connection(window, "2 revisions are pending")
        expect(stage.is_private_server_running(), "the private server does not run")

        window.click("push button:Upgrade")
        window.wait("label:~013 → 015")
        window.wait("label:Not Read Yet")
        expect(not window.is_sensitive("push button:Upgrade practice to 015"), "no tick was needed")
        window.click("check box:~I have read")
        window.click("push button:Upgrade practice to 015")

        window.wait("list item:~015 step_hash, current")
        window.wait(f"list item:~{CURRENT} material maps, applied")
        expect_connection(window, "Up to date")
        window.wait("label:~head")

        window.click("push button:Upgrade")
        window.wait("label:Up to Date")
        window.wait("label:~is at 015: nothing is left to do")

        window.click("page tab:Runs")
        window.wait("list item:~Upgrade of practice to 015")
        # What the command line did before the window was there.
        window.wait(f"list item:~Upgrade of media-catalogue to {CURRENT}")
    expect(not stage.is_private_server_running(), "the private server runs on after the window was closed")


play(newcomer)
