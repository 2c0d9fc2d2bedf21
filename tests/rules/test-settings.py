#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings schema and the sources agree: each key is explained, limited where a number is asked for,
and used; no key is used that the schema does not know."""
import re
import xml.etree.ElementTree as ElementTree

from source_tree import Tap, files, read, source_root, without_comments

SCHEMA = 'data/io.github.retort.Retort.gschema.xml'
USE = re.compile(r'\bg_settings_(?:get|set|bind|create_action|reset|is_writable)\w* \(\s*[^",;]+,\s*"([a-z0-9-]+)"'
                 r'|"changed::([a-z0-9-]+)"')


def main():
    root, tap = source_root(), Tap()
    schema = ElementTree.fromstring(read(root, SCHEMA).encode()).find('schema')
    keys = {key.get('name'): key for key in schema.findall('key')}
    code = {path: without_comments(read(root, path), strings=False) for path in files(root, 'src')}
    used = {}
    for path, text in code.items():
        for match in USE.finditer(text):
            used.setdefault(match.group(1) or match.group(2), path)

    tap.check('/rules/settings/explained',
              [f'{name} lacks a {part}' for name, key in keys.items() for part in ('summary', 'description')
               if not (key.findtext(part) or '').strip()])
    tap.check('/rules/settings/numbers-have-a-range',
              [f'{name} has no range' for name, key in keys.items()
               if key.get('type') in ('i', 'u', 'x', 't', 'd') and key.find('range') is None])
    tap.check('/rules/settings/used',
              [f'{name} is used nowhere' for name in keys if not any(f'"{name}"' in text for text in code.values())])
    tap.check('/rules/settings/known',
              [f'{path}: the schema has no {name}' for name, path in used.items() if name not in keys])
    tap.end()


main()
