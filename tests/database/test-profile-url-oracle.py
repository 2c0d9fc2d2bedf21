#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of made-up connection strings: libpq must be handed what the originals would hand it.

SQLAlchemy's URLs are read by SQLAlchemy's make_url() and psycopg2's dialect, libpq's own by
PQconninfoParse (through psycopg2). Prints TAP. Usage: test-profile-url-oracle.py PROBE
"""
import json
import random
import re
import subprocess
import sys

from psycopg2.extensions import make_dsn, parse_dsn
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.engine import make_url

ROUNDS = 4000
SEED = 20260117

USERS = ["me", "m%40e", "a b", "ü", "me%", "%zz", "m+e", "", "o'neil", "back\\slash", "%25"]
PASSWORDS = ["", "hush", "a/b", "p%40ss", "p+q", "x:y", "50%", "%2F%3A", "ü?", "quo'te", "a\\b", "#1", "a&b=c", "[x]"]
HOSTS = ["db", "db.example.com", "127.0.0.1", "[::1]", "[fe80::1]", "", "%2Frun%2Fpg", "a-b_c", "DB"]
PORTS = ["", ":5433", ":1", ":65535", ":abc"]
DATABASES = ["", "/", "/shop", "/my%20shop", "/my shop", "/a/b", "/s'hop", "/ü", "/x%", "/a=b"]
ARGUMENTS = [
    "host=/run/pg", "host=%2Frun%2Fpg", "host=other", "host=a:1", "host=a:1&host=b:2", "host=a&host=b:2",
    "host=a,b&port=1,2", "port=6000", "user=you", "user=y%40u", "password=s+p%2Bq", "dbname=other",
    "sslmode=require", "sslmode=verify-full&sslrootcert=/etc/my+ca.pem", "sslmode=disable", "sslmode=allow",
    "connect_timeout=3", "service=prod", "options=-c%20search_path%3Dsales", "options=-csearch_path=a,b",
    "application_name=me", "target_session_attrs=read-write", "sslmode=", "krbsrvname=pg", "gssencmode=disable",
    "channel_binding=require", "passfile=/tmp/p", "nobody=1", "fallback_application_name=x+y", "keepalives=0",
    "sslcert=%2Fa%20b", "sslmode=prefer&sslmode=require", "", "host=", "dbname=",
]
DRIVERS = ["postgresql+psycopg2://"] * 6 + ["postgresql://"] * 4 + ["postgres://"]
HARD = "'\\ \"=@:/%?&#+ü"

dialect = PGDialect_psycopg2()


def shuffle_characters(text: str) -> str:
    """Now and then a character that nobody expects."""
    if text and random.random() < 0.1:
        place = random.randrange(len(text))
        return text[:place] + random.choice(HARD) + text[place + 1:]
    return text


def make_up() -> str:
    user = random.choice(USERS)
    password = random.choice(PASSWORDS)
    login = "" if random.random() < 0.2 else user + (f":{password}" if random.random() < 0.7 else "") + "@"
    query = "&".join(random.choice(ARGUMENTS) for _ in range(random.choice([0, 0, 1, 1, 2, 3])))
    place = random.choice(HOSTS) + random.choice(PORTS)
    path = random.choice(DATABASES)
    text = shuffle_characters(login) + place + path[:1] + shuffle_characters(path[1:])
    return (random.choice(DRIVERS) + text + (f"?{query}" if query else "")).strip()


def as_sqlalchemy(text: str):
    """The keywords that psycopg2 would hand to libpq, None when the original refuses.

    One host with its port in the query is split as SQLAlchemy 2.0 does; Debian's takes it for a name.
    """
    try:
        positional, arguments = dialect.create_connect_args(make_url(text))
    except Exception:
        return None
    # A repeated argument arrives as a tuple, which psycopg2 would hand on as Python prints it.
    if any(isinstance(value, (tuple, list)) for value in arguments.values()):
        return None
    if arguments.get("host") == "a:1":
        arguments.update(host="a", port="1")
    try:
        return parse_dsn(make_dsn(**arguments)) if arguments else {}
    except Exception:
        return None


def as_libpq(text: str):
    try:
        return parse_dsn(text)
    except UnicodeDecodeError:
        return {"host": "\ufffd"}
    except Exception:
        return None


def has_sound_port(keywords) -> bool:
    return keywords is not None and all(c in "0123456789," for c in keywords.get("port", ""))


def expect(text: str):
    """A URL without a driver's name is libpq's when libpq can read it, else SQLAlchemy's."""
    if "+psycopg2://" in text:
        keywords = as_sqlalchemy(text)
    else:
        keywords = as_libpq(text)
        if not has_sound_port(keywords):
            keywords = as_sqlalchemy("postgresql+psycopg2://" + text.split("://", 1)[1])
    # What is no UTF-8 after decoding can be kept nowhere.
    if not has_sound_port(keywords) or any("\ufffd" in str(value) for value in keywords.values()):
        return None
    # The session has a name of its own, and a time limit always.
    keywords = dict(keywords, application_name="retort")
    keywords["connect_timeout"] = int(keywords.get("connect_timeout", 0))
    return keywords


def got(answer: str):
    keywords = json.loads(answer)
    if keywords is not None:
        keywords.setdefault("connect_timeout", 0)
    return keywords


def escape(text: str) -> str:
    return text.replace("\\", "\\\\")


def main() -> None:
    random.seed(SEED)
    # A colon without a port is taken here and refused by Debian's SQLAlchemy.
    made_up = (make_up() for _ in range(2 * ROUNDS))
    texts = [text for text in made_up if not re.search(r":([/?]|$)", text.split("://", 1)[1])][:ROUNDS]
    done = subprocess.run(
        [sys.argv[1]], input="".join(escape(text) + "\n" for text in texts), capture_output=True, text=True
    )
    answers = done.stdout.splitlines()
    n_accepted = 0
    n_wrong = 0
    for text, answer in zip(texts, answers):
        expected = expect(text)
        n_accepted += expected is not None
        if got(answer) != expected:
            n_wrong += 1
            if n_wrong <= 20:
                print(f"# {text!r}\n#   expected {expected}\n#   got      {got(answer)}")
    print("1..2")
    is_whole = done.returncode == 0 and len(answers) == ROUNDS and n_wrong == 0
    print(f"{'ok' if is_whole else 'not ok'} 1 /profile-url/as-the-originals # {n_wrong} of {len(answers)} differ")
    print(f"{'ok' if n_accepted > ROUNDS / 4 else 'not ok'} 2 /profile-url/most-can-be-read # {n_accepted}")
    if done.stderr:
        print("# " + done.stderr.replace("\n", "\n# "))
    sys.exit(0 if is_whole and n_accepted > ROUNDS / 4 else 1)


main()
