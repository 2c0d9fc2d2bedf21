#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lesson: a step is done when what it asks for has happened, by whatever way; it is left and taken up again."""
from stage import Stage, alembic, expect, play

STEP_HASH = "migrations/versions/015_step_hash.py"


def lesson(stage: Stage) -> None:
    project = stage.folder / "data" / "retort" / "practice"
    with stage.open() as window:

        def finish(number: int) -> None:
            window.wait(f"label:Lesson, {number} of 11")
            window.wait("label:Done")
            window.click("push button:Next")
            window.wait(f"label:Lesson, {number + 1} of 11")

        window.click("push button:Try the Practice Project")
        window.wait("list item:~013 material maps, current")
        window.wait("push button:Skip")
        window.click("list item:~011 one primary asset")
        finish(1)
        window.click("push button:Show Me")
        window.click("page tab:SQL")
        finish(2)
        window.click("list item:~014 add usd_master")
        window.click("push button:Fix")
        window.click("push button:Save")
        finish(3)

        window.click("push button:Upgrade")
        window.wait("label:Cannot Be Undone")
        window.gone("label:Not Read Yet")
        window.click("check box:~I have read")
        window.click("push button:Upgrade practice to 015")
        finish(4)
        window.click("page tab:Schema")
        window.wait("label:alembic_version_pkc")
        window.click("list item:cad_files")
        finish(5)

        window.click("page tab:History")
        text = (project / STEP_HASH).read_text()
        expect("drop_column('cad_files', 'step_hash')" in text, "the practice project is not what the lesson says")
        window.click("push button:Skip")
        window.click("push button:Downgrade")
        window.click("check box:~I ")
        window.click("push button:Downgrade practice to 014")
        finish(7)

        alembic(project, "", "revision", "-m", "spare parts", "--head", "014", "--splice", "--rev-id", "016")
        finish(8)
        alembic(project, "", "merge", "heads", "-m", "join spare parts", "--rev-id", "017")
        finish(9)
        window.click("push button:Lesson Menu")
        window.click("menu item:Leave the Lesson")
        window.gone("label:Lesson, 10 of 11")
        window.click("push button:Main Menu")
        window.click("menu item:Lesson")
        window.wait("label:Lesson, 10 of 11")

        window.click("push button:Lesson Menu")
        window.click("menu item:Begin Again…")
        window.click("push button:Begin Again")
        window.wait("list item:~013 material maps, current")
        window.wait("label:Lesson, 1 of 11")
        expect((project.parent / "practice-1" / STEP_HASH).read_text() == text, "what was written is not kept")
        expect("IF NOT EXISTS" not in next(project.glob("**/014_*.py")).read_text(), "the project is not as on the first day")


play(lesson)
