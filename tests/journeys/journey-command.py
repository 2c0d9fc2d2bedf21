#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A command of the project is shown before it runs, runs once it is confirmed, and what it prints is seen."""
import json

from stage import Stage, expect, play


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


play(project_command)
