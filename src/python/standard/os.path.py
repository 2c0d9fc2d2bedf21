# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for os.path: paths as texts, on a POSIX system (Library Reference, "os.path")."""
import _retort_path
from _retort import not_evaluated

sep = '/'


def join(a, *parts):
    if _retort_path.is_path(a):
        return _retort_path.join(a, *parts)
    path = fspath(a)
    for part in map(fspath, parts):
        if part.startswith('/'):
            path = part
        elif not path or path.endswith('/'):
            path += part
        else:
            path += '/' + part
    return path


def fspath(path):
    if isinstance(path, str):
        return path
    return path.__fspath__() if hasattr(path, '__fspath__') else not_evaluated('this path is not evaluated', path)


def split(path):
    path = fspath(path)
    at = path.rfind('/') + 1
    head, tail = path[:at], path[at:]
    return head.rstrip('/') or head, tail


def dirname(path):
    if _retort_path.is_path(path):
        return _retort_path.parent(path)
    return split(path)[0]


def basename(path):
    if _retort_path.is_path(path):
        return _retort_path.name(path)
    return split(path)[1]


def splitext(path):
    path = fspath(path)
    at = path.rfind('.')
    stem = path[path.rfind('/') + 1:max(at, 0)]
    return (path[:at], path[at:]) if stem.strip('.') else (path, '')


def isabs(path):
    return fspath(path).startswith('/')


def normpath(path):
    if _retort_path.is_path(path):
        return path
    path = fspath(path)
    start = '//' if path.startswith('//') and not path.startswith('///') else '/' if path.startswith('/') else ''
    parts = []
    for part in path.split('/'):
        if part == '..' and parts and parts[-1] != '..':
            parts.pop()
        elif part == '..' and start:
            pass
        elif part not in ('', '.'):
            parts.append(part)
    return start + '/'.join(parts) or '.'


def realpath(path):
    return path if _retort_path.is_path(path) else not_evaluated('links of the machine where it will run are not known', path)


def abspath(path):
    if _retort_path.is_path(path):
        return path
    return normpath(path) if isabs(path) else not_evaluated('the folder where it will run is not known', path)
