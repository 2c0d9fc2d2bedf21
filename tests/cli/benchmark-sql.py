#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`retort-cli sql` against `alembic upgrade head --sql`: whole processes over the same files, and each function by itself.

Usage: benchmark-sql.py RETORT-CLI BENCHMARK-COMPILE [PROJECT]
BENCHMARK-COMPILE is tests/engine/benchmark-compile.c.
Without PROJECT a project of 549 revisions is made. Of PROJECT the versions are copied; a revision that one side cannot print
(it asks the database, imports what is not there, draws a value) is emptied for both. Modules that the revisions import are
found by PYTHONPATH. Fails when Retort is not 5 times faster, when more than 100 MiB are needed, for 10,000 revisions too, when these take
more than 20 times as long as 1,000, or when a function takes more than a twentieth of Alembic's time. That is: for Alembic in one
process the function by itself, from its file (compiled to bytecode before) to its SQL; for Retort the function in a project that was
opened. The other ways to count are told besides: Alembic's calls alone, once all files are loaded, and Retort's whole process.
"""
import importlib.util
import io
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent / "tools"
N_REVISIONS = 549
N_ROUNDS = 5
WANTED_WHOLE = 5
WANTED_FUNCTION = 20
MAX_MIB = 100
MAX_GROWTH = 20  # beyond some 2,000 revisions files are parsed twice: the nodes of 1 MiB of text are kept

INI = "[alembic]\nscript_location = %(here)s/migrations\n"
ENV = """from alembic import context

context.configure(dialect_name="postgresql", literal_binds=True, dialect_opts={"paramstyle": "named"})
with context.begin_transaction():
    context.run_migrations()
