#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A production database from what the project's files say: tried, kept, opened read-only, unlocked for one run by its
typed name; and the password that was in the files is afterwards in no file and on no command line of ours."""
import json

from stage import CURRENT, PrivateServer, Stage, alembic, connect, expect, play, revision_of
from secrets_of import arguments_with, files_with  # noqa: E402 (stage knows the folder)

MARKER = "Hush-4711-zinnober"


def profile(stage: Stage) -> None:
    project = stage.copy_practice()
    with PrivateServer() as server:
        url = server.create_database("catalogue")
        alembic(project, url, "upgrade", CURRENT)
        server.create_user("careful", MARKER, superuser=True)
        (project / ".env").write_text(
            f"DATABASE_URL=postgresql+psycopg2://careful:{MARKER}@/catalogue?host={server.folder}\n"
        )
        with stage.open(str(project), G_MESSAGES_DEBUG="all") as window:
            window.wait("list item:~014 add usd_master")
            window.key("F10")
            window.click("~Connection Profiles…")
            window.click("push button:New Profile")
            window.click("list item:~DATABASE_URL in .env")
            window.click("push button:Test")
            window.wait("~database “catalogue” as “careful”")
            expect(not arguments_with(MARKER), "the password is on a command line")

            window.click("combo box:Environment")
            window.key("Down", "Down", "Return")
            window.wait("~Read-only until the database’s name is typed")
            window.click("push button:Save")
            window.wait("~kept for this session only")
            window.key("Escape", "Escape")  # the remark, then the dialog
            window.alone()
            connect(window, "catalogue")
            window.wait("label:~PRODUCTION")
            window.wait(f"list item:~{CURRENT} material maps, current")

            window.click("push button:Upgrade")
            window.click("check box:~I have read")
            window.click("push button:Upgrade catalogue to 015")
            window.wait("label:Run on Production?")
            window.type("catalogue")
            window.key("Escape")
            window.alone()
            expect(revision_of(server, "catalogue") == CURRENT, "Escape meant yes")

            window.click("push button:Upgrade catalogue to 015")
            window.wait("label:Run on Production?")
            expect(not window.is_sensitive("push button:~Run on Production"), "no name was needed")
            window.type("catalogue")
            window.click("push button:~Run on Production")
            window.alone()
            window.wait("list item:~015 step_hash, current")
            window.wait("label:~PRODUCTION")

            window.click("push button:Downgrade")
            window.click("check box:~I know what cannot be undone")
            window.click("push button:~Downgrade catalogue")
            window.wait("label:Run on Production?")
            window.key("Escape")
            window.alone()
            expect(revision_of(server, "catalogue") == "015", "it stayed unlocked after the run")

        kept = json.loads((stage.folder / "config/retort/profiles.json").read_text())["profiles"]
        expect([p["environment"] for p in kept] == ["production"], "another profile was kept")
        (project / ".env").unlink()
        expect(not files_with(MARKER, stage.folder, stage.artefacts), "the password is in a file")


play(profile)
