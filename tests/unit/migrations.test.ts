import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";

const folder = resolve(import.meta.dirname, "../../db/migrations");
const migrations = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .sort();

function apply(database: DatabaseSync, name: string) {
  database.exec("begin");
  for (const statement of readFileSync(join(folder, name), "utf8").split("--> statement-breakpoint")) {
    database.exec(statement);
  }
  database.exec("commit");
}

/** A house as the first two migrations know it; later ones may only add to it. */
function seed(database: DatabaseSync) {
  database.exec(`
    insert into customers values ('cus_1', 'Harbour Trust', 1);
    insert into workspaces (id, customer_id, slug, name, status, preset, policy_overrides, accent_color, time_zone, language, invite_epoch, created_at)
      values ('wsp_1', 'cus_1', 'harbour', 'Harbour', 'active', 'standard', '{}', '#2450d6', 'UTC', 'en', 0, 1);
    insert into units (workspace_id, id, name, path, created_at) values ('wsp_1', 'unt_1', 'North', '/unt_1', 1);
    insert into users (id, email, first_name, last_name, language, status, created_at) values ('usr_1', 'ada@example.com', 'Ada', 'Admin', 'en', 'active', 1);
    insert into memberships (workspace_id, id, user_id, email, first_name, last_name, language, status, shown_as, delivery, inviter_id, search_terms, created_at)
      values ('wsp_1', 'mem_1', 'usr_1', 'ada@example.com', 'Ada', 'Admin', 'en', 'active', 'active', 'none', '', '["ada admin","admin ada"]', 1);
    insert into role_assignments (workspace_id, membership_id, role, scope_id) values ('wsp_1', 'mem_1', 'admin', '');
    insert into unit_members values ('wsp_1', 'mem_1', 'unt_1');
    insert into invitations (workspace_id, id, membership_id, email, status, generation, floor_generation, revision, language, link_exposed, tell_inviter, inviter_kind, inviter_id, inviter_name, origin, delivery, send_times, last_op, created_at)
      values ('wsp_1', 'inv_1', 'mem_1', 'ada@example.com', 'accepted', 1, 1, 1, 'en', 0, 1, 'system', '', 'Usher', 'setup', 'sent', '[]', 'op', 1);
    insert into outbox (workspace_id, id, template, invitation_id, generation, to_email, language, state, priority, due_at, attempts, op, created_at)
      values ('wsp_1', 'out_1', 'invitation', 'inv_1', 1, 'ada@example.com', 'en', 'sent', 0, 1, 1, 'op', 1);
    insert into audit_events (workspace_id, id, at, actor_kind, action, op, request_id) values ('wsp_1', 'aud_1', 1, 'system', 'workspace.created', 'op', 'r');
  `);
}

function names(database: DatabaseSync, type: "table" | "trigger"): string[] {
  return database
    .prepare("select name from sqlite_master where type = ? and name not like 'sqlite_%' order by name")
    .all(type)
    .map((row) => String(row.name));
}

function rowCounts(database: DatabaseSync, tables: string[]): Record<string, number> {
  return Object.fromEntries(
    tables.map((table) => [table, Number(database.prepare(`select count(*) as n from "${table}"`).get()?.n)]),
  );
}

test("the first migrations make the tables and the triggers that keep the lists and the last administrator", () => {
  const database = new DatabaseSync(":memory:");
  for (const name of migrations) apply(database, name);
  expect(names(database, "trigger")).toEqual(
    expect.arrayContaining([
      "membership_listed",
      "membership_relisted",
      "invitation_shown",
      "last_admin_status",
      "last_admin_role",
      "audit_events_kept",
    ]),
  );
  seed(database);
  expect(database.prepare("select facet, status from membership_facets order by facet").all()).toEqual(
    ["", "delivery:none", "role:admin", "unit:unt_1"].map((facet) =>
      expect.objectContaining({ facet, status: "active" }),
    ),
  );
});

test("every later migration leaves the rows and the triggers of a seeded house as they were", () => {
  const database = new DatabaseSync(":memory:");
  for (const name of migrations.slice(0, 2)) apply(database, name);
  seed(database);
  for (const name of migrations.slice(2)) {
    const tables = names(database, "table");
    const before = rowCounts(database, tables);
    const triggers = names(database, "trigger");
    apply(database, name);
    expect([name, rowCounts(database, tables)]).toEqual([name, before]);
    expect([name, names(database, "trigger")]).toEqual([name, expect.arrayContaining(triggers)]);
  }
  expect(database.prepare("pragma foreign_key_check").all()).toEqual([]);
});

