#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""build-aux/summarise-tests.py counts what meson's log says, and never calls a crash a success."""
import json
import os
import subprocess
import sys
import tempfile

from source_tree import Tap, source_root

# (name, programs of the log, the last line, exit status)
CASES = [
    ('tap-lines', [{'stdout': 'TAP version 13\n1..2\nok 1 /a/b\n# note\nok 2 /a/c\n', 'result': 'OK'}],
     '2 passed, 0 failed', 0),
    ('a-failure', [{'stdout': 'ok 1 /a\nnot ok 2 /b - why\n', 'result': 'FAIL', 'returncode': 1}],
     '1 passed, 1 failed', 1),
    ('a-crash-after-success', [{'stdout': 'ok 1 /a\n', 'result': 'ERROR', 'returncode': -6}],
     '1 passed, 1 failed', 1),
    ('a-leak-after-success', [{'stdout': '1..1\nok 1 /a\n', 'result': 'ERROR', 'returncode': 1}],
     '1 passed, 1 failed', 1),
    ('a-timeout', [{'stdout': '', 'result': 'TIMEOUT', 'returncode': -15}], '0 passed, 1 failed', 1),
    ('no-tap', [{'stdout': '', 'result': 'OK'}, {'result': 'FAIL', 'returncode': 3}], '1 passed, 1 failed', 1),
    ('skipped', [{'stdout': 'ok 1 /a # SKIP no server\nok 2 /b\n', 'result': 'OK'}],
     '1 passed, 0 failed, 1 skipped', 0),
    ('subtests-count-once', [{'stdout': '# Subtest: x\n    ok 1 inner\nok 1 x\n', 'result': 'OK'}],
     '1 passed, 0 failed', 0),
    ('nothing-ran', [], '0 passed, 1 failed', 1),
]


def summary(root, programs):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, 'testlog.json')
        with open(log, 'w', encoding='utf-8') as file:
            for number, program in enumerate(programs):
                json.dump({'name': f'program {number}', 'returncode': 0, **program}, file)
                file.write('\n')
        done = subprocess.run([sys.executable, os.path.join(root, 'build-aux/summarise-tests.py'), log],
                              capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[-1], done.returncode


def main():
    root, tap = source_root(), Tap()
    for name, programs, line, status in CASES:
        got = summary(root, programs)
        tap.check(f'/rules/summary/{name}', [] if got == (line, status) else [f'{got}, expected {(line, status)}'])
    tap.end()


main()
