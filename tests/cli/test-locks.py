#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`check --locks` from outside: every fact of tests/data/locks/facts.json, as servers 15 and 18 were seen to do it.

Prints TAP. Usage: test-locks.py RETORT-CLI FACTS
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def spell(mode: str) -> str:
    """ShareRowExclusive in the words of the documentation."""
    return re.sub(r"(?<!^)([A-Z])", r" \1", mode).upper()


def without_indexes(relations) -> dict:
    """Names without "(r)"; indexes have a member of their own."""
    return {name.split("(")[0]: mode for name, mode in relations if not name.endswith(("(i)", "(I)"))}


def ask(program: str, folder: Path, schema: str, sql: str, version: int) -> dict:
    (folder / "schema.sql").write_text(schema, encoding="utf-8")
    (folder / "file.sql").write_text(sql, encoding="utf-8")
    done = subprocess.run([program, "check", "--locks", folder / "file.sql", "--schema", folder / "schema.sql", "--transaction",
                           "--server-version", str(version), "--format", "json"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["statements"][-1]


def differences(said: dict, seen: dict) -> list:
    """What was said otherwise than it was seen; dropped relations are not seen, renamed ones under their new name."""
    if "error" in seen:
        return [] if (said["error"] or "")[:5] == seen["error"][:5] else ["error"]
    locks = {name.split(".")[-1]: mode for name, mode in said["locks"].items()}
    expected = without_indexes((name, spell(mode)) for name, mode in seen["locks"].items())
    wrong = [] if all(locks.get(name) == mode for name, mode in expected.items()) else ["locks"]
    for told, member in (("rewrites", "rewritten"), ("scans", "scanned"), ("builds", "indexes_built")):
        wanted = sorted(without_indexes((name, "") for name in seen[member]))
        if sorted(name.split(".")[-1] for name in said[told]) != wanted:
            wrong.append(told)
    return wrong


def is_comparable(fact: dict, seen: dict) -> bool:
    """Not newer than the grammar of 15, no rename, and no set-up inside the same transaction."""
    newer = "42601" in fact["pg15"].get("error", "")
    return not newer and " rename to " not in fact["sql"] and "same tx" not in fact["name"]


def main() -> None:
    program, facts_path = sys.argv[1:3]
    facts = json.loads(Path(facts_path).read_text(encoding="utf-8"))
    print("1..2")
    for number, version in ((1, 15), (2, 18)):
        wrong = []
        with tempfile.TemporaryDirectory(prefix="retort-locks-") as folder:
            for fact in facts["facts"]:
                seen = fact[f"pg{version}"]
                if is_comparable(fact, seen):
                    said = ask(program, Path(folder), f"{facts['schema']}\n{fact['setup_before']};\n", fact["sql"] + ";\n", version)
                    wrong += [f"{fact['sql']}: {what}" for what in differences(said, seen)]
        for line in wrong:
            print("#", line)
        print("not ok" if wrong else "ok", number, f"/cli/locks/server-{version}")


if __name__ == "__main__":
    main()
