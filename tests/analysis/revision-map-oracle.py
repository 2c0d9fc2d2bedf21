#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random histories and what Alembic itself says of them: one JSON document a line.

revision-map-oracle.py SEED COUNT

The map of 1.8.1 is the one of 1.19 but for ':' in ids. Normalized dependencies, which Alembic keeps in
the order of a set, are put in the order of the file: any order is valid, one is comparable."""
import graphlib
import json
import random
import sys
import warnings

from alembic.script.base import ScriptDirectory
from alembic.script.revision import Revision, RevisionError, RevisionMap
from alembic.util import CommandError


class OrderedMap(RevisionMap):
    def _normalize_depends_on(self, revisions, map_):
        super()._normalize_depends_on(revisions, map_)
        for revision in revisions:
            kept = set(revision._normalized_resolved_dependencies)
            revision._normalized_resolved_dependencies = tuple(
                dict.fromkeys(d for d in revision._resolved_dependencies if d in kept)
            )


def random_id(rng, taken):
    while True:
        length = rng.choice([2, 3, 4, 5, 6, 6])
        name = "".join(rng.choice("ab1") for _ in range(length))
        if name not in taken:
            taken.add(name)
            return name


def random_graph(rng):
    count = rng.choice([1, 2, 3, 5, 8, 12, 20])
    fork, merge, base = rng.random() * 0.6, rng.random() * 0.5, rng.random() * 0.2
    depends, label = rng.random() * 0.4, rng.random() * 0.3
    taken, revisions, labels = set(), [], []
    for number in range(count):
        ids = [r["id"] for r in revisions]
        heads = [i for i in ids if not any(i in r["down"] for r in revisions)]
        down = []
        if ids and rng.random() >= base:
            if len(heads) > 1 and rng.random() < merge:
                down = rng.sample(heads, rng.choice([2, min(3, len(heads))]))
            else:
                down = [rng.choice(ids if rng.random() < fork else heads)]
        names = ids + labels
        deps = [rng.choice(names) for _ in range(rng.choice([1, 1, 2]))] if names and rng.random() < depends else []
        own = []
        if rng.random() < label:
            own = ["line%d" % number] if rng.random() < 0.8 else ["line%d" % number, "x%d" % number]
        labels += own
        revisions.append({"id": random_id(rng, taken), "down": down, "depends_on": deps, "labels": own})
    if rng.random() < 0.5:
        rng.shuffle(revisions)
    return revisions


def break_graph(rng, revisions):
    """Spoils one thing."""
    victim, other = rng.choice(revisions), rng.choice(revisions)
    how = rng.randrange(7)
    if how == 0:
        victim["down"] = victim["down"] + ["nope9"]
    elif how == 1:
        victim["depends_on"] = ["nope9"]
    elif how == 2:
        victim["down"] = [rng.choice(revisions)["id"]]
        other["down"] = [victim["id"]]
    elif how == 3:
        victim["depends_on"] = [other["id"]]
        other["depends_on"] = [victim["id"]]
    elif how == 4:
        victim["labels"] = ["same"]
        other["labels"] = ["same"] if other is not victim else [victim["id"]]
    elif how == 5:
        victim["id"] += rng.choice("@-+")
    else:
        revisions.append({"id": victim["id"], "down": [], "depends_on": [], "labels": []})


def make_map(revisions):
    def load():
        for r in revisions:
            yield Revision(r["id"], tuple(r["down"]) or None, tuple(r["depends_on"]) or None, tuple(r["labels"]) or None)

    return OrderedMap(load)


def random_rows(rng, ids, map_):
    kind = rng.random()
    if kind < 0.2:
        return []
    if kind < 0.3:
        return rng.sample(ids, min(len(ids), rng.choice([1, 2, 3])))
    if kind < 0.35:
        return ["gone77"]
    active = set(map_._get_ancestor_nodes([map_.get_revision(i) for i in rng.sample(ids, min(len(ids), rng.choice([1, 1, 2, 3])))]))
    below = {d for r in active for d in r._normalized_down_revisions}
    return sorted(r.revision for r in active if r.revision not in below)


def random_name(rng, ids, labels):
    kind = rng.random()
    if kind < 0.5:
        return rng.choice(ids)
    if kind < 0.7:
        return rng.choice(ids)[: rng.choice([1, 2, 3, 4, 5])]
    if kind < 0.75:
        return "zzzz"
    return rng.choice(labels or ids)


def random_symbol(rng, ids, labels):
    kind = rng.random()
    plain = rng.choice(["head", "heads", "base", random_name(rng, ids, labels)])
    steps = rng.choice(["+1", "-1", "+2", "-2", "+3", "-4", "+0"])
    branch = random_name(rng, ids, labels)
    if kind < 0.3:
        return plain
    if kind < 0.45:
        return steps
    if kind < 0.6:
        return branch + "@" + plain
    if kind < 0.7:
        return branch + "@" + steps
    if kind < 0.8:
        return plain + steps
    if kind < 0.85:
        return branch + "@" + plain + steps
    return random_name(rng, ids, labels)


def ask(scripts, question):
    """Alembic's answer: ids, an error of its own, or a crash."""
    symbol, rows, kind = question["symbol"], tuple(question["rows"]), question["kind"]
    map_ = scripts.revision_map
    ancestor = "Destination %%(end)s is not a valid %s target from current head(s)" % kind
    try:
        if kind == "upgrade":
            with scripts._catch_revision_errors(ancestor=ancestor, end=symbol):
                found = reversed(list(map_.iterate_revisions(symbol, rows, implicit_base=True)))
        elif kind == "downgrade":
            with scripts._catch_revision_errors(ancestor=ancestor, end=symbol):
                found = list(map_.iterate_revisions(rows, symbol, select_for_downgrade=True))
        elif kind == "range":
            low, high = symbol.split(":")
            found = list(scripts.walk_revisions(base=low or "base", head=high or "heads"))
        else:
            found = scripts.get_revisions(symbol)
        question["answer"] = [r.revision for r in found if isinstance(r, Revision)]
    except CommandError as error:
        question["error"] = str(error)
    except Exception as error:
        question["crash"] = repr(error)
    return question


