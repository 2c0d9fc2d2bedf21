# SPDX-License-Identifier: GPL-3.0-or-later
"""The original Drizzle of both generations, which `build-aux/setup test` puts into _npm."""
import os
import subprocess
from pathlib import Path

TOOLS = Path(__file__).resolve().parent


class Drizzle:
    """drizzle-kit and drizzle-orm of one generation: "journal" or "folders"."""

    def __init__(self, generation: str) -> None:
        root = Path(os.environ.get("RETORT_SOURCE_ROOT", TOOLS.parent.parent))
        self.modules = root / "_npm" / generation / "node_modules"
        if not (self.modules / "drizzle-orm").exists():
            raise FileNotFoundError(f"{self.modules} is not there; build-aux/setup test installs it")

    def prepare(self, folder: Path) -> None:
        """Make `folder` a project: configuration, and where its imports are found."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "node_modules").symlink_to(self.modules)
        (folder / "package.json").write_text('{ "private": true }\n')
        (folder / "drizzle.config.ts").write_text(
            'import { defineConfig } from "drizzle-kit";\n\nexport default defineConfig({\n  dialect: "postgresql",\n'
            '  schema: "./schema.ts",\n  out: "./drizzle",\n  dbCredentials: { url: process.env.DATABASE_URL! },\n});\n'
        )

    def kit(self, folder: Path, *arguments: str, url: str = "") -> str:
        """What drizzle-kit prints."""
        done = subprocess.run(
            ["node", self.modules / "drizzle-kit" / "bin.cjs", *arguments], cwd=folder, capture_output=True, text=True,
            env={**os.environ, "DATABASE_URL": url, "NO_COLOR": "1"}, stdin=subprocess.DEVNULL,
        )
        if done.returncode != 0:
            raise RuntimeError(f"drizzle-kit {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def migrate(self, folder: Path, url: str) -> str | None:
        """Let drizzle-orm migrate; what it says when it fails."""
        done = subprocess.run(
            ["node", TOOLS / "drizzle_migrate.cjs", url, folder / "drizzle"], capture_output=True, text=True,
            env={**os.environ, "NODE_PATH": str(self.modules)}, stdin=subprocess.DEVNULL,
        )
        return None if done.returncode == 0 else done.stderr.strip() or "it failed"
