import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import {
  customers,
  groupMembers,
  registrationLinkPlaces,
  registrationLinks,
  unitMembers,
  workspaces,
} from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { insertEach, insertFrom } from "./insert-from.ts";
import { type Standing, stands } from "./members.ts";
import type { Part } from "./parts.ts";
import { languageOfGroup, languageOfUnit } from "./place-languages.ts";
import type { Statement } from "./statements.ts";

/**
 * Where a link puts people today, as JSON: `{ kind, id, name }` each in the order of their names, and how many units
 * or groups of it were deleted (`gone`). A course that is a draft or was deleted is left out as well: nobody is
 * enrolled in it.
 */
const placesOfLink = (workspaceId: SQL, linkId: SQL) => sql<string>`(select json_object(
    'gone', coalesce(sum(x.name is null), 0),
    'places', coalesce(json_group_array(json_object('kind', x.kind, 'id', x.id, 'name', x.name))
      filter (where x.name is not null), '[]'))
  from (select case when p.place_id like 'unt%' then 'unit' when p.place_id like 'grp%' then 'group' else 'course' end as kind,
      p.place_id as id, coalesce(pu.name, pg.name, pc.title) as name
    from registration_link_places p
    left join units pu on pu.workspace_id = p.workspace_id and pu.id = p.unit_id
    left join "groups" pg on pg.workspace_id = p.workspace_id and pg.id = p.group_id
    left join courses pc on pc.workspace_id = p.workspace_id and pc.id = p.course_id
      and pc.deleted_at is null and pc.status = 'published'
    where p.workspace_id = ${workspaceId} and p.link_id = ${linkId}
    order by kind desc, coalesce(pu.name_key, pg.name_key, pc.title_key), p.place_id) x)`;

const places = placesOfLink(sql`registration_links.workspace_id`, sql`registration_links.id`).as("places");

/**
 * The link behind what somebody came by or typed, with its workspace and where it leads: one row, whatever state it
 * is in, or none. `code` is as `linkCodeOf` makes it.
 */
export function readLinkByCode(db: Database, workspaceSlug: string, code: string) {
  return db
    .select({
      workspace: columnsOf(workspaces, "w"),
      customerName: sql<string>`${customers.name}`.as("customer_name"),
      link: columnsOf(registrationLinks, "l"),
      places,
      /** What its units and groups speak, as a JSON object of `place-languages.ts` by id. */
      spoken: sql<string>`(select coalesce(json_group_object(id, spoken), '{}') from (
        select p.place_id as id, coalesce(${languageOfUnit(sql`p.workspace_id`, sql`pu.path`)},
          ${languageOfGroup(sql`p.workspace_id`, sql`pg.path`)}) || '' as spoken
        from registration_link_places p
        left join units pu on pu.workspace_id = p.workspace_id and pu.id = p.unit_id
        left join "groups" pg on pg.workspace_id = p.workspace_id and pg.id = p.group_id
        where p.workspace_id = registration_links.workspace_id and p.link_id = registration_links.id)
        where spoken is not null)`.as("link_spoken"),
    })
    .from(workspaces)
    .innerJoin(customers, eq(customers.id, workspaces.customerId))
    .innerJoin(
      registrationLinks,
      and(eq(registrationLinks.workspaceId, workspaces.id), eq(registrationLinks.code, code)),
    )
    .where(eq(workspaces.slug, workspaceSlug));
}

export type LinkByCode = Awaited<ReturnType<typeof readLinkByCode>>[number];

/**
 * Counts somebody whom an administrator approves and who came while the link was open: whether it was paused since, or
 * has ended, is no matter any more, how many may join is. Guard it.
 */
export function takeApprovedUse(
  db: Database,
  { workspaceId, linkId }: { workspaceId: string; linkId: string },
) {
  return db
    .update(registrationLinks)
    .set({ uses: sql`${registrationLinks.uses} + 1` })
    .where(and(eq(registrationLinks.workspaceId, workspaceId), eq(registrationLinks.id, linkId), hasRoom));
}

