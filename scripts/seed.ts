import { openPlatform } from "./domain.ts";
import { demoRows } from "./seed/demo.ts";

/** Writes the demo into the local database, unless somebody is in it already. */
const platform = await openPlatform({ remote: false, env: "" });
try {
  const { DB: database, PRODUCT_NAME: productName } = platform.bindings;
  const taken = await database.prepare("SELECT 1 FROM customers LIMIT 1").first();
  if (taken) console.log("The database is not empty; nothing was written.");
  else {
    const rows = await demoRows(Date.now(), String(productName));
    await rows.write(database);
    await checkCounters(database);
    console.log(`Wrote ${rows.memberships.length} people in ${rows.workspaces.length} workspaces.`);
  }
} finally {
  await platform.dispose();
}

/** The counters that triggers keep must say what counting says. */
async function checkCounters(database: D1Database): Promise<void> {
  const { results } = await database
    .prepare(
      `SELECT w.slug, s.status,
         (SELECT count(*) FROM memberships m WHERE m.workspace_id = w.id AND m.shown_as = s.status) AS counted,
         coalesce((SELECT count FROM membership_counts c
           WHERE c.workspace_id = w.id AND c.facet = '' AND c.status = s.status), 0) AS kept
       FROM workspaces w, (SELECT DISTINCT shown_as AS status FROM memberships) s`,
    )
    .all<{ slug: string; status: string; counted: number; kept: number }>();
  const wrong = results.filter(({ counted, kept }) => counted !== kept);
  if (results.length === 0 || wrong.length > 0) {
    throw new Error(`The counters are wrong: ${JSON.stringify(wrong)}`);
  }
}
