# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for hmac (RFC 2104; Library Reference, "hmac")."""
import hashlib

from _retort import not_evaluated

_block_sizes = {'md5': 64, 'sha1': 64, 'sha256': 64, 'sha384': 128, 'sha512': 128}


class HMAC:
    def __init__(self, key, msg, make):
        size = _block_sizes[make().name]
        key = make(key).digest() if len(key) > size else key
        key = key + b'\x00' * (size - len(key))
        self._make = make
        self._outer = bytes([byte ^ 0x5c for byte in key])
        self._inner = bytes([byte ^ 0x36 for byte in key])
        self._message = msg
        self.name = 'hmac-' + make().name
        self.block_size = size

    def update(self, msg):
        self._message += msg

    def digest(self):
        return self._make(self._outer + self._make(self._inner + self._message).digest()).digest()

    def hexdigest(self):
        return self.digest().hex()


def new(key, msg=None, digestmod=''):
    if isinstance(digestmod, str) and digestmod in _block_sizes:
        name = digestmod
        return HMAC(key, msg or b'', lambda data=b'': hashlib.new(name, data))
    if digestmod in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha384, hashlib.sha512):
        return HMAC(key, msg or b'', digestmod)
    return not_evaluated('this checksum is not evaluated', digestmod)


def digest(key, msg, digest):
    return new(key, msg, digest).digest()


def compare_digest(a, b):
    return a == b
