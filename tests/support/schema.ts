import { DatabaseSync } from "node:sqlite";
import { readD1Migrations } from "@cloudflare/vitest-pool-workers";

/**
 * The statements that make the database which all migrations together make, a table after those that it refers to.
 * Each test file begins with an empty database: these take a tenth of the time of the migrations themselves, which
 * their own test applies.
 */
export async function schemaOf(folder: string): Promise<string[]> {
  const database = new DatabaseSync(":memory:");
  for (const { queries } of await readD1Migrations(folder)) {
    for (const query of queries) database.exec(query);
  }
  const all = (sql: string) => database.prepare(sql).all() as Record<string, string>[];
  const made = new Map<string, string>();
  const waiting = new Map(
    all("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").map(
      ({ name, sql }) => [String(name), String(sql)],
    ),
  );
  while (waiting.size > 0) {
    const before = waiting.size;
    for (const [name, sql] of waiting) {
      const parents = all(`PRAGMA foreign_key_list("${name}")`).map(({ table }) => String(table));
      if (parents.some((parent) => parent !== name && waiting.has(parent))) continue;
      made.set(name, sql);
      waiting.delete(name);
    }
    if (waiting.size === before) throw new Error(`Tables refer to each other: ${[...waiting.keys()].join()}`);
  }
  const rest = all(
    "SELECT sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL ORDER BY type, rowid",
  );
  database.close();
  return [...made.values(), ...rest.map(({ sql }) => String(sql))];
}
