#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project's own commands: found, shown, confirmed once, refused, run with live output, ended as a whole; and runs that are proved by
reading the database.

Prints TAP. Usage: test-commands.py RETORT-CLI PRACTICE-FOLDER
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from at_terminal import at_terminal  # noqa: E402
from private_server import PrivateServer  # noqa: E402
from tap import in_folder, run_tests  # noqa: E402

REMOVALS = [
    "docker compose down -v", "docker-compose -f x.yml down --volumes --remove-orphans", "docker compose down --rmi all -v",
    "docker volume rm shop_data", "docker volume prune -f", "podman volume rm x", "docker system prune -a --volumes",
    "dropdb shop", "psql -c 'DROP DATABASE shop'", 'psql -c "drop   schema public cascade"', "docker compose exec db dropdb -U x shop",
    "rm -rf ./pgdata", "npx prisma migrate reset --force", "docker compose \\\n\t  down \\\n\t  -v", "true && docker compose down -v; true",
]
# The same behind quotes, variables and scripts: the command's line, then files beside it.
AROUND = [
    ("sh -c 'drop\"\"db shop'", {}), ("d=drop; ${d}db shop", {}), ("psql -c 'DROP /* it */ DATABASE shop'", {}), ("env -i dropdb shop", {}),
    ("\\dropdb shop", {}), ("sh scripts/x.sh", {"scripts/x.sh": "dropdb shop\n"}), ("./x", {"x": "#!/bin/sh\nsh y.sh\n", "y.sh": "dropdb shop\n"}),
    ("psql -f x.sql", {"x.sql": "SELECT 1;\nDROP DATABASE shop;\n"}), ("make -C sub nuke", {"sub/Makefile": "X = drop\nnuke:\n\t$(X)db shop\n"}),
    ("npm run reset", {"package.json": '{"scripts": {"reset": "run-s a b:c", "b:c": "dropdb shop"}}'}), ("prisma db push --force-reset", {}),
    ("podman compose down -v", {}), ("kubectl delete pvc data", {}),
    ("echo ZHJvcGRiIHNob3AK | base64 -d | sh", {}), ("echo ZHJvcGRiIHNob3AK | base64 --decode | sudo bash -x", {}),
    ("eval \"$(echo ZHJvcGRiIHNob3AK | base64 -d)\"", {}), ("bash -c \"$(base64 -d x.txt)\"", {}), ("bash <(base64 -d x.txt)", {}),
    ("echo 64726f706462 | xxd -r -p | sh", {}), ("openssl base64 -d -in x | psql shop", {}), ("curl -s https://example.org/x | sh", {}),
    ("python3 -c 'import base64; exec(base64.b64decode(\"cHJpbnQoMSk=\"))'", {}),
]
# What the tools themselves offer for it.
TOOLS = [
    "drizzle-kit push --force", "npx drizzle-kit push --config=x.ts --force", "drizzle-kit drop", "prisma migrate reset", "prisma db push --accept-data-loss",
    "flyway clean", "flyway -url=jdbc:postgresql:x clean migrate", "mvn flyway:clean", "./gradlew flywayClean", "dbmate drop", "dbmate -u postgres://x/y --wait drop",
    "migrate -path db -database postgres://x/y drop -f", "migrate drop -f", "migrate -path=db -database=x drop", "liquibase drop-all", "sqlx database reset -y",
    "diesel database reset", "bin/rails db:drop", "mix ecto.reset", "supabase db reset", "php artisan migrate:fresh --seed", "python manage.py flush --noinput",
    "npx typeorm schema:drop -d x.ts",
]
HARMLESS = ["docker compose down", "docker compose up -d -V db", "alembic upgrade head", "docker volume ls", "rm -rf build", "echo dropped", "echo eA== | base64 -d > key.json; sh run",
            "base64 key.json | sh send", "KEY=$(echo eA== | base64 -d) sh run", "curl -o page https://example.org/x", "drizzle-kit push", "drizzle-kit generate --name drop_it", "prisma migrate deploy",
            "flyway migrate", "dbmate up", "dbmate rollback", "migrate -path drop -database y up", "migrate up", "goose reset", "alembic downgrade base",
            "rails db:migrate", "manage.py migrate"]
