#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random histories and what Alembic itself says of them: one JSON document a line.

revision-map-oracle.py SEED COUNT

Besides the plan of each question it tells what Alembic's HeadMaintainer makes of the version rows, statement
by statement. The map of 1.8.1 is the one of 1.19 but for ':' in ids. Normalized dependencies, which Alembic keeps in
the order of a set, are put in the order of the file: any order is valid, one is comparable."""
import graphlib
import json
import random
import re
import sys
import warnings

import sqlalchemy
from alembic.runtime.migration import HeadMaintainer, RevisionStep
from alembic.script.base import ScriptDirectory
from alembic.script.revision import Revision, RevisionError, RevisionMap
from alembic.util import CommandError
from sqlalchemy.dialects import postgresql


class OrderedMap(RevisionMap):
    def _normalize_depends_on(self, revisions, map_):
        super()._normalize_depends_on(revisions, map_)
        for revision in revisions:
            kept = set(revision._normalized_resolved_dependencies)
            revision._normalized_resolved_dependencies = tuple(
                dict.fromkeys(d for d in revision._resolved_dependencies if d in kept)
            )


class Step(RevisionStep):
    """A step whose revision has no module."""

    def __init__(self, revision_map, revision, is_upgrade):
        self.revision_map = revision_map
        self.revision = revision
        self.is_upgrade = is_upgrade

    def _unmerge_to_revisions(self, heads):
        """1.19 leaves out what another of them implies; 1.8.1 wrote a row for it."""
        found = super()._unmerge_to_revisions(heads)
        if set(heads).difference([self.revision.revision]):
            return found
        implied = {
            below.revision
            for one in found
            for below in self.revision_map._get_ancestor_nodes(self.revision_map.get_revisions(one), check=False)
            if below.revision != one
        }
        return tuple(one for one in found if one not in implied)


class VersionTable:
    """What HeadMaintainer needs of a migration context: a version table that obeys its statements."""

    as_sql = False
    version_table = "alembic_version"
    dialect = postgresql.dialect()
    _version = sqlalchemy.Table(
        "alembic_version", sqlalchemy.MetaData(), sqlalchemy.Column("version_num", sqlalchemy.String(32), primary_key=True)
    )

    def __init__(self, rows):
        self.rows = list(rows)
        self.impl = self
        self.sent = []

    def _exec(self, statement):
        sql = str(statement.compile(dialect=self.dialect))
        self.sent.append(sql)
        values = re.findall("'([^']*)'", sql)
        self.rowcount = 1
        if sql.startswith("INSERT"):
            assert values[0] not in self.rows
            self.rows.append(values[0])
        else:
            self.rowcount = self.rows.count(values[-1])
            self.rows.remove(values[-1])
            if sql.startswith("UPDATE"):
                self.rows.append(values[0])
        return self


def keep_rows(question, steps):
    """Adds what the steps make of the rows, or that Alembic fails on the way."""
    table = VersionTable(question["rows"])
    maintainer = HeadMaintainer(table, question["rows"])
    statements = []
    try:
        for step in steps:
            table.sent = []
            maintainer.update_to_step(step)
            statements.append(table.sent)
        question["rows_after"] = sorted(table.rows)
        question["statements"] = statements
    except (AssertionError, KeyError) as error:
        question["rows_crash"] = repr(error)


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
        elif kind == "current":
            # As command.history() reads the rows for an end that says so.
            low, _, high = symbol.partition(":")
            ends = {"base": low or "base", "head": high or "heads"}
            found = list(scripts.walk_revisions(**{end: rows if text == "current" else text for end, text in ends.items()}))
        elif kind == "stamp":
            steps = scripts._stamp_revs(tuple(symbol.split(" ")), tuple(rows))
            question["answer"] = [",".join(s.from_revisions) + ">" + ",".join(s.to_revisions) for s in steps]
            keep_rows(question, steps)
            return question
        else:
            found = scripts.get_revisions(symbol)
        found = [r for r in found if isinstance(r, Revision)]
        question["answer"] = [r.revision for r in found]
        if kind in ("upgrade", "downgrade"):
            keep_rows(question, [Step(map_, r, kind == "upgrade") for r in found])
    except CommandError as error:
        question["error"] = str(error)
    except Exception as error:
        question["crash"] = repr(error)
    return question


def random_question(rng, ids, labels, map_):
    kind = rng.choice(["upgrade", "upgrade", "downgrade", "downgrade", "stamp", "stamp", "show", "range", "current"])
    symbol = random_symbol(rng, ids, labels)
    if kind == "show":
        symbol = rng.choice(["head", "heads", "base", "-1", "-2", random_name(rng, ids, labels)])
        if rng.random() < 0.4:
            symbol = random_name(rng, ids, labels) + "@" + symbol
    elif kind == "stamp":
        symbol = " ".join(random_symbol(rng, ids, labels) for _ in range(rng.choice([1, 1, 1, 2, 3])))
    elif kind == "current":
        other = rng.choice(["", random_name(rng, ids, labels), "head", "heads"])
        symbol = rng.choice(["current:" + other, other + ":current"])
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
