#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that is not there, comes, and goes: said plainly each time, with what to do next."""
from stage import CURRENT, PrivateServer, Stage, alembic, connect, expect, play


def server_away(stage: Stage) -> None:
    project = stage.copy_practice()
    with PrivateServer() as server:
        url = server.create_database("catalogue")
        alembic(project, url, "upgrade", CURRENT)
        server.stop()
        stage.add_profile("local", server, "catalogue")
        with stage.open(str(project)) as window:
            window.wait("list item:~014 add usd_master")
            connect(window, "local")
            window.wait("label:~“local” cannot be reached")
            expect(not window.is_sensitive("push button:Upgrade"), "an upgrade is offered all the same")

            server.start()
            window.click("push button:Try Again")
            window.wait(f"list item:~{CURRENT} material maps, current")
            window.gone("label:~“local” cannot be reached")

            server.stop()
            window.key("F5")
            window.wait("label:~“local” cannot be reached")
            server.start()
            window.click("push button:Try Again")
            window.wait(f"list item:~{CURRENT} material maps, current")


play(server_away)
