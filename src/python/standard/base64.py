# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for base64 (RFC 4648; Library Reference, "base64")."""
from _retort import not_evaluated

_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
_BASE64 = (_LETTERS + _LETTERS.lower() + '0123456789+/').encode()
_URLSAFE = _BASE64[:62] + b'-_'
_BASE32 = (_LETTERS + '234567').encode()


def _given(s):
    """Bytes, or ASCII text."""
    if isinstance(s, str):
        if not s.isascii():
            raise ValueError('string argument should contain only ASCII characters')
        return s.encode()
    return s if isinstance(s, bytes) else not_evaluated('this argument is not evaluated', s)


def _encode(s, alphabet, n_bits, n_in, n_out):
    """Groups of n_in bytes become n_out letters of n_bits each."""
    if not isinstance(s, bytes):
        return not_evaluated('what is encoded here is not evaluated', s)
    out = []
    for at in range(0, len(s), n_in):
        group = s[at:at + n_in]
        number = int.from_bytes(group + bytes(n_in - len(group)), 'big')
        letters = [alphabet[(number >> n_bits * place) % 2 ** n_bits] for place in range(n_out - 1, -1, -1)]
        used = -(-len(group) * 8 // n_bits)
        out += letters[:used] + [61] * (n_out - used)
    return bytes(out)


def _decode(s, alphabet, n_bits, n_in, n_out):
    """What is not in the alphabet may be passed over or refused: it is not determined."""
    s = _given(s)
    text = s.rstrip(b'=')
    if len(s) % n_out or len(s) - len(text) >= n_out or any(letter not in alphabet for letter in text):
        return not_evaluated('what is not encoded in whole is not evaluated')
    out = b''
    for at in range(0, len(text), n_out):
        group = text[at:at + n_out]
        number = 0
        for place in range(n_out):
            number = number * 2 ** n_bits + (alphabet.index(group[place:place + 1]) if place < len(group) else 0)
        n_bytes = len(group) * n_bits // 8
        if -(-n_bytes * 8 // n_bits) != len(group):
            return not_evaluated('what is not encoded in whole is not evaluated')
        out += number.to_bytes(n_in, 'big')[:n_bytes]
    return out


def b64encode(s, altchars=None):
    return _encode(s, _BASE64 if altchars is None else _BASE64[:62] + altchars, 6, 3, 4)


def b64decode(s, altchars=None, validate=False):
    return _decode(s, _BASE64 if altchars is None else _BASE64[:62] + _given(altchars), 6, 3, 4)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return _encode(s, _URLSAFE, 6, 3, 4)


def urlsafe_b64decode(s):
    return _decode(s, _URLSAFE, 6, 3, 4)


def b32encode(s):
    return _encode(s, _BASE32, 5, 5, 8)


def b32decode(s, casefold=False, map01=None):
    if map01 is not None:
        return not_evaluated('letters that stand for digits are not evaluated')
    s = _given(s)
    return _decode(s.upper() if casefold else s, _BASE32, 5, 5, 8)


def b16encode(s):
    return s.hex().upper().encode() if isinstance(s, bytes) else not_evaluated('what is encoded here is not evaluated', s)


def b16decode(s, casefold=False):
    s = _given(s)
    if (s != s.upper() and not casefold) or len(s) % 2:
        return not_evaluated('what is not encoded in whole is not evaluated')
    return bytes.fromhex(s.decode())


def encodebytes(s):
    return b''.join([b64encode(s[at:at + 57]) + b'\n' for at in range(0, len(s), 57)])


def decodebytes(s):
    return b64decode(s.replace(b'\n', b''))
