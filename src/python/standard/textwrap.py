# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for wrap() and fill() of textwrap (Library Reference, "textwrap"). Where a word with a hyphen is parted is not followed."""
from _retort import not_evaluated


def _chunks(text):
    """Words, and what is between them, from the last to the first."""
    chunks = []
    for letter in text:
        if chunks and (letter == ' ') == (chunks[-1][-1] == ' '):
            chunks[-1] += letter
        else:
            chunks.append(letter)
    return chunks[::-1]


def wrap(text, width=70, *, initial_indent='', subsequent_indent=''):
    if '-' in text or not text.isascii():
        return not_evaluated('where this text is parted is not evaluated')
    if width <= 0:
        raise ValueError('invalid width')
    text = text.expandtabs()
    for space in '\n\r\v\f':
        text = text.replace(space, ' ')
    lines = []
    chunks = _chunks(text)
    while chunks:
        line = []
        length = 0
        indent = subsequent_indent if lines else initial_indent
        room = width - len(indent)
        if not chunks[-1].strip() and lines:
            chunks.pop()
        while chunks and length + len(chunks[-1]) <= room:
            length += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > room:
            left = 1 if room < 1 else room - length
            line.append(chunks[-1][:left])
            chunks[-1] = chunks[-1][left:]
        if line and not line[-1].strip():
            line.pop()
        if line:
            lines.append(indent + ''.join(line))
    return lines


def fill(text, width=70, *, initial_indent='', subsequent_indent=''):
    return '\n'.join(wrap(text, width, initial_indent=initial_indent, subsequent_indent=subsequent_indent))
