#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/checks has a page for each rule and no other, each says what the rule table says, and its examples hold: the
first one breaks the rule, the way out does not.

test-check-pages.py RETORT-CLI [--write]

--write makes the pages of rules that bring examples of their own, which are SQL (tests/analysis/test-rules.c tries them),
and the index; other pages are written by hand."""
import json
import os
import re
import subprocess
import sys
import tempfile

from source_tree import Tap, read, source_root

FOLDER = 'docs/checks'
INDEX = FOLDER + '/README.md'
N_CHECKS = 119 # of other tools, as they were read
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
    """{id: rule} as the program lists them."""
    listed = subprocess.run([program, 'check', '--list-rules', '--format', 'json'], capture_output=True, text=True, check=True)
    return {rule['id']: rule for rule in json.loads(listed.stdout)['rules']}


def sql_block(sql):
    statements = [part.strip() for part in sql.strip().rstrip(';').split('; ')]
    return '```sql\n' + ';\n'.join(part.rstrip(';') for part in statements) + ';\n```\n'


def made_page(rule):
    """The page of a rule whose examples are SQL."""
    setup = '\n\nOn this schema:\n\n' + sql_block(rule['setup']) + '\nthis breaks it:\n\n' if rule['setup'] else '\n\n'
    off = '\nThe rule is off until the project gives it a severity.\n' if rule['severity'] == 'off' else ''
    return f'''# {rule['id']}

**{rule['title']}** · {rule['severity']}

## What triggers it{setup}{sql_block(rule['bad'])}{off}
## Why it matters

{rule['why']}

## Way out

{rule['remedy']}

{sql_block(rule['good'])}
## How to accept it

In the file, with the reason, at the end of the line or on a line of its own above it; `ignore-file` accepts it for the whole file:

```text
# retort: ignore[{rule['id']}] why this is meant
```

For the project, in `retort.json`:

```json
{{ "rules": {{ "{rule['id']}": "{'info' if rule['severity'] == 'warning' else 'warning'}" }} }}
```
'''


def index_rows(table):
    return ''.join(f'| [{rule}]({rule}.md) | {facts["severity"]} | {facts["title"]} |\n' for rule, facts in table.items())


def write(root, table):
    for rule, facts in table.items():
        if facts['bad']:
            with open(os.path.join(root, FOLDER, rule + '.md'), 'w', encoding='utf-8') as file:
                file.write(made_page(facts))
    text = re.sub(r'^(\| \[.*\|\n)+', lambda match: index_rows(table), read(root, INDEX), count=1, flags=re.M)
    with open(os.path.join(root, INDEX), 'w', encoding='utf-8') as file:
        file.write(text)


def sections(text):
    parts = re.split(r'^## (.*)$', text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def set_complaints(root, table):
    pages = {name[:-3] for name in os.listdir(os.path.join(root, FOLDER)) if name.endswith('.md')} - {'README'}
    return [f'{FOLDER}/{rule}.md is not there' for rule in sorted(set(table) - pages)] \
        + [f'{FOLDER}/{page}.md is about no rule' for page in sorted(pages - set(table))]


def index_complaints(root, table):
    rows = re.findall(r'^\| \[([\w-]+)\]\(([\w-]+)\.md\) \| (\w+) \| (.*) \|$', read(root, INDEX), re.M)
    wanted = [(rule, rule, facts['severity'], facts['title']) for rule, facts in table.items()]
    return [] if rows == wanted else [f'{INDEX} lists {rows}, the rules are {wanted}']


def coverage_complaints(root, table):
    """Each check that another tool has is said by rules that exist, or it is said why by none."""
    part = read(root, INDEX).partition('\n## What other tools check\n')[2].partition('|---|---|\n')[2]
    rows = re.findall(r'^\| ([a-z].*?) \| (.*) \|$', part, re.M)
    wrong = [] if len(rows) == N_CHECKS else [f'{INDEX} has {len(rows)} of {N_CHECKS} checks']
    for check, said in rows:
        linked = re.findall(r'\[([\w-]+)\]\(([\w-]+)\.md\)', said)
        if not linked and not said.startswith('no rule of its own: '):
            wrong.append(f'{INDEX}: nothing says {check}')
        wrong += [f'{INDEX}: {check}: there is no rule {rule}' for rule, page in linked if rule != page or rule not in table]
    return wrong + [f'{INDEX} lists {check} twice' for check in {row[0] for row in rows} if [row[0] for row in rows].count(check) > 1]


def page_complaints(root, rule, facts):
    path = f'{FOLDER}/{rule}.md'
    text = read(root, path)
    if facts['bad']:
        return [] if text == made_page(facts) else [f'{path} is not what --write makes']
    parts = sections(text)
    wrong = [] if text.startswith(f'# {rule}\n\n**{facts["title"]}** · {facts["severity"]}\n') else [f'{path}: another heading']
    if list(parts) != SECTIONS:
        return wrong + [f'{path} has the sections {list(parts)}']
    if facts['why'] not in parts['Why it matters'] or facts['remedy'] not in parts['Way out']:
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
    if '--write' in sys.argv:
        write(root, table)
    tap.check('/rules/check-pages/set', set_complaints(root, table))
    tap.check('/rules/check-pages/index', index_complaints(root, table))
    tap.check('/rules/check-pages/coverage', coverage_complaints(root, table))
    for rule in table:
        if os.path.exists(os.path.join(root, FOLDER, rule + '.md')):
            tap.check('/rules/check-pages/' + rule,
                      page_complaints(root, rule, table[rule]) + example_complaints(root, program, rule))
    tap.end()


main()
