#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is new on a branch, with and without checking it out, as text, JSON, Markdown and HTML; nothing is left behind.

Prints TAP. Usage: test-review.py RETORT-CLI PRACTICE
"""
import glob
import html.parser
import json
import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))

from tap import in_folders, run_tests  # noqa: E402

PROGRAM, PRACTICE = (os.path.abspath(argument) for argument in sys.argv[1:3])
NEW = '''"""more <b>words</b>

Revision ID: 016
Revises: 015
"""
from alembic import op
import sqlalchemy as sa

revision = '016'
down_revision = '015'


def upgrade():
    op.add_column('products', sa.Column('words', sa.Text(), nullable=True))


def downgrade():
    op.drop_column('products', 'words')
'''


def run(folder, *arguments, status=0):
    environment = dict(os.environ, TMPDIR=folder)
    done = subprocess.run([PROGRAM, *arguments], cwd=os.path.join(folder, "project"), capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    assert not glob.glob(os.path.join(folder, "retort-tree-*")), "files of a commit are left behind"
    return done.stdout or done.stderr


def git(folder, *arguments):
    environment = dict(os.environ, GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull)
    return subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments], cwd=folder, env=environment,
                          capture_output=True, check=True, text=True).stdout


def make(folder):
    """main has the practice project; topic adds 016, changes what 015 sends, rewords 014, and removes nothing."""
    project = os.path.join(folder, "project")
    shutil.copytree(PRACTICE, project)
    versions = os.path.join(project, "migrations", "versions")
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "first")
    git(project, "checkout", "-q", "-b", "topic")
    with open(os.path.join(versions, "016_words.py"), "w", encoding="utf-8") as file:
        file.write(NEW)
    edit(versions, "015_*", "length=64", "length=65")
    edit(versions, "014_*", '"""add usd_master', '"""Add usd_master')
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "second")
    return project


def edit(folder, pattern, old, new):
    path, = glob.glob(os.path.join(folder, pattern))
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert old in text, path
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new))


def assert_changes(document):
    assert document["added"] == ["016"], document["added"]
    assert document["changed"] == ["015"], document["changed"]
    assert document["touched"] == ["014"], document["touched"]
    assert [step["revision"] for step in document["steps"]] == ["015", "016"]
    assert document["from"] == ["015"] and document["to"] == ["016"], (document["from"], document["to"])


def test_since(folder):
    make(folder)
    assert_changes(json.loads(run(folder, "plan", "--since", "main", "--format", "json")))
    assert "1 new, 1 changed, 0 removed" in run(folder, "plan", "--since", "main")


def test_another_branch(folder):
    project = make(folder)
    git(project, "checkout", "-q", "main")
    assert_changes(json.loads(run(folder, "--at", "topic", "plan", "--since", "main", "--format", "json")))
    assert run(folder, "--at", "topic", "heads").split()[0] == "016"
    assert run(folder, "heads").split()[0] == "015"
    found = json.loads(run(folder, "--at", "topic", "check", "--since", "main", "--format", "json", "--fail-on", "never"))
    assert {finding["revision"] for finding in found["findings"]} <= {"014", "015", "016"}, found
    assert git(project, "status", "--porcelain") == ""
    assert "no commit" in run(folder, "--at", "nothing", "heads", status=3)
    assert "--at" in run(folder, "--at", "topic", "--private", "upgrade", status=2)


def test_removed(folder):
    make(folder)
    document = json.loads(run(folder, "--at", "main", "plan", "--since", "topic", "--format", "json"))
    assert document["added"] == [] and document["removed"] == []  # seen from where main left topic: nothing
    git(os.path.join(folder, "project"), "rm", "-q", "migrations/versions/016_words.py")
    git(os.path.join(folder, "project"), "commit", "-q", "-m", "third")
    document = json.loads(run(folder, "plan", "--since", "HEAD~1", "--format", "json"))
    assert document["removed"] == ["016"], document


def test_ghost(folder):
    """A revision of another branch, and one that its branch held once."""
    project = make(folder)
    git(project, "checkout", "-q", "main")
    assert "Add words".lower() not in run(folder, "heads").lower()
    assert "down_revision = '015'" in run(folder, "show", "016")
    git(project, "checkout", "-q", "topic")
    git(project, "rm", "-q", "migrations/versions/016_words.py")
    git(project, "commit", "-q", "-m", "third")
    git(project, "checkout", "-q", "main")
    assert "down_revision = '015'" in run(folder, "show", "016")
    assert "017" in run(folder, "show", "017", status=2)


class Reader(html.parser.HTMLParser):
    """Tags that are opened are closed, in order."""

    def __init__(self):
        super().__init__()
        self.open, self.text = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text.append(data)


def test_documents(folder):
    make(folder)
    run(folder, "plan", "--since", "main", "--output", "../review.html")
    with open(os.path.join(folder, "review.html"), encoding="utf-8") as file:
        page = file.read()
    reader = Reader()
    reader.feed(page)
    assert not reader.open, reader.open
    assert "more <b>words</b>" in "".join(reader.text) and "<b>words" not in page
    assert "http" not in page.replace("http-equiv", ""), "the page is to need nothing else"
    assert "ALTER TABLE products ADD COLUMN words TEXT;" in "".join(reader.text)
    text = run(folder, "plan", "--since", "main", "--format", "markdown")
    assert text.startswith("# Review: 1 new, 1 changed\n") and "- [ ] " in text, text[:200]
    assert "```sql\nALTER TABLE products ADD COLUMN words TEXT;\n" in text, text
    assert "neither" in run(folder, "plan", "--since", "main", "--output", "review.pdf", status=2)


def main() -> int:
    return run_tests(in_folders(globals()))


sys.exit(main())
