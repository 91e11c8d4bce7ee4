import { monday } from "./house.ts";

/**
 * Fills a workspace with people by set-based SQL: every state, role, delivery, unit, group, inviter and
 * import in fixed shares, so that what a filter must find can be worked out from a person's number.
 * One in ten has come in by registering. Of any forty in a row: 12 pending, 20 active, 4 expired, 2 deactivated, 1 canceled, 1 declined.
 */
export async function seedPeople(
  database: D1Database,
  workspaceId: string,
  people: number,
): Promise<SeededIds> {
  const ids = seededIds();
  await database.batch([
    database
      .prepare(
        `insert into units (workspace_id, id, name, name_key, path, created_at)
        select ?1, 'unt_' || printf('%026d', value), 'Unit ' || value, 'unit ' || value, printf('%04d/', value), 1 from json_each(?2)`,
      )
      .bind(workspaceId, numbers(20)),
    database
      .prepare(
        `insert into groups (workspace_id, id, name, name_key, path, visibility, created_at)
        select ?1, 'grp_' || printf('%026d', value), 'Group ' || value, 'group ' || value, printf('%04d/', value), 'public', 1 from json_each(?2)`,
      )
      .bind(workspaceId, numbers(50)),
  ]);
  const chunk = 10_000;
  for (let from = 0; from < people; from += chunk) {
    const until = Math.min(from + chunk, people);
    const source = `(with recursive c(n) as (select ${from} union all select n + 1 from c where n + 1 < ${until})
      select n, 'mem_' || printf('%026d', n) as id,
        case when n % 40 < 12 then 'pending' when n % 40 < 32 then 'active' when n % 40 < 36 then 'expired'
          when n % 40 < 38 then 'deactivated' when n % 40 = 38 then 'canceled' else 'declined' end as shown from c)`;
    const run = (sql: string) => database.prepare(sql).bind(workspaceId, monday);
    await database.batch([
      run(`insert into memberships (workspace_id, id, email, first_name, last_name, language, status, shown_as,
          delivery, link_expires_at, invitation_id, inviter_id, import_id, search_terms, created_at, seat_since)
        select ?1, id, 'ana' || n || '@example.com', 'Ana', 'Lopez ' || n, 'en',
          case shown when 'expired' then 'pending' when 'canceled' then 'removed' when 'declined' then 'removed' else shown end,
          shown,
          case when n % 25 = 0 then 'bounced' when n % 3 = 0 then 'delivered' else 'sent' end,
          case shown when 'pending' then ?2 + 60000 * (n % 40000 + 1) when 'expired' then ?2 - 60000 end,
          'inv_' || printf('%026d', n), iif(n % 10 = 9, 'catalog', 'mem_' || printf('%026d', 900000000 + n % 10)),
          case when n % 2 = 0 then 'imp_' || (n % 5) end,
          json_array('ana lopez ' || n, 'lopez ' || n || ' ana', n || ' ana lopez', 'ana' || n || '@example.com', 'example.com'),
          ?2 + n, case shown when 'active' then ?2 + n end from ${source}`),
      run(`insert into role_assignments (workspace_id, membership_id, role, scope_id)
        select ?1, id, case when n % 100 = 7 then 'admin' when n % 10 = 3 then 'instructor' else 'learner' end, '' from ${source}
        where ?2 > 0`),
      run(`insert into role_assignments (workspace_id, membership_id, role, scope_id)
        select ?1, id, 'group_admin', '' from ${source} where n % 20 = 5 and ?2 > 0`),
      run(`insert into unit_members (workspace_id, membership_id, unit_id)
        select ?1, id, 'unt_' || printf('%026d', n % 20) from ${source} where ?2 > 0`),
      run(`insert into group_members (workspace_id, membership_id, group_id, kind)
        select ?1, id, 'grp_' || printf('%026d', n % 50), 'direct' from ${source} where ?2 > 0`),
      run(`insert into invitations (workspace_id, id, membership_id, email, status, generation, floor_generation, revision,
          language, expires_at, link_exposed, tell_inviter, inviter_kind, inviter_id, inviter_name, origin, delivery,
          last_sent_at, send_times, last_op, created_at)
        select ?1, 'inv_' || printf('%026d', n), id, 'ana' || n || '@example.com',
          case shown when 'active' then 'accepted' when 'deactivated' then 'accepted' else shown end,
          1, 1, 1, 'en', ?2 + 60000 * (n % 40000 + 1), 0, 1, 'member', '', 'Ada Admin', 'form', 'sent', ?2, '[]', 'evt', ?2
        from ${source}`),
    ]);
  }
  return ids;
}

export interface SeededIds {
  unit(number: number): string;
  group(number: number): string;
  inviter(number: number): string;
  member(number: number): string;
}

function seededIds(): SeededIds {
  const padded = (number: number) => String(number).padStart(26, "0");
  return {
    unit: (number) => `unt_${padded(number)}`,
    group: (number) => `grp_${padded(number)}`,
    inviter: (number) => `mem_${padded(900_000_000 + number)}`,
    member: (number) => `mem_${padded(number)}`,
  };
}

function numbers(count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, number) => number));
}

export interface ReadCounter {
  database: D1Database;
  /** Rows that each statement read since the last reset, in order. */
  reads: number[];
  reset(): void;
}

/**
 * Wraps a D1 binding and notes `meta.rows_read` of every statement of a batch, with `single` also of
 * statements by themselves. Those are asked twice, because rows without names come without numbers.
 */
export function countReads(database: D1Database, options: { single?: boolean } = {}): ReadCounter {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const noted = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, property) {
        if (property === "bind") return (...values: unknown[]) => noted(target.bind(...values));
        if (property === "raw") {
          return async () => {
            counter.reads.push((await target.all()).meta.rows_read);
            return target.raw();
          };
        }
        const value = Reflect.get(target, property) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    originals.set(proxy, statement);
    return proxy;
  };
  const counter: ReadCounter = {
    reads: [],
    database: new Proxy(database, {
      get(target, property) {
        if (property === "batch") {
          return async (statements: D1PreparedStatement[]) => {
            const results = await target.batch(
              statements.map((statement) => originals.get(statement) ?? statement),
            );
            counter.reads.push(...results.map((result) => result.meta.rows_read));
            return results;
          };
        }
        if (property === "prepare" && options.single) return (query: string) => noted(target.prepare(query));
        const value = Reflect.get(target, property) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    }),
    reset: () => {
      counter.reads.length = 0;
    },
  };
  return counter;
}
