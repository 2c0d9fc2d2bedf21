// SPDX-License-Identifier: GPL-3.0-or-later
// Prisma's own schema engine, which is what Prisma Migrate calls: node prisma_engine.mjs MODULES URL FOLDER COMMAND [NAME]
// COMMAND: apply, diagnose, applied NAME, rolled-back NAME. Prints what it answers as JSON; exit status 1 with its error.
import fs from "node:fs";
import path from "node:path";
import { webcrypto } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

globalThis.crypto ??= webcrypto;
const [modules, url, folder, command, name] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const engineFolder = path.join(modules, "@prisma", "schema-engine-wasm");
const engineModule = await import(pathToFileURL(path.join(engineFolder, "schema_engine_bg.js")));
const { PrismaPg } = require("@prisma/adapter-pg");
const { bindMigrationAwareSqlAdapterFactory } = require("@prisma/driver-adapter-utils");
const bytes = fs.readFileSync(path.join(engineFolder, "schema_engine_bg.wasm"));
const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engineModule });

engineModule.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

function directory(entry) {
  const value = fs.readFileSync(path.join(folder, entry.name, "migration.sql"), "utf8");
  return { path: entry.name, migrationFile: { path: "migration.sql", content: { tag: "ok", value } } };
}

const entries = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
entries.sort((a, b) => (a.name < b.name ? -1 : 1));
const migrationsList = {
  baseDir: folder,
  lockfile: { path: "migration_lock.toml", content: fs.readFileSync(path.join(folder, "migration_lock.toml"), "utf8") },
  shadowDbInitScript: "",
  migrationDirectories: entries.map(directory),
};
const filters = { externalTables: [], externalEnums: [] };
const schema = 'datasource db {\n  provider = "postgresql"\n}\n';
const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));

try {
  const engine = await engineModule.SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => {}, adapter);
  const commands = {
    apply: () => engine.applyMigrations({ migrationsList, filters }),
    diagnose: () => engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
    applied: () => engine.markMigrationApplied({ migrationName: name, migrationsList }),
    "rolled-back": () => engine.markMigrationRolledBack({ migrationName: name }),
  };
  console.log(JSON.stringify(await commands[command]()));
  process.exit(0);
} catch (error) {
  console.error(error.message ?? error);
  process.exit(1);
}
