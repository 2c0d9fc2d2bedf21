#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom: docs/ARCHITECTURE.md's table, read from src/rooms.txt, and the borders that are
finer than rooms. Each rule is then broken in a made-up tree, to see that it is found."""
import os
import re
import tempfile

from source_tree import Tap, files, read, rooms, source_root, without_comments

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)

# Written by the build; belong to no room.
GENERATED = {'config.h', 'formats/alembic-standard-resources.h', 'database/catalog-resources.h', 'python/standard-resources.h'}

# Headers of other libraries, by how their paths begin: (what they are, the paths from src/ that may include them).
# The longest beginning counts.
OUTSIDE = {
    'pg_query': ('PostgreSQL\'s grammar', ['sql/']),
    'protobuf-c/': ('PostgreSQL\'s grammar', ['sql/']),
    'libpq-fe.h': ('libpq', ['database/session/']),
    'libpq/': ('libpq', ['database/session/']),
    'postgres_ext.h': ('libpq', ['database/session/']),
    'tree_sitter/': ('tree-sitter', ['python/', 'formats/']),
    'git2': ('libgit2', ['engine/']),
    'libsecret/': ('libsecret', ['database/']),
    'json-glib/': ('json-glib', ['base/', 'formats/', 'database/', 'engine/', 'report/']),
    'gtk/': ('GTK', ['ui/']),
    'gdk/': ('GTK', ['ui/']),
    'gsk/': ('GTK', ['ui/']),
    'graphene': ('GTK', ['ui/']),
    'pango': ('GTK', ['ui/']),
    'cairo': ('GTK', ['ui/']),
    'adwaita.h': ('libadwaita', ['ui/']),
    'gtksourceview/': ('GtkSourceView', ['ui/']),
}

# The only users of child processes.
PROCESS_USERS = re.compile(r'base/|database/server/|database/tunnel/|engine/commands[./-]')

# What analysis/ must not reach: the same input gives the same output. model/ may draw an identifier and
# read the clock for a time stamp, but has no file, socket or thread either.
IO_HEADERS = r'glib/gstdio\.h|stdio\.h|unistd\.h|fcntl\.h|dirent\.h|poll\.h|signal\.h|pthread\.h|threads\.h' \
             r'|sys/|netdb\.h|netinet/|arpa/'
IO_CALLS = r'g_file_\w+|g_f?open|g_(?:get|set)env|g_get_(?:home|user|system|tmp)_\w+|g_thread_\w+' \
           r'|g_async_queue_\w+|g_timeout_\w+|g_idle_\w+|g_usleep|g_print(?:err)?|fopen|open|read|write' \
           r'|socket|connect|getenv|pthread_\w+'
CHANCE_CALLS = r'g_get_(?:real|monotonic|current)_time|g_date_time_new_now\w*|g_random_\w+|g_rand_\w+' \
               r'|g_uuid_string_random|clock|clock_gettime|time|rand|random'
PURE_ROOMS = {
    'model': (re.compile(IO_HEADERS), re.compile(rf'\b({IO_CALLS}) \('),
              'model/ has no file, socket or thread'),
    'analysis': (re.compile(rf'gio/|time\.h|{IO_HEADERS}'), re.compile(rf'\b({IO_CALLS}|{CHANCE_CALLS}) \('),
                 'analysis/ has no file, socket, clock, thread or random number'),
}


def includes(root, path):
    """(line number, bracket, included path) of each include line."""
    text = without_comments(read(root, path), strings=False)
    for match in INCLUDE.finditer(text):
        yield text.count('\n', 0, match.start()) + 1, match.group(1), match.group(2)


def break_of_path(root, path, included):
    if included in GENERATED or os.path.exists(os.path.join(root, 'src', included)):
        return None
    return f'"{included}" is no path from src/'


def break_of_rooms(table, path, included):
    room, other = path.split('/')[0], included.split('/')[0]
    if other not in table or other == room or other in table.get(room, ()):
        return None
    return f'{room}/ may not include {other}/ (src/rooms.txt)'


def page_of(path):
    """The folder of ui/ that a path lies in; '' directly in ui/, None outside it."""
    parts = path.split('/')
    return None if parts[0] != 'ui' else parts[1] if len(parts) > 2 else ''


def break_of_pages(path, included):
    page, other = page_of(path), page_of(included)
    if page is None or not other or other == page or other == 'widgets' or page == 'window':
        return None
    if page == '' and other == 'window':
        return None
    return f'pages meet in ui/window: {os.path.dirname(path)}/ may not include ui/{other}/'


def break_of_processes(path, included):
    if included != 'base/process.h' or PROCESS_USERS.match(path):
        return None
    return 'child processes belong to database/server, database/tunnel and engine/commands'


def break_of_outside(path, included):
    known = [beginning for beginning in OUTSIDE if included.startswith(beginning)]
    if not known:
        return None
    what, places = OUTSIDE[max(known, key=len)]
    if path.startswith(tuple(places)):
        return None
    return f'{what} ({included}) may be included only in {", ".join(places)}'


def break_of_purity(path, included):
    headers, _, why = PURE_ROOMS.get(path.split('/')[0], (None, None, None))
    return f'{why}: {included}' if headers and headers.match(included) else None


CHILD_CALLS = re.compile(r'\b(g_spawn_\w+|g_subprocess_\w+|posix_spawnp?|popen|system|v?fork|exec[lv]p?e?) \(')


def calls(root, path):
    """(line, what is wrong) of each call that the file's place forbids."""
    inner = path[len('src/'):]
    text = without_comments(read(root, path))
    _, forbidden, why = PURE_ROOMS.get(inner.split('/')[0], (None, None, None))
    for match in forbidden.finditer(text) if forbidden else ():
        yield text.count('\n', 0, match.start()) + 1, 'pure', f'{why}: {match.group(1)}()'
    if inner not in ('base/process.c', 'base/process.h'):
        for match in CHILD_CALLS.finditer(text):
            yield (text.count('\n', 0, match.start()) + 1, 'processes',
                   f'child processes are started through base/process.h: {match.group(1)}()')