test("where people stand is noted for those who were in several places before", () => {
  const database = new DatabaseSync(":memory:");
  const [noting = "", ...before] = migrations.filter((name) => name <= "0009~").reverse();
  for (const name of before.reverse()) apply(database, name);
  seed(database);
  database.exec(`
    insert into groups (workspace_id, id, name, name_key, path, visibility, created_at) values ('wsp_1', 'grp_1', 'All', 'all', 'grp_1/', 'public', 1);
    insert into memberships (workspace_id, id, first_name, last_name, language, status, shown_as, delivery, inviter_id, search_terms, created_at)
      select 'wsp_1', value, 'Ana', 'Lopez', 'en', 'active', 'active', 'none', '', '[]', 1 from json_each('["mem_2","mem_3","mem_4"]');
    insert into group_members values ('wsp_1', 'mem_1', 'grp_1', 'direct'), ('wsp_1', 'mem_2', 'grp_1', 'direct'), ('wsp_1', 'mem_3', 'grp_1', 'derived');
  `);
  apply(database, noting);
  const noted = database.prepare("select id, stands_at from memberships order by id").all();
  expect(noted.map(({ id, stands_at }) => [id, stands_at])).toEqual([
    ["mem_1", '[["unit:unt_1",0],["group:grp_1",0]]'],
    ["mem_2", null],
    ["mem_3", '[["group:grp_1",1]]'],
    ["mem_4", null],
  ]);
});

test("the last administrator can be neither deactivated nor stripped of the role, by plain SQL either", () => {
  const database = new DatabaseSync(":memory:");
  for (const name of migrations) apply(database, name);
  seed(database);
  expect(() => database.exec("update memberships set status = 'deactivated'")).toThrow("LAST_ADMIN");
  expect(() => database.exec("update memberships set status = 'removed'")).toThrow("LAST_ADMIN");
  expect(() => database.exec("delete from role_assignments")).toThrow("LAST_ADMIN");
});

test("the administrator who stands by while a provider is enforced stays, by plain SQL either", () => {
  const database = new DatabaseSync(":memory:");
  for (const name of migrations) apply(database, name);
  seed(database);
  database.exec(`
    insert into memberships (workspace_id, id, first_name, last_name, language, status, shown_as, delivery, inviter_id, search_terms, created_at)
      values ('wsp_1', 'mem_2', 'Ana', 'Lopez', 'en', 'active', 'active', 'none', '', '[]', 1);
    insert into role_assignments (workspace_id, membership_id, role, scope_id) values ('wsp_1', 'mem_2', 'admin', '');
    insert into sso_connections (workspace_id, id, name, issuer, client_id, sealed_secret, secret_key, tested_at, enforced_at, spare_admin, created_at, last_op)
      values ('wsp_1', 'sso_1', 'ID', 'https://id.example', 'c', 's', 'k', 1, 1, 'mem_2', 1, 'op');
  `);
  const ends = "update memberships set status = 'deactivated' where id = 'mem_2'";
  const demotes = "delete from role_assignments where membership_id = 'mem_2'";
  expect(() => database.exec(ends)).toThrow("LAST_ADMIN");
  expect(() => database.exec(demotes)).toThrow("LAST_ADMIN");
  database.exec("update sso_connections set enforced_at = null, spare_admin = null");
  database.exec(demotes);
  database.exec(ends);
});

test("an account of before whose mailbox nobody proved opens all that it had", () => {
  const database = new DatabaseSync(":memory:");
  for (const name of migrations.filter((name) => name < "0012")) apply(database, name);
  seed(database);
  const [account] = database.prepare("select user_id from memberships where user_id is not null").all();
  const id = String(account?.user_id);
  database.exec(`update users set email_verified_at = null, created_at = 5 where id = '${id}'`);
  database.exec(`update memberships set joined_at = 9 where user_id = '${id}'`);
  for (const name of migrations.filter((name) => name >= "0012")) apply(database, name);
  expect(database.prepare("select created_at from users where id = ?").get(id)).toEqual({ created_at: 9 });
});

test("what the audit has written down can be neither changed nor deleted", () => {
  const database = new DatabaseSync(":memory:");
  for (const name of migrations) apply(database, name);
  seed(database);
  expect(() => database.exec("update audit_events set action = 'x'")).toThrow("AUDIT_IS_APPEND_ONLY");
  expect(() => database.exec("delete from audit_events")).toThrow("AUDIT_IS_APPEND_ONLY");
});

test("the database itself refuses a role in a unit of another workspace", () => {
  const database = new DatabaseSync(":memory:");
  for (const name of migrations) apply(database, name);
  seed(database);
  expect(() =>
    database.exec(
      "insert into role_assignments values ('wsp_1', 'mem_1', 'unit_manager', 'unt_x', 'unt_x', null)",
    ),
  ).toThrow("FOREIGN KEY");
});
