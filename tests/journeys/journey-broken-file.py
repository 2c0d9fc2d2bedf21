#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One file of the project cannot be read: it says where, and everything else goes on working."""
from stage import Stage, expect, play


def broken_file(stage: Stage) -> None:
    project = stage.copy_practice()
    path = project / "migrations/versions/014_add_usd_master_to_mediaassettype.py"
    text = path.read_text()
    path.write_text(text.replace("'usd_master'\")", "'usd_master'\""))
    line = 1 + text[: text.index("op.execute")].count("\n")
    with stage.open(str(project)) as window:
        window.wait("list item:~013 material maps")
        window.click("list item:~014")
        window.wait("list item:~Syntax error: '(' is never closed")
        window.wait(f"label:line {line}")

        window.click("list item:~013 material maps")
        window.click("page tab:SQL")
        window.wait("label:~CREATE TABLE material_maps")

        # Mended in another editor: seen without being asked.
        path.write_text(text)
        window.click("list item:~014 add usd_master")
        window.wait("label:ALTER TYPE mediaassettype ADD VALUE 'usd_master'")
    expect(path.read_text() == text, "the file changed")


play(broken_file)