RULES = ('paths-from-src', 'rooms', 'pages', 'processes', 'outside', 'pure', 'known-rooms')


def complaints(root):
    """{rule: ["file:line: what it breaks"]} of a source tree."""
    table = rooms(root)
    found = {rule: [] for rule in RULES}
    for path in files(root, 'src'):
        inner = path[len('src/'):]
        if inner.split('/')[0] not in table:
            found['known-rooms'].append(f'{path}: {inner.split("/")[0]} is not in src/rooms.txt')
        for line, bracket, included in includes(root, path):
            broken = [('processes', break_of_processes(inner, included)),
                      ('outside', break_of_outside(inner, included)),
                      ('pure', break_of_purity(inner, included))]
            if bracket == '"':
                broken += [('paths-from-src', break_of_path(root, inner, included)),
                           ('rooms', break_of_rooms(table, inner, included)),
                           ('pages', break_of_pages(inner, included))]
            for rule, why in broken:
                if why:
                    found[rule].append(f'{path}:{line}: {why}')
        for line, rule, why in calls(root, path):
            found[rule].append(f'{path}:{line}: {why}')
    return found


# Each breaks one rule, and one only: (name, rule, file, text). Headers named here exist in the made-up tree.
BROKEN = [
    ('relative-path', 'paths-from-src', 'engine/a.c', '#include "runner.h"\n'),
    ('right-to-left', 'rooms', 'sql/a.c', '#include "engine/runner.h"\n'),
    ('ui-to-engine', 'rooms', 'ui/window/a.c', '#include "engine/runner.h"\n'),
    ('cli-to-ui', 'rooms', 'cli/a.c', '#include "ui/window/window.h"\n'),
    ('ui-to-cli', 'rooms', 'ui/window/a.c', '#include "cli/command.h"\n'),
    ('commented-then-not', 'rooms', 'sql/a.c',
     '/* #include "model/plan.h" */\n  #  include   "engine/runner.h" /* why */\n'),
    ('page-to-page', 'pages', 'ui/history/a.c', '#include "ui/schema/schema-page.h"\n'),
    ('page-to-window', 'pages', 'ui/history/a.c', '#include "ui/window/window.h"\n'),
    ('widget-to-page', 'pages', 'ui/widgets/a.c', '#include "ui/schema/schema-page.h"\n'),
    ('process-in-catalog', 'processes', 'database/catalog/a.c', '#include "base/process.h"\n'),
    ('process-in-engine', 'processes', 'engine/commander.c', '#include "base/process.h"\n'),
    ('spawn-in-cli', 'processes', 'cli/a.c', 'int x = g_spawn_sync (NULL);\n'),
    ('system-in-server', 'processes', 'database/server/a.c', 'int x = system ("true");\n'),
    ('grammar-in-analysis', 'outside', 'analysis/a.c', '#include <pg_query.h>\n'),
    ('trees-in-analysis', 'outside', 'analysis/a.c', '#include <pg_query/pg_query.pb-c.h>\n'),
    ('libpq-in-catalog', 'outside', 'database/catalog/a.c', '#include <libpq-fe.h>\n'),
    ('gtk-in-workbench', 'outside', 'workbench/a.c', '#include <gtk/gtk.h>\n'),
    ('adwaita-in-cli', 'outside', 'cli/a.c', '#include <adwaita.h>\n'),
    ('sourceview-in-workbench', 'outside', 'workbench/a.c', '#include <gtksourceview/gtksource.h>\n'),
    ('json-in-model', 'outside', 'model/a.c', '#include <json-glib/json-glib.h>\n'),
    ('git-in-formats', 'outside', 'formats/a.c', '#include <git2.h>\n'),
    ('file-in-analysis', 'pure', 'analysis/a.c', '#include <stdio.h>\n'),
    ('gio-in-analysis', 'pure', 'analysis/locks/a.c', '#include <gio/gio.h>\n'),
    ('clock-in-analysis', 'pure', 'analysis/a.c', 'gint64 now = g_get_real_time ();\n'),
    ('random-in-analysis', 'pure', 'analysis/a.c', 'int n = g_random_int ();\n'),
    ('contents-in-analysis', 'pure', 'analysis/a.c', 'int n = g_file_get_contents (path);\n'),
    ('thread-in-analysis', 'pure', 'analysis/a.c', 'void *t = g_thread_new (0);\n'),
    ('environment-in-model', 'pure', 'model/a.c', 'const char *s = g_getenv ("HOME");\n'),
    ('unknown-room', 'known-rooms', 'utils/a.c', 'int x;\n'),
]

