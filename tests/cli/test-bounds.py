#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Migrations that never end, or take all memory: each is told as partial with the reason, soon and in little memory.

Prints TAP. Usage: test-bounds.py RETORT-CLI
"""
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Seconds and MiB; with sanitizers, and beside other tests, there is no saying how much it takes.
SECONDS, MEMORY = 20, 100
REASONS = ("it takes too many steps", "it needs too much memory", "it is nested too deeply", "a text is too long")
BODIES = {
    "endless loop": "while True: pass",
    "endless gaps": "while True: unknown()",
    "endless gaps of conditions": "while True:\n    if unknown: op.execute('SELECT 2')",
    "endless statements": "while True: op.execute('SELECT 2')",
    "text that doubles": "x = 'a'\nwhile True: x += x",
    "text that is multiplied": "x = 'ab'\nwhile True: x = x * 2",
    "text that is replaced": "x = 'a' * 1000000\nwhile True: x = x.replace('a', 'b')",
    "text that is split": "x = 'a,' * 100000\nwhile True: y = x.split(',')",
    "text that is turned": "x = 'x' * 100000\nwhile True: y = x[::-1]",
    "text without its margin": "import textwrap\nx = 'a\\n' * 100000\nwhile True: textwrap.dedent(x)",
    "list that doubles": "x = [1]\nwhile True: x += x",
    "list that grows": "x = [1]\nwhile True: x.append(x)",
    "list of a huge range": "x = list(range(10 ** 15))",
    "list that is sorted": "x = sorted(range(300000), key=lambda v: -v)",
    "dict that grows": "x = {}\ni = 0\nwhile True:\n    i += 1\n    x[i] = i",
    "dicts": "while True: x = {i: i for i in range(1000)}",
    "tuples inside of each other": "x = ()\nwhile True: x = (x, x)",
    "huge power": "x = 3\nwhile True: x = x * x",
    "huge products": "x = 10 ** 4000\nwhile True: y = x * x // 7",
    "huge digits": "x = 10 ** 4000\nwhile True: y = str(x)",
    "deep recursion": "def f(): return f()\nf()",
    "wide recursion": "def f(n): return f(n - 1) + f(n - 2)\nf(10 ** 9)",
    "recursion of a cache": "from functools import lru_cache\n@lru_cache(None)\ndef f(n): return f(n + 1)\nf(1)",
    "recursion of a generator": "def g(): yield from g()\nlist(g())",
    "recursion of a class": "class A:\n    def __init__(self): self.b = A()\nA()",
    "endless generator": "def g():\n    while True: yield 1\nfor x in g(): pass",
    "endless cycle": "import itertools\nfor x in itertools.cycle([1]): pass",
    "huge product": "import itertools\nx = list(itertools.product(range(100), repeat=8))",
    "square of comprehensions": "x = [[a, b] for a in range(9999) for b in range(9999)]",
    "endless exceptions": "while True:\n    try: raise ValueError(1)\n    except ValueError as e: y = e",
    "endless functions": "while True:\n    def f(a=1): return a",
    "endless classes": "while True:\n    class B: pass",
    "endless matches": "import re\nwhile True: re.findall('a*?b', 'a' * 3000)",
    "endless checksum": "import hashlib\nh = hashlib.md5()\nwhile True: h.update(b'aaaaaaaaaaaaaaaaaaaaaaaaaaaa')",
    "copies of what holds itself": "import copy\nx = []\nx.append(x)\nwhile True: x = copy.deepcopy([x, x])",
}


def write_project(folder: Path, body: str) -> None:
    versions = folder / "db" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = db\n")
    (folder / "db" / "env.py").write_text("from alembic import context\ncontext.configure()\nwith context.begin_transaction():\n    context.run_migrations()\n")
    lines = "".join("    %s\n" % line for line in body.split("\n"))
    (versions / "a.py").write_text("from alembic import op\nfrom app import unknown\nrevision = 'a'\ndown_revision = None\n\n\ndef upgrade():\n" + lines + "    op.execute('SELECT 1')\n")


def run(program: str, folder: str):
    """What it told, and how many MiB it took."""
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen([program, "-C", folder, "--format", "json", "sql", "--each"], stdout=output)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return json.load(output)["revisions"][0]["upgrade"], usage.ru_maxrss / 1024


def main() -> int:
    program, n_failed = sys.argv[1], 0
    is_sanitized = "libasan" in subprocess.run(["ldd", program], stdout=subprocess.PIPE, text=True, check=True).stdout
    print("1..%d" % len(BODIES))
    for number, (name, body) in enumerate(BODIES.items(), 1):
        with tempfile.TemporaryDirectory(prefix="retort-bounds-") as folder:
            write_project(Path(folder), body)
            start = time.monotonic()
            answer, memory = run(program, folder)
            seconds = time.monotonic() - start
        reasons = [gap["reason"] for gap in answer["gaps"]]
        is_well = answer["status"] == "partial" and any(reason.endswith(REASONS) for reason in reasons)
        is_well = is_well and seconds < SECONDS * (8 if is_sanitized else 1) and (is_sanitized or memory < MEMORY)
        n_failed += not is_well
        print("%sok %d - %s # %.2f s, %d MiB" % ("" if is_well else "not ", number, name, seconds, memory))
        if not is_well:
            print("# %s: %s" % (answer["status"], [reason[:200] for reason in reasons[:3]]))
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())
