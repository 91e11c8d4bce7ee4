/** The rows of a file into one table, a column for each, in forty statements by `json_each`, and nothing else. */
export async function bareStaging(database: D1Database, rows: readonly string[][]): Promise<void> {
  await database.exec(
    "create table bare_rows (import_id text not null, line integer not null, email text not null, first_name text, last_name text, role text, primary key (import_id, line))",
  );
  const chunk = Math.ceil(rows.length / 40);
  for (let from = 0; from < rows.length; from += chunk) {
    const json = JSON.stringify(
      rows.slice(from, from + chunk).map(([email, firstName, lastName, role], index) => ({
        line: from + index,
        email,
        firstName,
        lastName,
        role,
      })),
    );
    await database
      .prepare(
        `insert into bare_rows select 'imp', j.value ->> '$.line', j.value ->> '$.email', j.value ->> '$.firstName',
          j.value ->> '$.lastName', j.value ->> '$.role' from json_each(?) j`,
      )
      .bind(json)
      .run();
  }
  await database.exec("drop table bare_rows");
}

/**
 * The rows of invitations set-wise into the product's own tables, with their indexes and triggers, made by
 * SQL alone: no plan, no check, no JSON. What the tables themselves cost.
 */
export async function bareInvitations(
  database: D1Database,
  workspaceId: string,
  people: number,
  chunk = 1_000,
): Promise<void> {
  for (let from = 0; from < people; from += chunk) {
    const numbers = `(with recursive c(n) as (select ${from} union all select n + 1 from c where n + 1 < ${Math.min(from + chunk, people)}) select n, lower(hex(randomblob(13))) as r from c)`;
    const run = (sql: string) => database.prepare(sql).bind(workspaceId);
    await database.prepare("drop table if exists bare_ids").run();
    await database.prepare(`create table bare_ids as select * from ${numbers}`).run();
    await database.batch([
      run(`insert into memberships (workspace_id, id, email, first_name, last_name, language, status, shown_as, delivery,
          link_expires_at, invitation_id, inviter_id, import_id, search_terms, created_at, last_op)
        select ?1, 'mem_' || r, 'bare' || n || '@example.com', 'Ana', 'Number ' || n, 'en', 'pending', 'pending', 'queued',
          2000000000000, 'inv_' || r, 'mem_x', 'imp_bare', json_array('ana number ' || n, 'number ' || n || ' ana',
          n || ' ana number', 'bare' || n || '@example.com', 'example.com'), 1, 'op' from bare_ids`),
      run(`insert into role_assignments (workspace_id, membership_id, role, scope_id)
        select ?1, 'mem_' || r, 'learner', '' from bare_ids`),
      run(`insert into invitations (workspace_id, id, membership_id, email, status, generation, floor_generation, revision,
          language, term_ms, expires_at, link_exposed, tell_inviter, inviter_kind, inviter_id, inviter_name, origin, delivery,
          send_times, last_op, created_at)
        select ?1, 'inv_' || r, 'mem_' || r, 'bare' || n || '@example.com', 'pending', 1, 1, 1, 'en', 604800000,
          2000000000000, 0, 0, 'member', 'mem_x', 'Ada Admin', 'import', 'queued', '[1]', 'op', 1 from bare_ids`),
      run(`insert into audit_events (workspace_id, id, at, actor_kind, actor_id, action, membership_id, target_id, op, request_id)
        select ?1, 'aud_' || r, 1, 'member', 'mem_x', 'invitation.created', 'mem_' || r, 'inv_' || r, 'op', 'r' from bare_ids`),
      run(`insert into audit_details (workspace_id, audit_id, actor_name, details)
        select ?1, 'aud_' || r, 'Ada Admin', json_object('email', 'bare' || n || '@example.com', 'roles', json('["learner"]')) from bare_ids`),
      run(`insert into outbox (workspace_id, id, template, invitation_id, generation, to_email, language, state, priority,
          due_at, attempts, op, created_at)
        select ?1, 'out_' || r, 'invitation', 'inv_' || r, 1, 'bare' || n || '@example.com', 'en', 'pending', 1, 9000000000000,
          0, 'op', 1 from bare_ids`),
    ]);
  }
  await database.prepare("drop table if exists bare_ids").run();
}
