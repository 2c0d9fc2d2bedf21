#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of new revisions and merges, byte for byte beside those that Debian's Alembic writes.

Projects with all sorts of configurations, templates and histories are drawn at random; both tools get the same project and the same
arguments. What one refuses the other refuses; what one writes the other writes, but for the clock. The seed is printed;
RETORT_TEST_SEED repeats a run.

Prints TAP. Usage: test-revision.py RETORT-CLI PRACTICE-FOLDER
"""
import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from alembic_driver import AlembicDriver  # noqa: E402
from tap import in_folder, run_tests  # noqa: E402

N_PROJECTS = 20
N_FILES = 9
CLOCK = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")

GENERIC = Path("/usr/lib/python3/dist-packages/alembic/templates/generic/script.py.mako")
NEWER = '''"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

# revision identifiers, used by Alembic.
revision: str = ${repr(up_revision)}
down_revision: Union[str, Sequence[str], None] = ${repr(down_revision)}
branch_labels: Union[str, Sequence[str], None] = ${repr(branch_labels)}
depends_on: Union[str, Sequence[str], None] = ${repr(depends_on)}


def upgrade() -> None:
    """Upgrade schema."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Downgrade schema."""
    ${downgrades if downgrades else "pass"}
'''
CONTROLS = '''# Copyright ${create_date.year} Somebody
## a comment of the template
"""${ message }  # ${'a' + "}" + 'b'}

Revises: ${down_revision}
"""
from alembic import op
% if imports:
${imports}
% endif

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
    % if branch_labels:
branch_labels = ${repr(branch_labels)}
    % else:
branch_labels = None
    % endif
% if not down_revision:
# the first one
% elif depends_on:
# ${str(depends_on) | trim}
% endif
depends_on = ${repr(depends_on)}
long_line = 1 + \\
  2
% for name in ['upgrade', 'downgrade']:


def ${name}():
    %% ${name.upper()}
