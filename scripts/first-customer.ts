import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { getTableColumns, getTableName, type Table } from "drizzle-orm";
import * as schema from "../db/schema/index.ts";
import { createIds } from "../worker/adapters/ids.ts";
import { prefixOf } from "../worker/domain/ids.ts";
import { type Language, languages } from "../worker/domain/languages.ts";
import { parseEmailAddress } from "../worker/domain/people/email-address.ts";
import { cleanPersonName, searchTermsOf } from "../worker/domain/people/person-name.ts";
import { type PresetName, policiesOf, presets } from "../worker/domain/policies.ts";
import { localDatabase, runWrangler } from "./wrangler.ts";

const usage = `Creates a customer, its first workspace and the invitation of its first administrator.

  npm run first-customer -- --customer "Northwind" --workspace "Northwind Academy" --slug northwind \\
    --admin ana@northwind.com [--preset standard] [--language en] [--time-zone Europe/Berlin] \\
    [--accent "#0e5a73"] [--remote --env production]

Without --remote it writes into the local database of npm start. The invitation is mailed by the
worker within two minutes. Presets: ${Object.keys(presets).join(", ")}.`;

try {
  await createFirstCustomer();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

async function createFirstCustomer(): Promise<void> {
  const wanted = readWishes();
  const database = wanted.remote ? ["--remote", ...(wanted.env ? ["--env", wanted.env] : [])] : localDatabase;
  const taken = await ask(database, `SELECT id FROM workspaces WHERE slug = ${quote(wanted.slug)}`);
  if (taken.length > 0) throw new Error(`There is already a workspace with the slug ${wanted.slug}.`);

  const statements = rowsFor(wanted).map(([table, row]) => insert(table, row));
  // A file, not an argument: remotely it is imported as a whole, and no shell reads it.
  const file = join(tmpdir(), `usher-first-customer-${process.pid}.sql`);
  writeFileSync(file, `${statements.join("\n")}\n`, { mode: 0o600 });
  try {
    const done = await runWrangler(["d1", "execute", "usher", ...database, "--yes", "--file", file]);
    if (done.code !== 0) throw new Error(`The database refused.\n\n${done.output}`);
  } finally {
    rmSync(file, { force: true });
  }
  console.log(
    [
      `Created ${wanted.customer} with the workspace ${wanted.workspace} (/w/${wanted.slug}, preset ${wanted.preset}).`,
      `${wanted.admin} is invited as its administrator; the worker mails the link within two minutes.`,
    ].join("\n"),
  );
}

interface Wishes {
  customer: string;
  workspace: string;
  slug: string;
  admin: string;
  preset: PresetName;
  language: Language;
  timeZone: string;
  accent: string;
  remote: boolean;
  env: string | undefined;
}

function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      customer: { type: "string" },
      workspace: { type: "string" },
      slug: { type: "string" },
      admin: { type: "string" },
      preset: { type: "string", default: "standard" },
      language: { type: "string", default: "en" },
      "time-zone": { type: "string", default: "UTC" },
      accent: { type: "string", default: "#0e5a73" },
      remote: { type: "boolean", default: false },
      env: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { customer, workspace, slug, admin, preset, language, accent } = values;
  if (values.help || !customer || !workspace || !slug || !admin) throw new Error(usage);
  const address = parseEmailAddress(admin);
  if (!address.ok) throw new Error(`--admin is not an address we can mail: ${address.reason}.`);
  if (!/^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/.test(slug)) {
    throw new Error(
      "--slug takes small letters a to z, digits and hyphens, at most 50, like northwind-academy.",
    );
  }
  if (!(preset in presets)) throw new Error(`--preset is one of ${Object.keys(presets).join(", ")}.`);
  if (!languages.includes(language as Language)) {
    throw new Error(`--language is one of ${languages.join(", ")}.`);
  }
  if (!/^#[0-9a-f]{6}$/i.test(accent)) throw new Error("--accent is a colour like #0e5a73.");
  if (!Intl.supportedValuesOf("timeZone").concat("UTC").includes(values["time-zone"])) {
    throw new Error("--time-zone is a name like Europe/Berlin.");
  }
  return {
    customer: cleaned("--customer", customer),
    workspace: cleaned("--workspace", workspace),
    slug,
    admin: address.canonical,
    preset: preset as PresetName,
    language: language as Language,
    timeZone: values["time-zone"],
    accent: accent.toLowerCase(),
    remote: values.remote,
    env: values.env,
  };
}

function cleaned(option: string, name: string): string {
  const result = cleanPersonName(name);
  if (result.ok && result.value) return result.value;
  throw new Error(`${option} is a name of at most 100 characters, without web addresses or line breaks.`);
}

/** The same rows that the product writes when somebody is invited; the sweeper finds the mail. */
function rowsFor(wanted: Wishes): [Table, Record<string, unknown>][] {
  const now = Date.now();
  const ids = createIds({
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    now: () => now,
    prefixOf,
  });
  const [customerId, workspaceId, membershipId] = [
    ids.next("customer"),
    ids.next("workspace"),
    ids.next("membership"),
  ];
  const [invitationId, op] = [ids.next("invitation"), ids.next("event")];
  const seconds = policiesOf(wanted.preset, {})["invite.link_ttl_s"];
  const termMs = seconds === null ? null : seconds * 1_000;
  const expiresAt = termMs === null ? null : now + termMs;
  const customer: typeof schema.customers.$inferInsert = {
    id: customerId,
    name: wanted.customer,
    createdAt: now,
  };
  const workspace: typeof schema.workspaces.$inferInsert = {
    id: workspaceId,
    customerId,
    slug: wanted.slug,
    name: wanted.workspace,
    status: "active",
    preset: wanted.preset,
    policyOverrides: {},
    accentColor: wanted.accent,
    timeZone: wanted.timeZone,
    language: wanted.language,
    inviteEpoch: 0,
    createdAt: now,
  };
  const membership: typeof schema.memberships.$inferInsert = {
    workspaceId,
    id: membershipId,
    email: wanted.admin,
    firstName: "",
    lastName: "",
    language: wanted.language,
    status: "pending",
    shownAs: "pending",
    delivery: "queued",
    linkExpiresAt: expiresAt,
    invitationId,
    inviterId: "",
    searchTerms: searchTermsOf({ firstName: "", lastName: "", email: wanted.admin }),
    createdAt: now,
    lastOp: op,
  };
  const role: typeof schema.roleAssignments.$inferInsert = {
    workspaceId,
    membershipId,
    role: "admin",
    scopeId: "",
  };
  const invitation: typeof schema.invitations.$inferInsert = {
    workspaceId,
    id: invitationId,
    membershipId,
    email: wanted.admin,
    status: "pending",
    generation: 1,
    floorGeneration: 1,
    revision: 1,
    language: wanted.language,
    termMs,
    expiresAt,
    linkExposed: false,
    tellInviter: false,
    inviterKind: "system",
    inviterId: "",
    inviterName: wanted.customer,
    origin: "setup",
    delivery: "queued",
    sendTimes: [now],
    lastOp: op,
    createdAt: now,
  };
  const mail: typeof schema.outbox.$inferInsert = {
    workspaceId,
    id: ids.next("outbox"),
    template: "invitation",
    invitationId,
    generation: 1,
    to: wanted.admin,
    language: wanted.language,
    state: "pending",
    priority: 0,
    dueAt: now,
    attempts: 0,
    op,
    createdAt: now,
  };
  const acts = (["workspace.created", "invitation.created"] as const).map((action) => {
    const auditId = ids.next("audit");
    const isInvitation = action === "invitation.created";
    const event: typeof schema.auditEvents.$inferInsert = {
      workspaceId,
      id: auditId,
      at: now,
      actorKind: "system",
      actorId: null,
      action,
      membershipId: isInvitation ? membershipId : null,
      targetId: isInvitation ? invitationId : workspaceId,
      op,
      requestId: crypto.randomUUID(),
    };
    const details: typeof schema.auditDetails.$inferInsert = {
      workspaceId,
      auditId,
      actorName: wanted.customer,
      details: isInvitation
        ? { email: wanted.admin, firstName: "", lastName: "", roles: ["admin"], sent: true }
        : { name: wanted.workspace, slug: wanted.slug, preset: wanted.preset },
    };
    return { event, details };
  });
  return [
    [schema.customers, customer],
    [schema.workspaces, workspace],
    [schema.memberships, membership],
    [schema.roleAssignments, role],
    [schema.invitations, invitation],
    [schema.outbox, mail],
    ...acts.flatMap(({ event, details }): [Table, Record<string, unknown>][] => [
      [schema.auditEvents, event],
      [schema.auditDetails, details],
    ]),
  ];
}

function insert(table: Table, row: Record<string, unknown>): string {
  const columns = Object.entries(getTableColumns(table));
  const names = columns.map(([, column]) => `"${column.name}"`).join(", ");
  const values = columns.map(([key, column]) => {
    const value = row[key] ?? null;
    return literal(value === null ? null : column.mapToDriverValue(value));
  });
  return `INSERT INTO "${getTableName(table)}" (${names}) VALUES (${values.join(", ")});`;
}

/** A value as SQL: whole numbers, NULL, or a quoted string. Anything else is a bug here. */
function literal(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "string") return quote(value);
  throw new TypeError(`No SQL for a ${typeof value}`);
}

// Within single quotes SQLite knows no escape but the doubled quote; a NUL would end the text early.
function quote(text: string): string {
  if (text.includes("\0")) throw new TypeError("No SQL for text with a NUL");
  return `'${text.replaceAll("'", "''")}'`;
}

async function ask(database: readonly string[], query: string): Promise<unknown[]> {
  const asked = await runWrangler(["d1", "execute", "usher", ...database, "--json", "--command", query]);
  if (asked.code !== 0) {
    throw new Error(`The database cannot be read; are the migrations applied?\n\n${asked.output}`);
  }
  const [answer] = JSON.parse(asked.stdout) as { results: unknown[] }[];
  return answer?.results ?? [];
}