const hasRoom = sql`(${registrationLinks.maxUses} is null or ${registrationLinks.uses} < ${registrationLinks.maxUses})`;

/** Puts a new member where a link says, as far as that exists; its courses are enrolled with those of the registration. */
export function placeByLink(
  db: Database,
  { workspaceId, linkId, membershipId }: { workspaceId: string; linkId: string; membershipId: string },
): Statement[] {
  const of = (column: "unit_id" | "group_id") => sql`from registration_link_places p
    where p.workspace_id = ${workspaceId} and p.link_id = ${linkId} and ${sql.raw(`p.${column}`)} is not null`;
  return [
    insertFrom(
      db,
      unitMembers,
      { workspaceId, membershipId, unitId: sql`p.unit_id` },
      of("unit_id"),
    ).onConflictDoNothing(),
    insertFrom(
      db,
      groupMembers,
      { workspaceId, membershipId, groupId: sql`p.group_id`, kind: "direct" },
      of("group_id"),
    ).onConflictDoNothing(),
  ];
}

/** A link by its id with where it leads, whatever state it is in. */
export function linkById(db: Database, workspaceId: string, id: string) {
  return db
    .select({ link: columnsOf(registrationLinks, "l"), places })
    .from(registrationLinks)
    .where(and(eq(registrationLinks.workspaceId, workspaceId), eq(registrationLinks.id, id)));
}

const nameIsFree = (workspaceId: string, nameKey: string, exceptId: string) =>
  sql`not exists (select 1 from registration_links o where o.workspace_id = ${workspaceId}
    and o.name_key = ${nameKey} and o.deleted_at is null and o.id <> ${exceptId})`;

/** Whether a name is free among the links that live, and whether there are fewer than `most` of them. */
export function roomForLink(
  db: Database,
  workspaceId: string,
  { nameKey, exceptId, most }: { nameKey: string; exceptId: string; most: number },
) {
  return db
    .select({
      nameIsFree: sql<number>`${nameIsFree(workspaceId, nameKey, exceptId)}`.as("name_is_free"),
      hasRoom: sql<number>`${livingBelow(workspaceId, most)}`.as("has_room"),
    })
    .from(sql`(select 1)`);
}

const livingBelow = (workspaceId: string, most: number) =>
  sql`(select count(*) from (select 1 from registration_links o where o.workspace_id = ${workspaceId}
    and o.deleted_at is null limit ${most})) < ${most}`;

/** Writes a link down, unless its name is taken or there are `most` of them: guard it. */
export function insertLink(
  db: Database,
  row: typeof registrationLinks.$inferInsert,
  standing: Standing,
  most: number,
) {
  return insertFrom(
    db,
    registrationLinks,
    row,
    sql`from (select 1) where ${stands(standing)} and ${nameIsFree(row.workspaceId, row.nameKey, row.id)}
      and ${livingBelow(row.workspaceId, most)}`,
  );
}

/** Where a link leads from now on, in the place of where it led. */
export function replaceLinkPlaces(
  db: Database,
  { workspaceId, id: linkId }: { workspaceId: string; id: string },
  {
    unitIds,
    groupIds,
    courseIds,
  }: { unitIds: readonly string[]; groupIds: readonly string[]; courseIds: readonly string[] },
): Statement[] {
  const row = { workspaceId, linkId, unitId: null, groupId: null, courseId: null };
  const rows = [
    ...unitIds.map((id) => ({ ...row, placeId: id, unitId: id })),
    ...groupIds.map((id) => ({ ...row, placeId: id, groupId: id })),
    ...courseIds.map((id) => ({ ...row, placeId: id, courseId: id })),
  ];
  return [
    db
      .delete(registrationLinkPlaces)
      .where(
        and(eq(registrationLinkPlaces.workspaceId, workspaceId), eq(registrationLinkPlaces.linkId, linkId)),
      ),
    ...(rows.length > 0 ? [insertEach(db, registrationLinkPlaces, rows)] : []),
  ];
}

