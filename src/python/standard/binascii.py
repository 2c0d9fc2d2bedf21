# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for binascii (Library Reference, "binascii")."""
from base64 import b64decode, b64encode
from _retort import not_evaluated


def hexlify(data, *sep):
    return data.hex(*sep).encode() if isinstance(data, bytes) else not_evaluated('these bytes are not evaluated', data)


def unhexlify(hexstr):
    text = hexstr.decode() if isinstance(hexstr, bytes) else hexstr
    return bytes.fromhex(text) if len(text) % 2 == 0 and text.isalnum() else not_evaluated('this number is not evaluated')


b2a_hex = hexlify
a2b_hex = unhexlify


def b2a_base64(data, *, newline=True):
    return b64encode(data) + (b'\n' if newline else b'')


def a2b_base64(data, *, strict_mode=False):
    return b64decode(data)


def crc32(data, value=0):
    if not isinstance(data, bytes) or len(data) > 4096:
        return not_evaluated('this checksum is not evaluated', data)
    crc = value ^ 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xedb88320 if crc & 1 else crc >> 1
    return crc ^ 0xffffffff
