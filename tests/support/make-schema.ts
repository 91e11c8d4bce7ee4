import { env } from "cloudflare:workers";

// Files share a runtime, for loading the worker anew takes longer than most of them; each begins with an empty database.
const { results } = await env.DB.prepare(
  "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'trigger') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' ORDER BY rowid DESC",
).all<{ type: string; name: string }>();
const statements = [
  "PRAGMA defer_foreign_keys = on",
  ...results.map(({ type, name }) => `DROP ${type} "${name}"`),
  ...env.TEST_SCHEMA,
];
await env.DB.batch(statements.map((statement) => env.DB.prepare(statement)));