HEADERS = ['base/process.h', 'model/plan.h', 'engine/runner.h', 'cli/command.h', 'ui/window/window.h',
           'ui/schema/schema-page.h', 'ui/widgets/pill.h', 'workbench/workbench.h', 'sql/tree.h']

# Breaks nothing.
SOUND = [
    ('ui/window/window.c', '#include "config.h"\n#include "ui/schema/schema-page.h"\n#include <adwaita.h>\n'
                           '#include "ui/widgets/pill.h"\n#include "workbench/workbench.h"\n'),
    ('ui/main.c', '#include "ui/window/window.h"\n'),
    ('engine/commands/run.c', '#include "base/process.h"\n'),
    ('engine/commands.c', '#include "base/process.h"\n'),
    ('database/server/server.c', '#include "base/process.h"\n'),
    ('database/tunnel/tunnel.c', '#include "base/process.h"\n'),
    ('base/process.c', '#include "base/process.h"\n#include <gio/gio.h>\nint x = g_subprocess_new (0);\n'),
    ('analysis/a.c', '#include "sql/tree.h"\n/* Not g_get_real_time (): the same input gives the same output. */\n'
                     'const char *s = "g_random_int ()";\n'),
    ('sql/tree.c', '#include <pg_query/pg_query.pb-c.h>\n'),
    ('database/session/session.c', '#include <libpq-fe.h>\n'),
]


def write(root, path, text):
    place = os.path.normpath(os.path.join(root, 'src', path))
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, 'w', encoding='utf-8') as file:
        file.write(text)


def found_in(rooms_text, sources):
    """The rules that a made-up tree breaks."""
    with tempfile.TemporaryDirectory() as root:
        write(root, 'rooms.txt', rooms_text)
        for path in HEADERS:
            write(root, path, '#pragma once\n')
        for path, text in sources:
            write(root, path, text)
        return {rule: lines for rule, lines in complaints(root).items() if lines}


def main():
    root, tap = source_root(), Tap()
    for rule, lines in complaints(root).items():
        tap.check(f'/rules/includes/{rule}', lines)
    rooms_text = read(root, 'src/rooms.txt')
    sound = found_in(rooms_text, SOUND)
    tap.check('/rules/includes/made-up/sound', [line for lines in sound.values() for line in lines])
    for name, rule, path, text in BROKEN:
        found = found_in(rooms_text, [(path, text)])
        wrong = [] if set(found) == {rule} else [f'expected only {rule} to be broken, found {found}']
        tap.check(f'/rules/includes/made-up/{name}', wrong)
    tap.end()


main()
