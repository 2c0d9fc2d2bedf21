# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for urllib.parse (Library Reference, "urllib.parse"), for texts."""
from typing import NamedTuple

from _retort import is_known, not_evaluated

_always_safe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~'
_digits = '0123456789ABCDEF'
_hex_digits = '0123456789ABCDEFabcdef'
_scheme_characters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.'
_uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'https', 'shttp', 'rtsp', 'rtspu', 'sip', 'sips', 'mms', 'sftp', 'tel']
_uses_netloc = ['', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms', 'https', 'shttp', 'snews', 'prospero', 'rtsp',
                'rtspu', 'rsync', 'svn', 'svn+ssh', 'sftp', 'nfs', 'git', 'git+ssh', 'ws', 'wss']


def quote(string, safe='/', encoding=None, errors=None):
    quoted = ''
    for character in string:
        if character in _always_safe or character in safe:
            quoted += character
        else:
            quoted += _encode(ord(character))
    return quoted


def _byte(n):
    return '%' + _digits[n // 16] + _digits[n % 16]


def _encode(n):
    if n < 0x80:
        return _byte(n)
    if n < 0x800:
        return _byte(0xc0 + n // 64) + _byte(0x80 + n % 64)
    if n < 0x10000:
        return _byte(0xe0 + n // 4096) + _byte(0x80 + n // 64 % 64) + _byte(0x80 + n % 64)
    return _byte(0xf0 + n // 262144) + _byte(0x80 + n // 4096 % 64) + _byte(0x80 + n // 64 % 64) + _byte(0x80 + n % 64)


def quote_plus(string, safe='', encoding=None, errors=None):
    if ' ' not in string:
        return quote(string, safe)
    return quote(string, safe + ' ').replace(' ', '+')


def unquote(string, encoding='utf-8', errors='replace'):
    if encoding != 'utf-8' or errors != 'replace':
        return not_evaluated('this way to decode is not evaluated', string)
    pieces = string.split('%')
    text = pieces[0]
    codes = b''
    for piece in pieces[1:]:
        if len(piece) >= 2 and piece[0] in _hex_digits and piece[1] in _hex_digits:
            codes += bytes([int(piece[:2], 16)])
            if piece[2:]:
                text += _decode(codes) + piece[2:]
                codes = b''
        else:
            text += _decode(codes) + '%' + piece
            codes = b''
    return text + _decode(codes)


def _decode(codes):
    return codes.decode() if codes else ''


def unquote_plus(string, encoding='utf-8', errors='replace'):
    return unquote(string.replace('+', ' '), encoding, errors)


def _one_of(value):
    return quote_plus(value if isinstance(value, str) else str(value))


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=None):
    if safe or quote_via is not None:
        return not_evaluated('this way to quote is not evaluated', query)
    pairs = []
    for key, value in query.items() if hasattr(query, 'items') else query:
        if isinstance(value, bytes) or isinstance(key, bytes):
            return not_evaluated('bytes are not evaluated here', query)
        if doseq and isinstance(value, (list, tuple)):
            pairs += [_one_of(key) + '=' + _one_of(item) for item in value]
        elif doseq and not isinstance(value, (str, int, float, type(None))):
            return not_evaluated('what this value holds is not evaluated', query)
        else:
            pairs.append(_one_of(key) + '=' + _one_of(value))
    return '&'.join(pairs)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&'):
    if strict_parsing or max_num_fields is not None or not isinstance(qs, str):
        return not_evaluated('this query is not evaluated', qs)
    pairs = []
    for field in qs.split(separator):
        name, equals, value = field.partition('=')
        if field and (value or keep_blank_values):
            pairs.append((unquote_plus(name), unquote_plus(value)))
    return pairs


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&'):
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, separator=separator):
        found.setdefault(name, []).append(value)
    return found


def _userinfo(netloc):
    before, at, after = netloc.rpartition('@')
    if not at:
        return None, None
    name, colon, password = before.partition(':')
    return name, password if colon else None


def _hostinfo(netloc):
    place = netloc.rpartition('@')[2]
    before, bracket, inside = place.partition('[')
    if bracket:
        host, _, port = inside.partition(']')
        port = port.partition(':')[2]
    else:
        host, _, port = place.partition(':')
    return host or None, port or None


def _hostname(netloc):
    host = _hostinfo(netloc)[0]
    return host.lower() if host is not None and '%' not in host else not_evaluated('this host is not evaluated', host) if host else None


def _port(netloc):
    port = _hostinfo(netloc)[1]
    if port is None:
        return None
    if not (port.isascii() and port.isdigit()):
        raise ValueError(f'Port could not be cast to integer value as {port!r}')
    if int(port) > 65535:
        raise ValueError('Port out of range 0-65535')
    return int(port)


class SplitResult(NamedTuple):
    scheme: str
    netloc: str
    path: str
    query: str
    fragment: str

    def geturl(self):
        return urlunsplit(self)

    @property
    def username(self):
        return _userinfo(self.netloc)[0]

    @property
    def password(self):
        return _userinfo(self.netloc)[1]

    @property
    def hostname(self):
        return _hostname(self.netloc)

    @property
    def port(self):
        return _port(self.netloc)


class ParseResult(NamedTuple):
    scheme: str
    netloc: str
    path: str
    params: str
    query: str
    fragment: str

    def geturl(self):
        return urlunparse(self)

    @property
    def username(self):
        return _userinfo(self.netloc)[0]

    @property
    def password(self):
        return _userinfo(self.netloc)[1]

    @property
    def hostname(self):
        return _hostname(self.netloc)

    @property
    def port(self):
        return _port(self.netloc)


def _is_odd(url):
    return not isinstance(url, str) or not url.isascii() or '[' in url or ']' in url or any(c < '!' for c in url)


def urlsplit(url, scheme='', allow_fragments=True):
    if _is_odd(url) or scheme:
        return not_evaluated('this address is not evaluated', url)
    netloc = query = fragment = ''
    start = url.find(':')
    if start > 0 and url[0].isalpha() and all(c in _scheme_characters for c in url[:start]):
        scheme, url = url[:start].lower(), url[start + 1:]
    if url[:2] == '//':
        end = min([at for at in (url.find(c, 2) for c in '/?#') if at >= 0] + [len(url)])
        netloc, url = url[2:end], url[end:]
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme='', allow_fragments=True):
    parts = urlsplit(url, scheme, allow_fragments)
    path, params = parts.path, ''
    if parts.scheme in _uses_params and ';' in path:
        at = path.find(';', path.rfind('/') if '/' in path else 0)
        if at >= 0:
            path, params = path[:at], path[at + 1:]
    return ParseResult(parts.scheme, parts.netloc, path, params, parts.query, parts.fragment)


def urlunsplit(components):
    scheme, netloc, url, query, fragment = components
    if netloc or (scheme and scheme in _uses_netloc and url[:2] != '//'):
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + (netloc or '') + url
    if scheme:
        url = scheme + ':' + url
    if query:
        url = url + '?' + query
    if fragment:
        url = url + '#' + fragment
    return url


def urlunparse(components):
    scheme, netloc, url, params, query, fragment = components
    return urlunsplit((scheme, netloc, f'{url};{params}' if params else url, query, fragment))


def _without_dots(path):
    """As RFC 3986, 5.2.4 removes them."""
    parts = []
    steps = path.split('/')
    for step in steps:
        if step == '..':
            if len(parts) > 1 or (parts and parts[0] != ''):
                parts.pop()
        elif step != '.':
            parts.append(step)
    if steps[-1] in ('.', '..'):
        parts.append('')
    return '/'.join(parts) or '/'


def urljoin(base, url, allow_fragments=True):
    if not base or not url:
        return url or base
    old, new = urlparse(base), urlparse(url)
    scheme = new.scheme or old.scheme
    if not is_known(old) or not is_known(new) or scheme not in ('http', 'https', 'ftp', '') or not allow_fragments or old.params or new.params:
        return url if is_known(new) and new.scheme and new.scheme != old.scheme else not_evaluated('this address is not evaluated')
    if scheme != old.scheme:
        return url
    if new.netloc:
        return urlunparse((scheme, new.netloc, new.path, '', new.query, new.fragment))
    if not new.path:
        return urlunparse((scheme, old.netloc, old.path, '', new.query or old.query, new.fragment))
    above = old.path.split('/')[:-1]
    steps = new.path if new.path[:1] == '/' else '/'.join(above + [new.path]) if above else '/' + new.path if old.netloc else new.path
    if '//' in steps or not steps.startswith('/'):
        return not_evaluated('this address is not evaluated')
    return urlunparse((scheme, old.netloc, _without_dots(steps), '', new.query, new.fragment))


class DefragResult(NamedTuple):
    url: str
    fragment: str

    def geturl(self):
        return self.url + ('#' + self.fragment if self.fragment else '')


def urldefrag(url):
    if '#' not in url:
        return DefragResult(url, '')
    parts = urlparse(url)
    return DefragResult(urlunparse((parts.scheme, parts.netloc, parts.path, parts.params, parts.query, '')), parts.fragment)