RUNNERS = [
    ([".venv/bin/alembic"], "{root}/.venv/bin/alembic upgrade"),
    (["uv.lock"], "uv run alembic upgrade"),
    (["poetry.lock"], "poetry run alembic upgrade"),
    (["compose.yaml"], "docker compose exec -T backend alembic upgrade"),
    ([], "alembic upgrade"),
]
COMPOSE = "services:\n  db:\n    image: postgres:15\n  backend:\n    build: .\n"


class Stage:
    def __init__(self, program: str, practice: Path, folder: Path, server: PrivateServer) -> None:
        self.program, self.practice, self.folder, self.server = program, practice, folder, server
        self.project = folder / "project"
        shutil.copytree(practice, self.project)
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(folder / "config"), "XDG_STATE_HOME": str(folder / "state")}
        self.environment.pop("DATABASE_URL", None)
        self.put_stubs()

    def put_stubs(self) -> None:
        """Should a refusal fail, nothing of this machine is removed."""
        stubs = self.folder / "bin"
        stubs.mkdir()
        for name in ("docker", "docker-compose", "podman", "dropdb", "psql", "npx", "rm"):
            (stubs / name).write_text("#!/bin/sh\necho stub\n")
            (stubs / name).chmod(0o755)
        self.environment["PATH"] = f"{stubs}:{self.environment['PATH']}"

    def database(self) -> str:
        return self.server.create_database(self.folder.name.replace("-", "_"))

    def settings(self, commands: dict) -> None:
        (self.project / "retort.json").write_text(json.dumps({"name": "x", "commands": commands}))

    def line(self, *arguments: str) -> list:
        return [self.program, "-C", str(self.project), *arguments]

    def retort(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(self.line(*arguments), capture_output=True, text=True, env=self.environment, stdin=subprocess.DEVNULL)

    def commands(self) -> dict:
        return {one["name"]: one for one in json.loads(self.retort("command", "--format", "json").stdout)["commands"]}

    def confirmed(self, name: str, *arguments: str) -> subprocess.CompletedProcess:
        return self.retort("command", name, "--confirm", self.commands()[name]["hash"], *arguments)

    def profile(self, fields: dict) -> None:
        folder = self.folder / "config" / "retort"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "profiles.json").write_text(json.dumps({"format": 1, "profiles": [fields]}))

    def typed(self, secret: str, *arguments: str) -> str:
        """What is printed on a terminal on which the secret is typed when it is asked for."""
        return at_terminal(self.line(*arguments), self.environment, rb"Password: ", [secret.encode() + b"\n"])[0]


def test_required_checklist(stage: Stage) -> None:
    """Where the project wants each revision read and ticked, the terminal refuses too, and says which are open."""
    url = stage.database()
    (stage.project / "retort.json").write_text(json.dumps({"name": "x", "require_checklist": True, "checklist": ["Routers follow"]}))
    refused = stage.retort("--url", url, "upgrade", "001", "--yes")
    assert refused.returncode == 7, refused
    assert "that is open for: 001" in refused.stderr and "--skip-checklist" in refused.stderr, refused.stderr
    assert json.loads(stage.retort("--url", url, "current", "--format", "json").stdout)["current"] == []
    done = stage.retort("--url", url, "upgrade", "001", "--yes", "--skip-checklist")
    assert done.returncode == 0, done
    assert stage.retort("--url", url, "downgrade", "base", "--yes").returncode == 0


def test_named_by_env(stage: Stage) -> None:
    """Who names no database is told which one the project's files name, and how to say it without its password."""
    (stage.project / ".env").write_text(f"SQLALCHEMY_DATABASE_URI={stage.database()}\n")
    refused = stage.retort("current")
    assert refused.returncode == 2 and "--url env:SQLALCHEMY_DATABASE_URI" in refused.stderr, refused
    done = stage.retort("--url", "env:SQLALCHEMY_DATABASE_URI", "current")
    assert done.returncode == 0, done
    absent = stage.retort("--url", "env:ABSENT", "current")
    assert absent.returncode != 0 and "neither the environment nor a .env file of the project holds 'ABSENT'" in absent.stderr, absent
    (stage.project / ".env").unlink()


