#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader should not meet in any file: no licence line, tabs, trailing blanks, work left for
later, and in C the words that CONTRIBUTING.md rules out."""
import re

from source_tree import Tap, files, read, source_root, without_comments

LICENCE = 'SPDX-License-Identifier: GPL-3.0-or-later'
LATER = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b')

# Words of C that are not used: (pattern in code without comments and strings, the reason, where it counts).
RULED_OUT = [
    (re.compile(r'\bgoto\b'), 'no goto: g_autoptr makes an early return safe', 'src/'),
    (re.compile(r'\bg_object_set_data\w*\b'), 'no data under string keys: make a struct', 'src/'),
    (re.compile(r'\bg?char8_t\b|\bgchar\b|\bgint\b|\bgfloat\b|\bgdouble\b|\bglong\b'),
     'char, int, double: C has these types', 'src/'),
    (re.compile(r'\b(g_usleep|sleep|usleep|nanosleep) \('), 'wait for a condition, not for time', ''),
    (re.compile(r'\bg_test_(skip|incomplete)\b'), 'a test is never skipped', 'tests/'),
    (re.compile(r'\b(strcpy|strcat|sprintf|gets|strtok|atoi) \('), 'unbounded or unchecked', 'src/'),
    (re.compile(r'\bG_IO_ERROR_FAILED\b'), 'say which failure it is', 'src/'),
]


def lines_with(pattern, path, text, why):
    return [f'{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group(0).strip()}: {why}'
            for match in pattern.finditer(text)]


def main():
    root, tap = source_root(), Tap()
    c_files = files(root, 'src', 'tests')
    scripts = [path for path in files(root, 'build-aux', 'tests', ends=('.py', '.sh', 'meson.build'))
               + ['build-aux/setup', 'build-aux/run', 'build-aux/test', 'build-aux/headless', '.ci/run']
               if read(root, path).strip()]
    written = c_files + files(root, 'src', ends=('.ui', '.css', '.sql', 'meson.build')) + scripts
    texts = {path: read(root, path) for path in sorted(set(written))}

    tap.check('/rules/style/licence',
              [f'{path}: the first lines hold no {LICENCE}' for path in c_files
               if LICENCE not in texts[path].split('\n')[0]]
              + [f'{path}: the first lines hold no {LICENCE}' for path in scripts
                 if not path.endswith('meson.build') and LICENCE not in ''.join(texts[path].split('\n')[:2])])
    tap.check('/rules/style/blanks',
              [line for path, text in texts.items()
               for line in lines_with(re.compile(r'[ \t]+$', re.M), path, text, 'blanks at the end of a line')
               + lines_with(re.compile(r'\t'), path, text, 'tab')])
    tap.check('/rules/style/nothing-left-for-later',
              [line for path, text in texts.items() if not path.endswith('test-style.py')
               for line in lines_with(LATER, path, text, 'do it, or open an issue')])
    tap.check('/rules/style/ruled-out',
              [line for path in c_files for pattern, why, where in RULED_OUT if path.startswith(where)
               for line in lines_with(pattern, path, without_comments(texts[path]), why)])
    tap.check('/rules/style/comments',
              [line for path in c_files
               for line in lines_with(re.compile(r'^\s*//', re.M), path, texts[path], 'comments are /* */')])
    tap.end()


main()
