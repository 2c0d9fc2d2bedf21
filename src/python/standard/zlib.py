# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for zlib: its checksums (RFC 1950, section 8; Library Reference, "zlib")."""
from binascii import crc32
from _retort import not_evaluated


def adler32(data, value=1):
    if not isinstance(data, bytes) or len(data) > 4096:
        return not_evaluated('this checksum is not evaluated', data)
    a, b = value & 0xffff, value >> 16
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a
