// SPDX-License-Identifier: GPL-3.0-or-later
// What an application does when it starts: drizzle-orm's own migrator over node-postgres.
// Usage: node drizzle_migrate.cjs URL FOLDER, with NODE_PATH at the packages. Prints the error, if any, and fails then.
const { Client } = require('pg');
const { drizzle } = require('drizzle-orm/node-postgres');
const { migrate } = require('drizzle-orm/node-postgres/migrator');

async function main() {
  const [, , url, folder] = process.argv;
  const client = new Client({ connectionString: url });

  await client.connect();
  try {
    await migrate(drizzle({ client }), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}

main().catch((error) => {
  console.error(String(error.cause ?? error));
  process.exitCode = 1;
});
