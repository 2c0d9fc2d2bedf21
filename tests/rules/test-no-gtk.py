#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""retort-cli links no GTK, neither by itself nor through another library, and does not wait at its start for libpq and libgit2.

    test-no-gtk.py RETORT-CLI RETORT

The window's program is looked at too: there it must be found, else the test would hold for nothing."""
import re
import subprocess
import sys

from source_tree import Tap

GRAPHICAL = re.compile(r'lib(gtk|gdk|gsk|adwaita|gtksourceview|pango|cairo|wayland|X11|epoxy|graphene)')

LATE = re.compile(r'lib(pq|git2)\.')  # src/base/library.h


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def needed(program):
    """The libraries in the program's own dynamic section."""
    return re.findall(r'\(NEEDED\).*\[(.*)\]', output('readelf', '--dynamic', '--wide', program))


def loaded(program):
    """The libraries that the loader would bring, through others too."""
    return re.findall(r'^\s+(\S+) =>', output('ldd', program), re.M)


def main():
    tap, cli = Tap(), sys.argv[1]
    libraries = needed(cli)
    tap.check('/rules/no-gtk/reads-the-dynamic-section', [] if 'libc.so.6' in libraries else [str(libraries)])
    tap.check('/rules/no-gtk/needed', [f'{cli} links {name}' for name in libraries if GRAPHICAL.match(name)])
    tap.check('/rules/no-gtk/loaded', [f'{cli} loads {name}' for name in loaded(cli) if GRAPHICAL.match(name)])
    tap.check('/rules/no-gtk/late', [f'{cli} loads {name} at its start' for name in loaded(cli) if LATE.match(name)])
    for program in sys.argv[2:]:
        found = [name for name in needed(program) if GRAPHICAL.match(name)]
        tap.check('/rules/no-gtk/the-window-does', [] if found else [f'{program} links no GTK?'])
    tap.end()


main()
