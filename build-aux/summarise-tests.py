#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads meson's testlog.json and says how the tests went.

Counts single tests: each TAP line of a program, or the program when it speaks no TAP. A program that
passed all its lines and still failed (it crashed, leaked or hung) is one more failure. Prints the
output of what failed, then `N passed, N failed` (`, N skipped`). Exit status: 0 when nothing failed.
"""
import json
import re
import sys

TAP_LINE = re.compile(r'^(not )?ok\b(?:\s+\d+)?\s*-?\s*([^#]*)(?:#\s*(\w+))?')
GOOD = ('OK', 'SKIP', 'EXPECTEDFAIL')


def count(program):
    """(passed, names of failures, skipped) of one program."""
    passed, failed, skipped = 0, [], 0
    for line in program.get('stdout', '').splitlines():
        match = TAP_LINE.match(line)
        if not match:
            continue
        bad, name, directive = match.groups()
        if directive and directive.upper().startswith('SKIP'):
            skipped += 1
        elif bad:
            failed.append(name.strip())
        else:
            passed += 1
    result = program['result']
    if result not in GOOD and not failed:
        failed.append(f'the program itself ({result.lower()}, status {program["returncode"]})')
    elif passed + skipped + len(failed) == 0:
        if result == 'SKIP':
            skipped = 1
        else:
            passed = 1
    return passed, failed, skipped


def show(program, failed):
    print(f'\n=== {program["name"]}: {", ".join(failed)}')
    for stream in ('stdout', 'stderr'):
        text = program.get(stream, '').rstrip()
        if text:
            lines = text.splitlines()
            if len(lines) > 200:
                lines = lines[:100] + [f'… {len(lines) - 200} lines …'] + lines[-100:]
            print('\n'.join(lines))


def main():
    try:
        with open(sys.argv[1], encoding='utf-8') as log:
            programs = [json.loads(line) for line in log]
    except FileNotFoundError:
        programs = []
    passed = failed = skipped = 0
    for program in programs:
        good, bad, left = count(program)
        passed, failed, skipped = passed + good, failed + len(bad), skipped + left
        if bad:
            show(program, bad)
    if not programs:
        print('test: no test ran', file=sys.stderr)
        failed = 1
    print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed else 0


sys.exit(main())
