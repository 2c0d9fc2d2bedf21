#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that wants a password: the wrong one is told, cancelling is possible, the right one works and is offered to the keyring."""
from stage import CURRENT, PrivateServer, Stage, alembic, connect, play


def wrong_password(stage: Stage) -> None:
    project = stage.copy_practice()
    with PrivateServer() as server:
        url = server.create_database("catalogue")
        alembic(project, url, "upgrade", CURRENT)
        server.create_user("careful", "open sesame", superuser=True)
        stage.add_profile("guarded", server, "catalogue", user="careful", password_source="ask")
        with stage.open(str(project)) as window:
            window.wait("list item:~014 add usd_master")
            connect(window, "guarded")
            window.wait("label:Password for “guarded”")
            window.type("wrong")
            window.key("Return")
            window.wait("label:~password authentication failed")
            window.key("Escape")

            window.wait("label:“guarded” wants a password")
            window.click("push button:Enter Password…")
            window.wait("label:Password for “guarded”")
            window.type("open sesame")
            window.click("check box:Keep it in the keyring")
            window.click("push button:Connect")
            window.wait(f"list item:~{CURRENT} material maps, current")
            window.gone("label:“guarded” wants a password")

            # There is no keyring on this machine: told at once, and the profile still asks.
            window.wait("label:Password Not Kept")
            window.key("Escape")


play(wrong_password)