def test_presets(stage: Stage) -> None:
    for index, (files, expected) in enumerate(RUNNERS):
        root = stage.folder / f"preset{index}"
        shutil.copytree(stage.practice, root)
        (root / ".git").mkdir()
        for name in files:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(COMPOSE if name == "compose.yaml" else "#!/bin/sh\n")
            (root / name).chmod(0o755)
        stage.project = root
        told = stage.commands()["upgrade"]["run"]
        assert told == expected.format(root=root), f"{files}: {told}"
    (root / "Makefile").write_text(".PHONY: x\nX := 1\ndb-upgrade: up\n\talembic upgrade head\nup:\n\ttrue\ntest:\n\tpytest\nbuild:\n\ttrue\n")
    (root / "package.json").write_text('{"scripts": {"migrate:dev": "a", "start": "b"}}')
    (root / "pnpm-lock.yaml").write_text("")
    names = set(stage.commands())
    assert {"make db-upgrade", "make test", "pnpm run migrate:dev"} <= names and not {"make up", "make build", "pnpm run start"} & names, names


def test_confirmation(stage: Stage) -> None:
    canary = stage.folder / "ran"
    makefile = stage.project / "Makefile"
    makefile.write_text(f"db-x:\n\ttouch {canary}\n")
    stage.settings({"named": {"run": ["touch", str(canary)], "folder": "migrations", "environment": {"A": "b"}}})
    for arguments in (["command"], ["command", "make db-x"], ["command", "named"], ["command", "named", "--confirm", "0" * 64], ["check"], ["status"]):
        done = stage.retort(*arguments)
        assert not canary.exists(), f"{arguments} ran it"
    told = stage.retort("command", "named").stderr
    assert f"A=b touch {canary}" in told and str(stage.project / "migrations") in told, told
    assert stage.confirmed("make db-x").returncode == 0 and canary.exists()
    canary.unlink()
    assert stage.retort("command", "make db-x").returncode == 0 and canary.exists(), "it was confirmed"
    canary.unlink()
    makefile.write_text(makefile.read_text() + "# another content\n")
    done = stage.retort("command", "make db-x")
    assert done.returncode == 7 and not canary.exists(), done


def test_refusals(stage: Stage) -> None:
    for index, text in enumerate(REMOVALS):
        (stage.project / "Makefile").write_text(f"db-x: other\n\ttrue\nother:\n\t{text}\ndb-y:\n\t$(MAKE) db-x\n")
        (stage.project / "package.json").write_text(json.dumps({"scripts": {"db:a": "npm run b", "b": text.replace("\\\n\t", "")}}))
        stage.settings({"own": {"run": ["sh", "-c", text.replace("\\\n\t", "")]}})
        for name in ("make db-x", "make db-y", "npm run db:a", "own"):
            done = stage.confirmed(name)
            assert done.returncode == 7 and "never run" in done.stderr, f"{text!r} by {name}: {done}"
    for text, files in AROUND:
        for name, content in files.items():
            (stage.project / name).parent.mkdir(parents=True, exist_ok=True)
            (stage.project / name).write_text(content)
            (stage.project / name).chmod(0o755)
        (stage.project / "Makefile").write_text(f"db-x:\n\t{text.replace('$', '$$')}\n")
        stage.settings({"own": {"run": ["sh", "-c", text]}})
        for name in ("make db-x", "own"):
            assert stage.commands()[name]["refused"] is not None, f"{text!r} by {name}"
    for text in TOOLS:
        stage.settings({"own": {"run": ["sh", "-c", text]}})
        assert stage.commands()["own"]["refused"] is not None, text
    for text in HARMLESS:
        stage.settings({"own": {"run": ["sh", "-c", text]}})
        assert stage.commands()["own"]["refused"] is None, text
    stage.settings({"own": {"run": ["docker", "compose"]}})
    done = stage.confirmed("own", "--", "down", "-v")
    assert done.returncode == 7, done


