# SPDX-License-Identifier: GPL-3.0-or-later
"""match statements of every form, for mutations."""
import re


def plain(x, limit=3):
    match x:
        case 0 | 1 | "one" | None:
            return "few"
        case -1:
            return "minus"
        case True:
            return "yes"
        case re.IGNORECASE:
            return "flag"
        case "a" "b":
            return "ab"
        case str() as text if len(text) > limit:
            return text
        case (1 | 2) as number:
            return number
        case _:
            return "other"


def sequences(x):
    for item in x:
        match item:
            case []:
                continue
            case [a]:
                yield a
            case [a, b]:
                yield a + b
            case (first, *rest):
                yield rest
            case *before, last if last:
                yield before
            case 1, 2:
                break
            case [[c, *_], {"k": d}]:
                yield c
                yield d


class Point:
    __match_args__ = ("x", "y")

    def where(self, others):
        match others:
            case Point(x=0, y=0):
                return "origin"
            case Point(0, y=z):
                return z
            case {"kind": "a", "size": size, **more}:
                return size, more
            case {"kind": "b"} | {}:
                return None
            case {1: one}:
                match one:
                    case int(): pass
                    case y: return y
            case Point(p, Point(q, r)) if (match := p):
                return match, q, r