"""
EMPTY = "revision = %r\ndown_revision = %r\ndepends_on = %r\nbranch_labels = %r\n\n\ndef upgrade():\n    pass\n"


def run(command, folder):
    """(seconds, MiB) of one process; its output is thrown away."""
    started = time.perf_counter()
    with open(os.devnull, "w") as nothing:
        process = subprocess.Popen(command, cwd=folder, stdout=nothing, stderr=subprocess.PIPE, text=True)
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{command[0]} failed: {complaint}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def best(command, folder):
    """What else the machine does can only make a call slower."""
    run(command, folder)
    return min(run(command, folder)[0] for _ in range(N_ROUNDS))


def make_project(n_revisions, folder):
    command = [sys.executable, str(TOOLS / "make-project.py"), str(n_revisions), str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def load(path):
    spec = importlib.util.spec_from_file_location("revision", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def offline_context():
    from alembic.runtime.migration import MigrationContext

    options = {"as_sql": True, "output_buffer": io.StringIO(), "literal_binds": True,
               "dialect_opts": {"paramstyle": "named"}}
    return MigrationContext.configure(dialect_name="postgresql", opts=options)


def can_call(function):
    try:
        function()
    except Exception:
        return False  # the time until then counts as well
    return True


def each_of_retort(program, folder):
    command = [program, "-C", str(folder), "--format", "json", "sql", "--each"]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)["revisions"]


def can_print(path):
    from alembic.operations import Operations

    try:
        function = load(path).upgrade
    except Exception:
        return False
    with Operations.context(offline_context()):
        return can_call(function)


def empty(path):
    text = path.read_text()
    names = {}
    for name in ("revision", "down_revision", "depends_on", "branch_labels"):
        found = re.search(r"^%s\b[^=\n]*=\s*(\(.*?\)|[^\n]*)" % name, text, re.MULTILINE | re.DOTALL)
        names[name] = eval(found.group(1)) if found else None  # of a trusted project: Alembic runs it as well
    path.write_text(EMPTY % tuple(names.values()))


def copy_project(program, source, folder):
    """The versions of a project behind a plain env.py; returns how many had to be emptied."""
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text(INI)
    (folder / "migrations" / "env.py").write_text(ENV)
    for revision in each_of_retort(program, source):
        path = Path(source) / revision["file"]
        (versions / path.name).write_text(path.read_text())
    n_emptied = 0
    for revision in each_of_retort(program, folder):
        path = folder / revision["file"]
        if revision["upgrade"]["status"] != "complete" or not can_print(path):
            empty(path)
            n_emptied += 1
    return n_emptied


def call_alone(path):
    """From a file to its SQL, each function with a context of its own. Returns how many functions there are."""
    from alembic.operations import Operations

    module = load(path)
    functions = [getattr(module, name) for name in ("upgrade", "downgrade") if hasattr(module, name)]
    for function in functions:
        with Operations.context(offline_context()):
            can_call(function)
    return len(functions)


def us_of_alembic(folder):
    """Of each function: from its file, and called alone in one context after all files were loaded. The best of several rounds."""
    from alembic.operations import Operations

    paths = sorted((folder / "migrations" / "versions").glob("*.py"))
    modules = [load(path) for path in paths]
    functions = [getattr(module, name) for module in modules for name in ("upgrade", "downgrade") if hasattr(module, name)]
    rounds = []
    for _ in range(N_ROUNDS):
        started = time.perf_counter()
        n_functions = sum(call_alone(path) for path in paths)
        loaded = time.perf_counter()
        with Operations.context(offline_context()):
            for function in functions:
                can_call(function)
        rounds.append((loaded - started, time.perf_counter() - loaded))
    return [1e6 * min(column) / n_functions for column in zip(*rounds)]


def compare_whole(program, folder):
    retort = [program, "sql"]
    alembic = ["/usr/bin/python3", "-W", "ignore", "/usr/bin/alembic", "upgrade", "head", "--sql"]
    (folder / "migrations" / "env.py").write_text(ENV)
    ours, theirs = best(retort, folder), best(alembic, folder)
    print(f"whole: retort-cli sql {ours:.3f} s, alembic upgrade head --sql {theirs:.3f} s: {theirs / ours:.1f} times faster")
    return theirs >= WANTED_WHOLE * ours


def compare_functions(program, compiler, folder):
    output = subprocess.run([compiler, str(folder)], stdout=subprocess.PIPE, check=True, text=True).stdout
    n_functions, elapsed, processor = (float(word) for word in output.split())
    whole = 1e6 * best([program, "sql", "--each"], folder) / n_functions
    theirs, called = us_of_alembic(folder)
    print(f"each of {n_functions:.0f} functions: retort {elapsed:.0f} µs ({processor:.0f} µs of a processor), alembic {theirs:.0f} µs: "
          f"{theirs / elapsed:.1f} times faster")
    print(f"counted otherwise: retort's whole process {whole:.0f} µs a function, alembic's calls alone {called:.0f} µs")
    return theirs >= WANTED_FUNCTION * elapsed


def measure_growth(program, scratch):
    times = []
    most_mib = 0
    for n_revisions in (1000, 10000):
        folder = scratch / str(n_revisions)
        make_project(n_revisions, folder)
        run([program, "sql"], folder)
        seconds, mib = min(run([program, "sql"], folder) for _ in range(3))
        print(f"{n_revisions} revisions: {seconds:.3f} s, {mib:.0f} MiB")
        times.append(seconds)
        most_mib = max(most_mib, mib)
    return times[1] <= MAX_GROWTH * times[0] and most_mib <= MAX_MIB


def main():
    program, compiler = (str(Path(name).resolve()) for name in sys.argv[1:3])
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="retort-benchmark-") as name:
        folder = Path(name) / "project"
        if len(sys.argv) > 3:
            n_emptied = copy_project(program, sys.argv[3], folder)
            print(f"{n_emptied} revisions are empty for both")
        else:
            make_project(N_REVISIONS, folder)
        _, mib = run([program, "sql"], folder)
        print(f"memory: {mib:.0f} MiB")
        held = [compare_whole(program, folder), compare_functions(program, compiler, folder), mib <= MAX_MIB,
                measure_growth(program, Path(name))]
    return 0 if all(held) else 1


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    sys.exit(main())
