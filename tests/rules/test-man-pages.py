#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual pages are well-formed, and name each command and option that the help texts name.

test-man-pages.py RETORT-CLI"""
import os
import re
import subprocess
import sys

from source_tree import Tap, source_root

FOLDER = 'data/man'


def run(*arguments):
    environment = dict(os.environ, LC_ALL='C.UTF-8', MANWIDTH='200', MANROFFSEQ='')
    return subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment)


def options(text):
    return set(re.findall(r'(?<![\w-])--[a-z][a-z-]*', text))


def help_complaints(program, shown):
    """Words of the help texts that the page does not know."""
    text = run(program, '--help').stdout
    commands = re.findall(r'^  ([a-z]+)\b', text, re.M)
    named = options(text)
    for command in commands:
        named |= options(run(program, command, '--help').stdout)
    wrong = [] if commands and named else ['the help text names no command or no option']
    wrong += [f'retort-cli.1 lacks the command {name}' for name in commands
              if not re.search(rf'^ +{name}\b', shown, re.M)]
    return wrong + [f'retort-cli.1 lacks the option {name}' for name in sorted(named - options(shown))]


def main():
    root, tap = source_root(), Tap()
    shown = {}
    for name in sorted(os.listdir(os.path.join(root, FOLDER))):
        done = run('man', '--warnings=w', '--local-file', os.path.join(root, FOLDER, name))
        shown[name] = re.sub(r'.\x08|\x1b\[[\d;]*m', '', done.stdout)
        tap.check('/rules/man-pages/' + name, done.stderr.splitlines())
    tap.check('/rules/man-pages/help', help_complaints(sys.argv[1], shown['retort-cli.1']))
    tap.end()


main()