% endfor
'''.replace("    %% ${name.upper()}\n", "    pass  # 100 % ${name.upper()}\n")
PERCENT = '''revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}
message = """
%% ${message.replace('"', '') | n}
%%% x
"""


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}'''
TEMPLATES = [GENERIC.read_text(), NEWER, CONTROLS, PERCENT, NEWER.replace("\n", "\r\n")]
# What is not understood is refused, never guessed.
REFUSED = [
    "<%! import os %>\n" + NEWER,
    NEWER + "<%def name='x()'>\n</%def>\n",
    NEWER.replace("${message}", "${context.get('message')}"),
    NEWER.replace("${message}", "${message | h}"),
    NEWER + "% while True:\n% endwhile\n",
    NEWER.replace("${repr(down_revision)}", "None"),
    NEWER + "${message",
    NEWER.replace("    ${upgrades", "    %% x\n    ${upgrades"),
]

NAMES = [None, None, "%%(rev)s_%%(slug)s", "%%(year)d_%%(month).2d_%%(rev)s", "%%(slug)s-%%(rev)-12s.x", "%%(rev)s"]
MESSAGES = [
    "add users", "Add user's e-mail_Address: a very long message indeed, longer than forty", "", "ÄÖÜ straße", "a \\ b \" c", "100 %",
    "two\nlines", "${message}", "表を追加する", None,
]
ZONES = [None, None, "UTC", "utc", "Europe/Berlin", "Asia/Kolkata", "Not/AZone"]


class Project:
    """One project, made twice."""

    def __init__(self, folder: Path, rng: random.Random, template: str) -> None:
        self.rng = rng
        self.sides = [folder / "alembic", folder / "retort"]
        self.is_numbered = rng.random() < 0.5
        self.locations = rng.choice([None, None, ["one", "two"]])
        for side in self.sides:
            (side / "migrations" / "versions").mkdir(parents=True)
            (side / "migrations" / "env.py").write_text("")
            (side / "migrations" / "script.py.mako").write_bytes(template.encode())
        ini = ["[alembic]", "script_location = %(here)s/migrations"]
        for key, values in (("file_template", NAMES), ("timezone", ZONES), ("truncate_slug_length", [None, "0", "5", "17", "80"])):
            value = rng.choice(values)
            if value is not None:
                ini.append(f"{key} = {value}")
        if self.locations:
            ini.append("version_locations = " + " ".join(f"%(here)s/{name}" for name in self.locations))
        for side in self.sides:
            (side / "alembic.ini").write_text("\n".join(ini) + "\n")
        self.ids, self.labels = [], []
        for _ in range(rng.randint(0, 7)):
            self.add_revision()

    def new_id(self) -> str:
        return "%03d" % (len(self.ids) + 1) if self.is_numbered else "%012x" % self.rng.getrandbits(48)

    def add_revision(self) -> None:
        own = self.new_id()
        down = self.rng.sample(self.ids, min(len(self.ids), self.rng.choice([1, 1, 1, 1, 2, 0])))
        folder = self.rng.choice(self.locations) if self.locations else "migrations/versions"
        label = f"label{len(self.ids)}" if self.rng.random() < 0.2 else None
        value = tuple(down) if len(down) > 1 else down[0] if down else None
        for side in self.sides:
            (side / folder).mkdir(parents=True, exist_ok=True)
            (side / folder / f"{own}_old.py").write_text(
                f"revision = {own!r}\ndown_revision = {value!r}\nbranch_labels = {label!r}\ndepends_on = None\n"
                "def upgrade():\n    pass\ndef downgrade():\n    pass\n"
            )
        self.ids.append(own)
        if label:
            self.labels.append(label)

    def draw_symbol(self) -> str:
        rng = self.rng
        symbols = ["head", "heads", "base", *self.ids, *self.labels, *(f"{label}@head" for label in self.labels), *(one[:4] for one in self.ids)]
        return rng.choice(symbols) if rng.random() < 0.95 else "nothing"

    def draw_arguments(self) -> tuple:
        rng = self.rng
        options = {"message": rng.choice(MESSAGES), "rev_id": rng.choice([self.new_id() + "x", "a-b" if rng.random() < 0.1 else "zz9"])}
        if rng.random() < 0.2:
            options["branch_label"] = f"new{rng.getrandbits(16)}"
        if rng.random() < 0.25:
            return "merge", [self.draw_symbol() for _ in range(rng.randint(1, 3))], options
        if rng.random() < 0.6:
            options["head"] = self.draw_symbol()
        if rng.random() < 0.3:
            options["splice"] = True
        if rng.random() < 0.3:
            options["depends_on"] = [self.draw_symbol() for _ in range(rng.randint(1, 2))]
        if self.locations and rng.random() < 0.5:
            options["version_path"] = rng.choice([*self.locations, "three"])
        return "revision", [], options

    def files(self, side: Path) -> dict:
        return {
            str(path.relative_to(side)): CLOCK.sub("NOW", path.read_bytes().decode())
            for path in sorted(side.rglob("*.py"))
            if "__pycache__" not in path.parts
        }


def run_retort(program: str, folder: Path, command: str, arguments: list, options: dict) -> subprocess.CompletedProcess:
    line = [program, "-C", str(folder), command, *arguments]
    for key, value in options.items():
        flag = "--" + key.replace("_", "-")
        if value is True:
            line.append(flag)
        elif isinstance(value, list):
            line += [f"{flag}={one}" for one in value]
        elif value is not None:
            line.append(f"{flag}={value}")
    return subprocess.run(line, capture_output=True, text=True, cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"})


def compare(program: str, driver: AlembicDriver, project: Project) -> bool:
    """One file of each tool; says whether there is one."""
    command, arguments, options = project.draw_arguments()
    before = project.files(project.sides[0])
    refusal = driver.run(project.sides[0], "", command, *arguments, **options)
    done = run_retort(program, project.sides[1], command, arguments, options)
    theirs, ours = project.files(project.sides[0]), project.files(project.sides[1])
    what = f"{command} {arguments} {options}"
    # What Alembic complains of once the file is there is no reason to leave it there.
    if refusal is not None:
        assert done.returncode != 0, f"{what}: Alembic refuses ({refusal}), Retort wrote {set(ours) - set(before)}"
        for name in set(theirs) - set(before):
            (project.sides[0] / name).unlink()
        assert ours == before, f"{what}: refused, and yet something changed"
        return False
    overwritten = {name for name in before if theirs[name] != before[name]}
    if overwritten:
        assert done.returncode != 0 and ours == before, f"{what}: Alembic wrote over {overwritten}, and so did Retort"
        for name in overwritten:
            shutil.copy(project.sides[1] / name, project.sides[0] / name)
        return False
    assert done.returncode == 0, f"{what}: Alembic wrote {set(theirs) - set(before)}, Retort said {done.stderr}"
    assert theirs == ours, f"{what}:\n{theirs}\ninstead of\n{ours}"
    for side in project.sides:
        for name in set(theirs) - set(before):
            (side / name).unlink()
    return True


def test_like_alembic(program: str, rng: random.Random, folder: Path) -> None:
    n_written = 0
    with AlembicDriver() as driver:
        for index in range(N_PROJECTS):
            project = Project(folder / str(index), rng, TEMPLATES[index % len(TEMPLATES)])
            n_written += sum(compare(program, driver, project) for _ in range(N_FILES))
    assert n_written > N_PROJECTS, f"only {n_written} files were compared"


def test_refused_templates(program: str, rng: random.Random, folder: Path) -> None:
    for index, template in enumerate(REFUSED):
        project = Project(folder / str(index), rng, template)
        shutil.rmtree(project.sides[1] / "migrations" / "versions")
        (project.sides[1] / "migrations" / "versions").mkdir()
        (project.sides[1] / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
        (project.sides[1] / "migrations" / "versions" / "a.py").write_text(
            "revision = 'a'\ndown_revision = None\ndef upgrade():\n    pass\ndef downgrade():\n    pass\n")
        done = run_retort(program, project.sides[1], "revision", [], {"message": "x"})
        assert done.returncode == 3, f"template {index}: {done.returncode} {done.stdout}"
        assert "script.py.mako" in done.stderr or "down_revision" in done.stderr, done.stderr


def test_schemes(program: str, rng: random.Random, folder: Path) -> None:
    """The id and the name of the next file, by the scheme of the files that are there."""
    for index, (ids, names, expected) in enumerate([
        (["057", "058", "059"], None, r"060_x\.py"),
        (["0001", "0001b", "0002", "0003"], None, r"0004_x\.py"),
        (["0410_a", "0411_b", "0412_c"], ["0410_a.py", "0411_b.py", "0412_c.py"], r"0413_x\.py"),
        (["aaaa11", "bbbb22", "cccc33"], ["001_a.py", "002_b.py", "003_c.py"], r"004_x\.py"),
        (["aaaa11", "bbbb22", "cccc33"], None, r"[0-9a-f]{12}_x\.py"),
    ]):
        side = folder / str(index)
        (side / "migrations" / "versions").mkdir(parents=True)
        (side / "migrations" / "env.py").write_text("")
        (side / "migrations" / "script.py.mako").write_text(GENERIC.read_text())
        (side / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
        for at, own in enumerate(ids):
            name = names[at] if names else f"{own}_old.py"
            down = ids[at - 1] if at > 0 else None
            (side / "migrations" / "versions" / name).write_text(
                f"revision = {own!r}\ndown_revision = {down!r}\ndef upgrade():\n    pass\ndef downgrade():\n    pass\n")
        done = run_retort(program, side, "revision", [], {"message": "x"})
        assert done.returncode == 0, done.stderr
        assert re.fullmatch(expected, Path(done.stdout.strip()).name), f"{ids}: {done.stdout}"


def test_planned(program: str, rng: random.Random, folder: Path) -> None:
    """The practice project's ROADMAP.md: what is done, what is written, and a revision from a row."""
    project = folder / "practice"
    shutil.copytree(sys.argv[2], project)
    done = run_retort(program, project, "planned", [], {"format": "json"})
    rows = {row["number"]: row for row in json.loads(done.stdout)["planned"]}
    assert rows["013"]["done"] and rows["013"]["revision"] == "013", rows["013"]
    assert not rows["014"]["done"] and rows["014"]["revision"] == "014", rows["014"]
    assert not rows["016"]["done"] and rows["016"]["revision"] is None, rows["016"]
    done = run_retort(program, project, "revision", [], {"from_planned": "16"})
    assert Path(done.stdout.strip()).name == "016_role_hierarchy_for_users.py", done
    done = run_retort(program, project, "revision", [], {"from_planned": "16"})
    assert done.returncode == 2 and "written already" in done.stderr, done
    done = run_retort(program, project, "revision", [], {"from_planned": "999"})
    assert done.returncode == 2 and "999" in done.stderr, done
    # Somebody took the number for something else: what was planned stays planned, and takes the next one.
    done = run_retort(program, project, "revision", [], {"message": "spare parts"})
    assert Path(done.stdout.strip()).name == "017_spare_parts.py", done
    done = run_retort(program, project, "planned", [], {"format": "json"})
    rows = {row["number"]: row for row in json.loads(done.stdout)["planned"]}
    assert rows["016"]["revision"] == "016" and rows["016"]["taken_by"] is None, rows["016"]
    assert rows["017"]["revision"] is None and rows["017"]["taken_by"] == "017", rows["017"]
    done = run_retort(program, project, "revision", [], {"from_planned": "17"})
    assert Path(done.stdout.strip()).name == "018_price_history.py", done
    (project / "ROADMAP.md").unlink()
    done = run_retort(program, project, "planned", [], {})
    assert done.returncode == 3 and "ROADMAP.md" in done.stderr, done


def test_pattern_of_a_head(program: str, rng: random.Random, folder: Path) -> None:
    """Of several heads the one that is followed says which tables there are."""
    project = folder / "heads"
    shutil.copytree(sys.argv[2], project)
    for id, table in (("a1", "apples"), ("b1", "pears")):
        (project / "migrations" / "versions" / f"{id}_x.py").write_text(
            f"from alembic import op\nimport sqlalchemy as sa\nrevision = '{id}'\ndown_revision = '013'\n\n\ndef upgrade():\n"
            f"    op.create_table('{table}', sa.Column('id', sa.Integer(), primary_key=True))\n\n\ndef downgrade():\n    op.drop_table('{table}')\n")
    asked = ["--pattern", "optional-column", "column=note", "type=text", "--dry-run"]

    def ask(head: str, table: str) -> subprocess.CompletedProcess:
        return subprocess.run([program, "-C", str(project), "revision", "--head", head, *asked, f"table={table}"], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)

    for head, table, other in (("a1", "apples", "pears"), ("b1", "pears", "apples")):
        done = ask(head, table)
        assert done.returncode == 0 and f'"{table}"' in done.stdout and f"= '{head}'" in done.stdout.replace('"', "'"), done
        done = ask(head, other)
        assert done.returncode == 3 and f"there is no table '{other}'" in done.stderr, done
    done = ask("nowhere", "apples")
    assert done.returncode == 2 and "nowhere" in done.stderr, done


TESTS = [test_pattern_of_a_head, test_like_alembic, test_refused_templates, test_schemes, test_planned]


def check(folder: Path, test, seed: int) -> None:
    test(os.path.abspath(sys.argv[1]), random.Random(seed), folder)


def main() -> int:
    seed = int(os.environ.get("RETORT_TEST_SEED", random.randrange(2**32)))
    print(f"# seed {seed}")
    return run_tests((test.__name__, in_folder(check, test, seed)) for test in TESTS)


sys.exit(main())