def test_output_and_cancel(stage: Stage) -> None:
    marker = f"86{os.getpid()}"
    stage.settings({"slow": {"run": ["sh", "-c", f"echo first; echo second >&2; trap '' INT; sleep {marker} & sleep {marker}"]},
                    "fails": {"run": ["sh", "-c", "echo said; exit 3"]}, "missing": {"run": ["/no/such/program"]}})
    done = stage.confirmed("fails")
    assert done.returncode == 1 and done.stdout == "said\n" and "3" in done.stderr, done
    assert stage.confirmed("missing").returncode != 0
    hash_ = stage.commands()["slow"]["hash"]
    with subprocess.Popen(stage.line("command", "slow", "--confirm", hash_), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=stage.environment) as process:
        assert process.stdout.readline() == "first\n" and process.stderr.readline() == "second\n"
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        assert process.returncode != 0 and time.monotonic() - begin < 8, process.returncode
    left = subprocess.run(["pgrep", "-f", f"sleep {marker}"], capture_output=True, text=True).stdout
    assert not left, f"still there: {left}"


def test_password(stage: Stage) -> None:
    stage.server.create_user("shopkeeper", "s3cret-word", superuser=True)
    url = stage.database().replace("user=postgres", "user=shopkeeper&password=s3cret-word")
    stage.settings({"show": {"run": ["sh", "-c", "env; tr '\\0' '\\n' < /proc/$PPID/cmdline; echo {url}"], "environment": {"MY_URL": "<{url}>"}}})
    done = stage.confirmed("show", "--url", url)
    assert done.returncode == 0 and "DATABASE_URL=postgresql:///" in done.stdout and "MY_URL=<postgresql:///" in done.stdout, done
    assert "s3cret-word" not in done.stdout + done.stderr, "the password was given away"
    assert "PGUSER=shopkeeper" in done.stdout, done.stdout
    # A profile may hand it on: by the environment, and by nothing else.
    database = url.split("///")[1].split("?")[0]
    for gives in (False, True):
        stage.profile({"id": "p1", "name": "shop", "environment": "development", "host": str(stage.server.folder), "database": database,
                       "user": "shopkeeper", "password_source": "ask", "gives_password": gives})
        told = stage.typed("s3cret-word", "--profile", "shop", "command", "show")
        assert ("PGPASSWORD=s3cret-word" in told) == gives and "MY_URL=<postgresql:///" in told, told
        assert told.replace("PGPASSWORD=s3cret-word", "").count("s3cret-word") == 0, f"more than the variable holds it: {told}"


def test_engine(stage: Stage) -> None:
    url = stage.database()
    done = stage.retort("--url", url, "upgrade", "003", "--engine", "command")
    assert done.returncode == 7 and "nobody has confirmed" in done.stderr, done
    commands = stage.commands()
    done = stage.retort("--url", url, "upgrade", "003", "--engine", "command", "--confirm", commands["upgrade"]["hash"])
    assert done.returncode == 0 and "promised" in done.stdout, done
    assert stage.server.query(url.split("///")[1].split("?")[0], "SELECT version_num FROM alembic_version") == "003"
    done = stage.retort("--url", url, "downgrade", "001", "--engine", "command", "--confirm", commands["downgrade"]["hash"])
    assert done.returncode == 0, done
    (stage.project / "migrations" / "versions" / "002_create_products.py").write_text(
        "from alembic import op\nrevision = '002'\ndown_revision = '001'\n\n\ndef upgrade():\n    op.execute('SELECT 1/0')\n\n\ndef downgrade():\n    pass\n")
    done = stage.retort("--url", url, "upgrade", "002", "--engine", "command")
    assert done.returncode == 5 and "as it was" in done.stderr, done
    # What is not understood is left to the command, once it is confirmed; a command that only says so is found out.
    (stage.project / "migrations" / "versions" / "002_create_products.py").write_text(
        "from alembic import op\nimport os\nrevision = '002'\ndown_revision = '001'\n\n\ndef upgrade():\n"
        "    op.execute('CREATE TABLE ' + os.environ.get('NAME', 'made') + ' ()')\n\n\ndef downgrade():\n    pass\n")
    assert stage.retort("--url", url, "upgrade", "002", "--engine", "builtin").returncode == 7
    done = stage.retort("--url", url, "upgrade", "002")
    assert done.returncode == 0, done
    stage.settings({"upgrade": {"run": ["sh", "-c", "echo upgraded {target}"]}})
    done = stage.retort("--url", url, "upgrade", "003", "--engine", "command", "--confirm", stage.commands()["upgrade"]["hash"])
    assert done.returncode == 5 and "upgraded 003" in done.stdout and "as it was" in done.stderr, done


