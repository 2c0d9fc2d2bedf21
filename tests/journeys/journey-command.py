#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A command of the project is shown before it runs, runs once it is confirmed, and what it prints is seen."""
import json

from driver import Window
from stage import Stage, connect, expect, play


def own_command(window: Window) -> None:
    """The profile that is connected gets a command of its own, and loses it again."""
    connect(window, "Private server")
    window.wait("label:~pending")
    window.key("ctrl+k")
    window.type("project comm")
    window.key("Return")
    window.click("push button:Change “upgrade” for “Private server”")
    window.wait("label:For “Private server”")
    window.key("ctrl+a")
    window.type("sh -c 'echo own $WHERE'")
    window.click("text:Environment, such as APP_ENV=staging")
    window.type("WHERE=here")
    window.click("push button:Save")
    window.gone("label:For “Private server”")
    window.click("list item:upgrade")
    window.click("push button:Run")
    window.wait("label:Done")
    window.wait_text("text:Command Output", "own here")
    window.key("Escape")
    window.gone("text:Command Output")
    window.key("ctrl+k")
    window.type("project comm")
    window.key("Return")
    window.click("push button:Change “upgrade” for “Private server”")
    window.click("push button:Use What the Project Says")
    window.wait("label:~alembic upgrade · ")
    window.key("Escape")
    window.gone("button:~Another Command")


def project_command(stage: Stage) -> None:
    project = stage.copy_practice()
    canary = project / "ran"
    settings = json.loads((project / "retort.json").read_text())
    settings["commands"] = {"seed": {"run": ["sh", "-c", "echo first; touch ran; echo last"]}}
    (project / "retort.json").write_text(json.dumps(settings))
    with stage.open(str(project)) as window:
        window.wait("list item:~013 material maps")
        window.key("ctrl+k")
        window.type("project comm")
        window.key("Return")
        window.wait("label:seed")
        window.click("list item:~seed")
        window.wait("label:Run “seed” of the Project?")
        expect(not canary.exists(), "it ran before it was confirmed")
        window.key("Escape")
        window.gone("label:Run “seed” of the Project?")
        window.click("list item:~seed")
        window.click("push button:Run")
        window.wait("label:Done")
        window.wait_text("text:Command Output", "first\nlast")
        expect(canary.exists(), "it did not run")
        window.key("Escape")
        window.gone("text:Command Output")
        own_command(window)


play(project_command)
