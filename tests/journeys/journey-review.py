#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody reviews a branch that is not checked out: nothing of the work tree is touched, and a tick is kept."""
import os
import subprocess

from stage import Stage, expect, fingerprint, play


def git(folder, *arguments):
    environment = dict(os.environ, GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull)
    subprocess.run(["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def make_branches(project):
    """main without the two pending revisions; topic has them."""
    versions = project / "migrations" / "versions"
    git(project, "init", "-q", "-b", "topic")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "all")
    git(project, "checkout", "-q", "--orphan", "main")
    for path in versions.glob("01[45]_*"):
        path.unlink()
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "first")
    git(project, "checkout", "-q", "topic")
    git(project, "reset", "-q", "--soft", "main")
    git(project, "commit", "-q", "-m", "step files")
    git(project, "checkout", "-q", "main")


def review(stage: Stage) -> None:
    project = stage.copy_practice()
    make_branches(project)
    before = fingerprint(project)
    with stage.open(str(project)) as window:
        window.wait("list item:~013 material maps")
        window.key("alt+2")
        window.wait("label:Nothing New")
        window.click("push button:Review: This folder")
        window.wait_focus("~Search Branches")
        window.type("topic")
        window.wait("list item:~topic, branch")
        window.key("Return")
        window.wait("label:2 new revisions")
        window.wait("list item:~015  step_hash, new")
        window.wait("list item:~ALTER TYPE mediaassettype ADD VALUE")
        window.click("push button:Show Source: 014")
        window.wait("push button:Back to the Review")
        window.key("Escape")
        window.wait("list item:~014  add usd_master")
    expect(fingerprint(project) == before, "files of the project changed")
    expect(not stage.is_private_server_running(), "the private server was started")


play(review)
