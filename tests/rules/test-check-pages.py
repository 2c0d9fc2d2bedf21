#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/checks has a page for each rule and no other, each says what the rule table says, and its examples hold: the
first one breaks the rule, the way out does not.

test-check-pages.py RETORT-CLI"""
import json
import os
import re
import subprocess
import sys
import tempfile

from source_tree import Tap, read, source_root

FOLDER = 'docs/checks'
INDEX = FOLDER + '/README.md'
SECTIONS = ['What triggers it', 'Why it matters', 'Way out', 'How to accept it']
HEAD = '''"""an example

Revision ID: 1
Revises:
Create Date: 2026-01-02 03:04:05
"""
from alembic import op
import sqlalchemy as sa

revision = "1"
down_revision = None


'''


def rules(program):
    """{id: (severity, title, why, remedy)} as the program explains them."""
    listed = subprocess.run([program, 'check', '--list-rules'], capture_output=True, text=True, check=True).stdout
    found = {}
    for rule in (line.split()[0] for line in listed.splitlines() if line.strip()):
        text = subprocess.run([program, 'check', '--explain', rule], capture_output=True, text=True, check=True).stdout
        match = re.fullmatch(r'(\S+) \((\w+)\)\n(.*?)\n\n(.*?)\n\n(.*?)\n', text, re.S)
        found[match.group(1)] = match.groups()[1:]
    return found


def sections(text):
    parts = re.split(r'^## (.*)$', text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def set_complaints(root, table):
    pages = {name[:-3] for name in os.listdir(os.path.join(root, FOLDER)) if name.endswith('.md')} - {'README'}
    return [f'{FOLDER}/{rule}.md is not there' for rule in sorted(set(table) - pages)] \
        + [f'{FOLDER}/{page}.md is about no rule' for page in sorted(pages - set(table))]


def index_complaints(root, table):
    rows = re.findall(r'^\| \[([\w-]+)\]\(([\w-]+)\.md\) \| (\w+) \| (.*) \|$', read(root, INDEX), re.M)
    wanted = [(rule, rule, severity, title) for rule, (severity, title, _, _) in table.items()]
    return [] if rows == wanted else [f'{INDEX} lists {rows}, the rules are {wanted}']


def page_complaints(root, rule, facts):
    severity, title, why, remedy = facts
    path = f'{FOLDER}/{rule}.md'
    text = read(root, path)
    parts = sections(text)
    wrong = [] if text.startswith(f'# {rule}\n\n**{title}** · {severity}\n') else [f'{path}: another heading']
    if list(parts) != SECTIONS:
        return wrong + [f'{path} has the sections {list(parts)}']
    if why not in parts['Why it matters'] or remedy not in parts['Way out']:
        wrong.append(f'{path} gives another reason or remedy than the rule table')
    return wrong


def broken_rules(program, code):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, '1_example.py')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(HEAD + code)
        done = subprocess.run([program, 'check', '--format', 'json', path], capture_output=True, text=True, check=False)
        return {finding['rule'] for finding in json.loads(done.stdout)['findings']}


def example_complaints(root, program, rule):
    parts = sections(read(root, f'{FOLDER}/{rule}.md'))
    wrong = []
    for part, breaks in (('What triggers it', True), ('Way out', False)):
        for code in re.findall(r'^```python\n(.*?)^```', parts.get(part, ''), re.S | re.M):
            broken = broken_rules(program, code)
            if (rule in broken) != breaks:
                wrong.append(f'{rule}: the example of "{part}" breaks {sorted(broken)}')
    return wrong


def main():
    root, program, tap = source_root(), sys.argv[1], Tap()
    table = rules(program)
    tap.check('/rules/check-pages/set', set_complaints(root, table))
    tap.check('/rules/check-pages/index', index_complaints(root, table))
    for rule in table:
        if os.path.exists(os.path.join(root, FOLDER, rule + '.md')):
            tap.check('/rules/check-pages/' + rule,
                      page_complaints(root, rule, table[rule]) + example_complaints(root, program, rule))
    tap.end()


main()