def test_profile(stage: Stage) -> None:
    """A profile's own command takes the place of the project's for that profile, with its folder and environment, and is confirmed as all are."""
    url = stage.database()
    database = url.split("///")[1].split("?")[0]
    stage.profile({"id": "p1", "name": "shop", "environment": "development", "host": str(stage.server.folder), "database": database,
                   "user": "postgres"})
    stage.settings({"upgrade": {"run": ["sh", "-c", "echo as ever"]}, "test": "true"})
    done = stage.retort("--profile", "shop", "command", "upgrade", "--set", "sh -c 'pwd; echo $WHERE $MORE; /usr/bin/alembic -c ../alembic.ini upgrade {target}'",
                        "--folder", "migrations", "--env", "WHERE=here", "--env", "MORE=<{url}>")
    assert done.returncode == 0 and "'upgrade' of profile 'shop' is kept" in done.stderr, done
    assert stage.commands()["upgrade"]["chosen"] is False
    listed = [one for one in json.loads(stage.retort("--profile", "shop", "command", "--format", "json").stdout)["commands"] if one["name"] == "upgrade"]
    assert len(listed) == 1 and listed[0]["chosen"] and not listed[0]["confirmed"] and listed[0]["origin"] == "profile 'shop'", listed
    assert listed[0]["folder"] == str(stage.project / "migrations") and listed[0]["run"].startswith("WHERE=here 'MORE=<{url}>' sh -c"), listed
    done = stage.retort("--profile", "shop", "upgrade", "001", "--engine", "command")
    assert done.returncode == 7 and "nobody has confirmed" in done.stderr, done
    done = stage.retort("--profile", "shop", "upgrade", "001", "--engine", "command", "--yes", "--confirm", listed[0]["hash"])
    assert done.returncode == 0 and f"{stage.project}/migrations\nhere <postgresql:///{database}" in done.stdout, done
    assert stage.server.query(database, "SELECT version_num FROM alembic_version") == "001"
    # Another database has what the project says; so has this one once it is taken back.
    assert "as ever" in stage.retort("--url", url, "command", "upgrade", "--confirm", stage.commands()["upgrade"]["hash"]).stdout
    assert stage.retort("--profile", "shop", "command", "upgrade", "--unset").returncode == 0
    assert "as ever" in stage.retort("--profile", "shop", "command", "upgrade").stdout
    for wrong in (["upgrade", "--set", "x"], ["--profile", "shop", "upgrade", "--set", "x", "--unset"], ["--profile", "shop", "--set", "x"],
                  ["--profile", "shop", "upgrade", "--set", "x", "--env", "no pair"], ["--profile", "other", "upgrade", "--set", "x"]):
        assert stage.retort("command", *wrong).returncode in (2, 3, 4), wrong
    (stage.folder / "config" / "retort" / "commands.json").write_text("[]")
    done = stage.retort("--profile", "shop", "command", "upgrade", "--set", "x")
    assert done.returncode == 3 and "something else" in done.stderr, done


def test_generate(stage: Stage) -> None:
    url = stage.database()
    stage.settings({"generate": {"run": ["sh", "-c", "cat > migrations/versions/016_x.py <<'E'\nfrom alembic import op\nrevision = '016'\n"
                                         "down_revision = '015'\ndef upgrade():\n    op.drop_table('orders')\ndef downgrade():\n    pass\nE\n"]}})
    done = stage.retort("--url", url, "revision", "--autogenerate", "-m", "more", "--confirm", stage.commands()["generate"]["hash"])
    assert done.returncode == 0 and "new revision 016" in done.stderr and "drop" in done.stderr and "016_x.py:5" in done.stderr, done


TESTS = [test_presets, test_confirmation, test_refusals, test_output_and_cancel, test_password, test_engine, test_profile, test_generate,
         test_required_checklist, test_named_by_env]


def check(folder: Path, test, server: PrivateServer) -> None:
    test(Stage(sys.argv[1], Path(sys.argv[2]), folder, server))


def main() -> int:
    with PrivateServer() as server:
        return run_tests((test.__name__, in_folder(check, test, server)) for test in TESTS)


sys.exit(main())
