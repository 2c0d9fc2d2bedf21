#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`meson install` puts in place what a desktop and the programs look for, and no more.

    test-install.py MESON BUILD-FOLDER PREFIX"""
import os
import re
import subprocess
import sys
import tempfile

from source_tree import Tap, read, source_root

APP_ID = 'io.github.retort.Retort'
WANTED = [
    'bin/retort', 'bin/retort-cli',
    f'share/applications/{APP_ID}.desktop',
    f'share/metainfo/{APP_ID}.metainfo.xml',
    f'share/glib-2.0/schemas/{APP_ID}.gschema.xml',
    f'share/icons/hicolor/scalable/apps/{APP_ID}.svg',
    f'share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg',
    'share/retort/practice/alembic.ini', 'share/retort/practice/migrations/env.py',
    'share/retort/practice-drizzle/drizzle/meta/_journal.json',
]
ALLOWED = re.compile(r'bin/retort(-cli)?$|share/(applications|metainfo|glib-2\.0/schemas|man/man1)/[^/]+$'
                     r'|share/icons/hicolor/.+\.svg$|share/retort/practice(-drizzle)?/.+|share/locale/\w+/LC_MESSAGES/retort\.mo$')


def languages(root):
    return [name for line in read(root, 'po/LINGUAS').splitlines() if not line.startswith('#') for name in line.split()]


def main():
    meson, build, prefix = sys.argv[1:4]
    root, tap = source_root(), Tap()
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([meson, 'install', '-C', build, '--no-rebuild', '--quiet', '--destdir', folder],
                              capture_output=True, text=True, check=False)
        tap.check('/rules/install/runs', [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines())
        top = folder + prefix
        have = {os.path.relpath(os.path.join(place, name), top)
                for place, _, names in os.walk(folder) for name in names}
        wanted = WANTED + [f'share/locale/{name}/LC_MESSAGES/retort.mo' for name in languages(root)]
        tap.check('/rules/install/complete', [f'{path} is not installed' for path in wanted if path not in have])
        tap.check('/rules/install/no-more',
                  [f'{path} is installed' for path in sorted(have)
                   if not ALLOWED.match(path) or path.endswith('.pyc')])
        said = subprocess.run([os.path.join(top, 'bin/retort-cli'), '--version'],
                              capture_output=True, text=True, check=False)
        tap.check('/rules/install/runs-from-there',
                  [] if said.returncode == 0 and 'retort-cli' in said.stdout else [str(said)])
        with open(os.path.join(top, f'share/applications/{APP_ID}.desktop'), encoding='utf-8') as file:
            desktop = dict(line.rstrip('\n').split('=', 1) for line in file if '=' in line)
        tap.check('/rules/install/desktop-file',
                  [] if desktop['Exec'].split()[0] == 'retort' and desktop['Icon'] == APP_ID else [str(desktop)])
    tap.end()


main()
