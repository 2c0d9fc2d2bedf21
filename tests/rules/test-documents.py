#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents and lists that say what the sources say: the room table of docs/ARCHITECTURE.md is the one
of src/rooms.txt, po/POTFILES names every file with something to translate, documents that sources cite are there.

With --write, the table and the list are written anew."""
import glob
import os
import re
import sys

from source_tree import Tap, files, read, rooms, source_root, without_comments

ARCHITECTURE = 'docs/ARCHITECTURE.md'
ROW = re.compile(r'^\| (\w+)/ \|([^|\n]*)\|([^|\n]*)\|', re.M)
POTFILES_HEAD = '# Files with strings to translate, sorted.'
SECTIONS = re.compile(r'(docs/reference/[\w-]+\.md),? (?:sections? )?(\d+(?:\.\d+)*(?:(?:, | and )\d+(?:\.\d+)*)*)')
TRANSLATED = {
    '.c': re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|gettext|g_dn?gettext|g_dpgettext2) ?\('),
    '.ui': re.compile(r'translatable="(?:yes|true|1)"'),
}


def allowed_text(allowed, order):
    return ', '.join(room for room in order if room in allowed) or '–'


def table_complaints(root):
    """Rows of the document against the file that the include test reads, order too."""
    table = rooms(root)
    rows = [(match.group(1), match.group(3).strip()) for match in ROW.finditer(read(root, ARCHITECTURE))]
    wrong = []
    if [name for name, _ in rows] != list(table):
        wrong.append(f'{ARCHITECTURE} has the rooms {[name for name, _ in rows]}, src/rooms.txt {list(table)}')
    for name, text in rows:
        if name in table and text != allowed_text(table[name], table):
            wrong.append(f'{ARCHITECTURE}: {name}/ may include "{text}",'
                         f' src/rooms.txt says "{allowed_text(table[name], table)}"')
    return wrong


def write_table(root):
    table, text = rooms(root), read(root, ARCHITECTURE)

    def row(match):
        return f'| {match.group(1)}/ |{match.group(2)}| {allowed_text(table[match.group(1)], table)} |'
    text = ROW.sub(row, text)
    with open(os.path.join(root, ARCHITECTURE), 'w', encoding='utf-8') as file:
        file.write(text)


def translatable(root):
    """The files that hold something to translate, as POTFILES names them."""
    found = []
    for path in files(root, 'src', 'data', ends=('.c', '.ui', '.desktop.in', '.metainfo.xml.in', '.gschema.xml')):
        text = read(root, path)
        end = os.path.splitext(path)[1]
        if end in TRANSLATED:
            text = without_comments(text, strings=False) if end == '.c' else text
            if TRANSLATED[end].search(text):
                found.append(path)
        else:
            found.append(path)
    return found


def listed(root):
    return [line for line in read(root, 'po/POTFILES').splitlines() if line and not line.startswith('#')]


def potfiles_complaints(root):
    wanted, have = set(translatable(root)), listed(root)
    wrong = [f'po/POTFILES lacks {path}' for path in sorted(wanted - set(have))]
    wrong += [f'po/POTFILES names {path}, which is not there' for path in have
              if not os.path.exists(os.path.join(root, path))]
    if have != sorted(have):
        wrong.append('po/POTFILES is not sorted')
    return wrong + [f'po/POTFILES names {path} twice' for path in sorted(set(have)) if have.count(path) > 1]


def grammar_complaints(root):
    """Each grammar has one sum, wherever it is named."""
    path = 'flatpak/io.github.retort.Retort.yml'
    manifest, wrong = read(root, path), []
    for wrap in sorted(glob.glob(os.path.join(root, 'subprojects', 'tree-sitter-*.wrap'))):
        name = os.path.relpath(wrap, root)
        wanted = re.search(r'^source_hash *= *(\w+)$', read(root, name), re.M).group(1)
        wrong += [] if f'sha256: {wanted}' in manifest else [f'{path} does not hold the sum of {name}']
    return wrong


def languages_complaints(root):
    names = [name for line in read(root, 'po/LINGUAS').splitlines() if not line.startswith('#') for name in line.split()]
    return [f'po/LINGUAS names {name}, but there is no po/{name}.po' for name in names
            if not os.path.exists(os.path.join(root, 'po', name + '.po'))]


def citation_complaints(root):
    """A document that a source or test gives as its reason exists, and so does the section that it names."""
    wrong = []
    for path in files(root, 'src', 'tests', ends=('.c', '.h', '.py', '.txt', '.ui', '.sql', 'meson.build')):
        text = re.sub(r'\n \* *', ' ', read(root, path))
        for name in sorted(set(re.findall(r'(?<![\w/])docs/[\w./-]*\.\w+', text))):
            if not os.path.exists(os.path.join(root, name)):
                wrong.append(f'{path} cites {name}, which is not there')
        wrong += [f'{path} cites {name} as if it lay elsewhere'
                  for name in sorted(set(re.findall(r'(?<![\w/])reference/[\w-]+\.\w+', text)))]
        for name, numbers in SECTIONS.findall(text):
            if os.path.exists(os.path.join(root, name)):
                have = set(re.findall(r'^#+ (\d+(?:\.\d+)*)\.? ', read(root, name), re.M))
                wrong += [f'{path} cites {name} section {number}, which it does not have'
                          for number in re.findall(r'\d+(?:\.\d+)*', numbers) if number not in have]
    return wrong


def main():
    root, tap = source_root(), Tap()
    if '--write' in sys.argv:
        write_table(root)
        with open(os.path.join(root, 'po/POTFILES'), 'w', encoding='utf-8') as file:
            file.write(''.join(f'{line}\n' for line in [POTFILES_HEAD] + translatable(root)))
        return
    tap.check('/rules/documents/room-table', table_complaints(root))
    tap.check('/rules/documents/potfiles', potfiles_complaints(root))
    tap.check('/rules/documents/grammar-sum', grammar_complaints(root))
    tap.check('/rules/documents/citations', citation_complaints(root))
    tap.check('/rules/documents/languages', languages_complaints(root))
    tap.end()


main()
