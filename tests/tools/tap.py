# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests in the Test Anything Protocol, as meson reads them."""
import functools
import tempfile
import traceback
from pathlib import Path


def run_tests(tests) -> int:
    """Calls the second of each ``(name, call)``: a line each, and why when it raises. Returns the exit status."""
    tests = list(tests)
    n_failed = 0
    print(f"1..{len(tests)}", flush=True)
    for number, (name, call) in enumerate(tests, 1):
        try:
            call()
            print(f"ok {number} {name}", flush=True)
        except Exception:  # pylint: disable=broad-except
            n_failed += 1
            print("".join(f"# {line[:2000]}\n" for line in traceback.format_exc().splitlines()), end="")
            print(f"not ok {number} {name}", flush=True)
    return 1 if n_failed else 0


def bind(tests: dict, *arguments) -> list:
    """The functions called test_… among the names of a module, each to be called with the same arguments."""
    return [(name[5:], functools.partial(test, *arguments)) for name, test in tests.items() if name.startswith("test_")]


def in_folder(test, *arguments):
    """A call of ``test`` with a folder of its own, which is gone afterwards, and the arguments."""
    def call():
        with tempfile.TemporaryDirectory(prefix="retort-test-") as folder:
            test(Path(folder), *arguments)
    return call


def in_folders(tests: dict, *arguments) -> list:
    """Like bind(), each with a folder of its own first."""
    return [(name[5:], in_folder(test, *arguments)) for name, test in tests.items() if name.startswith("test_")]
