#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Translations are whole: every language of po/LINGUAS has each text of the sources as they are now, with plural
forms and placeholders that agree, and a program that was not installed speaks it.

test-translations.py RETORT-CLI"""
import os
import re
import subprocess
import sys
import tempfile

from source_tree import Tap, read, source_root

KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dcgettext:2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3']
PLACEHOLDER = re.compile(r"%(?:\d+\$)?[-+ #0']*[\d*]*(?:\.[\d*]+)?(?:hh|h|ll|l|z|j)?[diouxXeEfFgGcsp%]")
# What a German or Chinese reader is told first when asking for help.
HELP = {'de': 'Aufruf: retort-cli', 'zh_CN': '用法：retort-cli'}


def run(*arguments, **options):
    return subprocess.run(arguments, capture_output=True, text=True, check=False, **options)


def languages(root):
    return [name for line in read(root, 'po/LINGUAS').splitlines() if not line.startswith('#') for name in line.split()]


def extract(root, template):
    """Writes the texts of the sources into the file; returns complaints of xgettext."""
    wrong = []
    sources = [line for line in read(root, 'po/POTFILES').splitlines() if line and not line.startswith('#')]
    code = [path for path in sources if path.endswith('.c')]
    parts = []
    for number, (paths, keywords) in enumerate(((code, KEYWORDS), ([p for p in sources if p not in code], []))):
        part = f'{template}.{number}'
        done = run('xgettext', '--from-code=UTF-8', '--output=' + part, '--add-comments=Translators:',
                   *('--keyword=' + word for word in keywords), *paths, cwd=root)
        wrong += [line for line in done.stderr.splitlines() if line.strip()]
        parts.append(part)
    done = run('msgcat', '--use-first', '--output-file=' + template, *parts)
    return wrong + done.stderr.splitlines()


def entries(text):
    """The entries of a catalogue without the first: dictionaries of keyword and text."""
    found = []
    for block in re.split(r'\n\n+', text):
        entry, last = {}, None
        for line in block.splitlines():
            match = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) "(.*)"$', line)
            if match:
                last = match.group(1)
                entry[last] = match.group(2)
            elif last and line.startswith('"'):
                entry[last] += line[1:-1]
        if entry.get('msgid'):
            found.append(entry)
    return found


def placeholders(text):
    """What printf would take, in its order; the form of a number may differ, its type may not."""
    return [found[-1] for found in PLACEHOLDER.findall(text) if not found.endswith('%')]


def placeholder_complaints(root, language):
    wrong = []
    for entry in entries(read(root, f'po/{language}.po')):
        wanted = [placeholders(entry[key]) for key in ('msgid', 'msgid_plural') if key in entry]
        for key, text in entry.items():
            if key.startswith('msgstr') and '$' not in text and placeholders(text) not in wanted:
                wrong.append(f'po/{language}.po: "{entry["msgid"]}" and "{text}" take other values')
    return wrong


def whole_complaints(root, template, language):
    """Against the sources of now: nothing without a translation, nothing that was only similar."""
    merged = f'{template}.{language}'
    path = os.path.join(root, f'po/{language}.po')
    done = run('msgmerge', '--no-fuzzy-matching', '--quiet', '--output-file=' + merged, path, template)
    wrong = done.stderr.splitlines()
    lacking = run('msgattrib', '--untranslated', '--no-obsolete', merged).stdout
    wrong += [f'po/{language}.po lacks "{entry["msgid"]}"' for entry in entries(lacking)]
    doubtful = run('msgattrib', '--only-fuzzy', '--no-obsolete', path).stdout
    return wrong + [f'po/{language}.po is not sure of "{entry["msgid"]}"' for entry in entries(doubtful)]


def check_complaints(root, language):
    done = run('msgfmt', '--check', '--output-file=/dev/null', os.path.join(root, f'po/{language}.po'))
    return done.stderr.splitlines() if done.returncode else []


def spoken_complaints(program, language):
    environment = dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE=language)
    text = run(program, '--help', env=environment).stdout
    wanted = HELP.get(language, '')
    return [] if text.startswith(wanted) else [f'retort-cli --help begins with "{text[:40]}", not with "{wanted}"']


def main():
    root, tap = source_root(), Tap()
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, 'retort.pot')
        tap.check('/translations/extract', extract(root, template))
        for language in languages(root):
            tap.check(f'/translations/{language}/well-formed', check_complaints(root, language))
            tap.check(f'/translations/{language}/whole', whole_complaints(root, template, language))
            tap.check(f'/translations/{language}/placeholders', placeholder_complaints(root, language))
            tap.check(f'/translations/{language}/spoken', spoken_complaints(sys.argv[1], language))
    tap.end()


main()