/** Changes a link that is as it was read, is not deleted and keeps a name of its own: guard it. */
export function changeSeenLink(
  db: Database,
  seen: { workspaceId: string; id: string; lastOp: string },
  values: Partial<typeof registrationLinks.$inferInsert> & { lastOp: string },
  standing: Standing,
) {
  return db
    .update(registrationLinks)
    .set(values)
    .where(
      and(
        eq(registrationLinks.workspaceId, seen.workspaceId),
        eq(registrationLinks.id, seen.id),
        eq(registrationLinks.lastOp, seen.lastOp),
        sql`${registrationLinks.deletedAt} is null`,
        values.nameKey === undefined ? undefined : nameIsFree(seen.workspaceId, values.nameKey, seen.id),
        stands(standing),
      ),
    );
}

/**
 * True in SQL for a link all of whose units and groups that there are lie in the part, and that leads to one: whoever
 * manages a part manages it (null: everywhere, any).
 */
export function linkInPart(part: Part | null, workspaceId: SQL | string, linkId: SQL): SQL {
  if (part === null) return sql`1`;
  const inside = sql`(p.unit_id in (select value from json_each(${JSON.stringify(part.units)}))
    or p.group_id in (select value from json_each(${JSON.stringify(part.groups)})))`;
  return sql`coalesce((select min(${inside} is 1) from registration_link_places p
    where p.workspace_id = ${workspaceId} and p.link_id = ${linkId}
      and (p.unit_id is not null or p.group_id is not null)), 0)`;
}

// SQLite compares text by bytes; no UTF-8 text has a byte above this one's.
const last = "\u{10ffff}";

/** True in SQL for a link in one of the states. */
function inState(state: "open" | "paused" | "full" | "ended", now: number): SQL {
  const ended = sql`(l.ends_at is not null and l.ends_at <= ${now})`;
  const full = sql`(l.max_uses is not null and l.uses >= l.max_uses)`;
  if (state === "ended") return ended;
  if (state === "full") return sql`(not ${ended} and ${full})`;
  return sql`(not ${ended} and not ${full} and l.paused_at is ${sql.raw(state === "open" ? "null" : "not null")})`;
}

/**
 * The links that live by their names, or those that lead into a group, the newest first: looks at no more than `look`,
 * and says of each whether it is one that is sought.
 */
export function linksPage(
  db: Database,
  workspaceId: string,
  page: {
    part: Part | null;
    state: "open" | "paused" | "full" | "ended" | null;
    search: string;
    groupId: string | null;
    after: string;
    look: number;
    now: number;
  },
) {
  const { part, state, search, groupId, after, look, now } = page;
  const from =
    groupId === null
      ? sql`(select * from registration_links where workspace_id = ${workspaceId} and deleted_at is null
          and name_key > ${after} order by name_key limit ${look}) l`
      : sql`(select r.* from (select workspace_id, link_id from registration_link_places
            where workspace_id = ${workspaceId} and group_id = ${groupId} and link_id < ${after || last}
            order by link_id desc limit ${look}) g
          cross join registration_links r on r.workspace_id = g.workspace_id and r.id = g.link_id) l`;
  return db
    .select({
      id: sql<string>`l.id`.as("id"),
      name: sql<string>`l.name`.as("name"),
      nameKey: sql<string>`l.name_key`.as("name_key"),
      maxUses: sql<number | null>`l.max_uses`.as("max_uses"),
      uses: sql<number>`l.uses`.as("uses"),
      endsAt: sql<number | null>`l.ends_at`.as("ends_at"),
      pausedAt: sql<number | null>`l.paused_at`.as("paused_at"),
      places: placesOfLink(sql`l.workspace_id`, sql`l.id`).as("places"),
      fits: sql<number>`l.deleted_at is null and ${linkInPart(part, workspaceId, sql`l.id`)} and instr(l.name_key, ${search}) > 0
        and ${state === null ? sql`1` : inState(state, now)}`.as("fits"),
    })
    .from(from)
    .orderBy(groupId === null ? sql`l.name_key` : sql`l.id desc`);
}