def random_question(rng, ids, labels, map_):
    kind = rng.choice(["upgrade", "upgrade", "downgrade", "downgrade", "show", "range"])
    symbol = random_symbol(rng, ids, labels)
    if kind == "show":
        symbol = rng.choice(["head", "heads", "base", "-1", "-2", random_name(rng, ids, labels)])
        if rng.random() < 0.4:
            symbol = random_name(rng, ids, labels) + "@" + symbol
    elif kind == "range":
        symbol = rng.choice(["", random_symbol(rng, ids, labels)]) + ":" + rng.choice(["", random_symbol(rng, ids, labels)])
    return {"kind": kind, "symbol": symbol, "rows": random_rows(rng, ids, map_)}


def describe(rng, revisions):
    case = {"revisions": revisions, "broken": None}
    try:
        map_ = make_map(revisions)
        map_._revision_map
        graphlib.TopologicalSorter({i: r._all_down_revisions for i, r in map_._revision_map.items() if r}).prepare()
    except RevisionError as error:
        # Which of two revisions with one label is named follows the order of a set.
        case["broken"] = "" if error.args[0].startswith("Branch name") else error.args[0]
    except KeyError:
        case["broken"] = ""
    except graphlib.CycleError:
        case["broken"] = ""  # Alembic misses a cycle that can be reached from both ends, and then never ends.
    if case["broken"] is None and len({r["id"] for r in revisions}) < len(revisions):
        case["broken"] = ""
    if case["broken"] is not None:
        return case

    scripts = object.__new__(ScriptDirectory)
    scripts.revision_map = map_
    ids = [r["id"] for r in revisions]
    labels = [label for r in revisions for label in r["labels"]]
    case["heads"] = map_.heads
    case["real_heads"] = map_._real_heads
    case["bases"] = map_.bases
    case["order"] = [r.revision for r in scripts.walk_revisions()]
    case["nodes"] = [
        {
            "id": i,
            "labels": sorted(map_.get_revision(i).branch_labels),
            "down": map_.get_revision(i)._normalized_down_revisions,
        }
        for i in ids
    ]
    rows = random_rows(rng, ids, map_)
    if "gone77" not in rows:
        case["rows"] = rows
        case["current"] = sorted(r.revision for r in map_._get_all_current(tuple(rows)))
    case["questions"] = [ask(scripts, random_question(rng, ids, labels, map_)) for _ in range(15)]
    return case


def main():
    warnings.simplefilter("ignore")
    rng = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        revisions = random_graph(rng)
        if rng.random() < 0.15:
            break_graph(rng, revisions)
        print(json.dumps(describe(rng, revisions)))


main()
