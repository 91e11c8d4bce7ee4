import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "../index.ts";
import { courses, customers, enrolments, sessionAttendees, workspaces } from "../schema/index.ts";
import { columnsOf } from "./columns.ts";
import { takenSeats, takesSeat } from "./enrolments.ts";
import { insertFrom } from "./insert-from.ts";

/** Seats are counted up to here. */
const countedSeats = 1_001;

/** How many dates of a course the catalog shows. */
const shownDates = 30;

/** What makes a course one of the catalog, of the row called `courses`; the indexes of the catalog say the same. */
const inCatalog = sql.raw(
  "courses.visibility = 'catalog' and courses.status = 'published' and courses.deleted_at is null",
);

/**
 * A course of a workspace's catalog with the workspace and the dates that anybody may choose, as JSON: one row, or
 * none for a draft, a private course, one that was deleted and another workspace's. Whether the workspace has its
 * catalog open is for its policies to say.
 */
export function catalogCourseRow(
  db: Database,
  workspaceSlug: string,
  courseId: string,
  now: number,
  /** As it would be in the catalog, whether or not it is there: for its editors. */
  { anyState = false } = {},
) {
  return db
    .select({
      workspace: columnsOf(workspaces, "w"),
      customerName: sql<string>`${customers.name}`.as("customer_name"),
      course: columnsOf(courses, "c"),
      dates: sql<string>`(select json_group_array(json_object('id', s.id, 'title', s.title,
          'startsAt', s.starts_at, 'endsAt', s.ends_at, 'timeZone', s.time_zone, 'place', s.place,
          'online', s.link is not null, 'seats', s.seats, 'taken', case when s.seats is not null then
            (select count(*) from (select 1 from session_attendees t
              where t.workspace_id = s.workspace_id and t.session_id = s.id and ${takesSeat}
              limit ${sql.raw(String(countedSeats))})) end))
        from (select * from course_sessions d where d.workspace_id = courses.workspace_id
          and d.course_id = courses.id and d.starts_at > ${now} and d.group_id is null and d.canceled_at is null
          order by d.starts_at, d.id limit ${sql.raw(String(shownDates))}) s)`.as("dates"),
    })
    .from(workspaces)
    .innerJoin(customers, eq(customers.id, workspaces.customerId))
    .innerJoin(
      courses,
      and(
        eq(courses.workspaceId, workspaces.id),
        eq(courses.id, courseId),
        anyState ? isNull(courses.deletedAt) : inCatalog,
      ),
    )
    .where(eq(workspaces.slug, workspaceSlug));
}

export type CatalogCourseRow = Awaited<ReturnType<typeof catalogCourseRow>>[number];

/** What a page of the catalog goes by: the words of a search, or else the first filter that is set. */
export interface CatalogWindow {
  /** Words of a search, folded, the one that says most first; a course has a word that begins with each. */
  words: readonly string[];
  topicKey: string | null;
  language: string | null;
  /** True: free courses alone; false: those with a price alone; null: both. */
  free: boolean | null;
  /** Only courses with a date after this moment that anybody may choose. */
  datedAfter: number | null;
  /** Where the page before ended: the key of its order (catalogOrder) and the course. */
  after: { key: string; id: string } | null;
  /** How many courses are looked at. */
  look: number;
}

const ofWorkspace = (slug: string) => sql`(select id from workspaces where slug = ${slug})`;
const lastText = sql.raw("'\u{10ffff}'");

/** The next date of a course that anybody may choose, as `[begin, zone]`. */
const nextDate = (now: number) => sql`(select json_array(d.starts_at, d.time_zone)
  from course_sessions d indexed by course_sessions_open
  where d.workspace_id = courses.workspace_id and d.course_id = courses.id and d.starts_at > ${now}
    and d.group_id is null and d.canceled_at is null
  order by d.starts_at limit 1)`;

const beginsWith = (column: SQL, word: string) =>
  sql`${column} >= ${word} and ${column} < ${word} || ${lastText}`;

/**
 * A page of a workspace's catalog, each filter by an index of its own, so that it costs what it shows. By title; those
 * with a date by their last one, a search by the words found. With several filters rows are looked at in vain, and have
 * `fits` 0.
 */
export function catalogPage(db: Database, slug: string, window: CatalogWindow, now: number) {
  const { words, topicKey, language, free, datedAfter, after, look } = window;
  const [word, ...others] = words;
  const fits = sql.join(
    [
      sql`1`,
      ...others.map(
        (other) => sql`exists (select 1 from catalog_terms o where o.workspace_id = courses.workspace_id
          and o.course_id = courses.id and ${beginsWith(sql`o.term`, other)})`,
      ),
      ...(topicKey === null ? [] : [sql`courses.topic_key = ${topicKey}`]),
      ...(language === null ? [] : [sql`courses.language = ${language}`]),
      ...(free === null ? [] : [sql`(courses.price_minor is null) = ${free ? 1 : 0}`]),
      ...(datedAfter === null ? [] : [sql`coalesce(courses.open_until, 0) > ${datedAfter}`]),
    ],
    sql` and `,
  );
  const from = word === undefined ? coursesInOrder(slug, window) : coursesBySearch(slug, word, after, look);
  return db
    .select({
      id: sql<string>`courses.id`.as("id"),
      key: sql<string>`sort_key`.as("sort_key"),
      title: sql<string>`courses.title`.as("title"),
      summary: sql<string>`courses.summary`.as("summary"),
      topic: sql<string | null>`courses.topic`.as("topic"),
      language: sql<string | null>`courses.language`.as("language"),
      durationMinutes: sql<number | null>`courses.duration_minutes`.as("duration_minutes"),
      priceMinor: sql<number | null>`courses.price_minor`.as("price_minor"),
      currency: sql<string | null>`courses.currency`.as("currency"),
      fits: sql<number>`(${fits})`.as("fits"),
      nextDate: sql<string | null>`iif(courses.open_until > ${now} and ${fits}, ${nextDate(now)}, null)`.as(
        "next_date",
      ),
    })
    .from(from)
    .orderBy(sql`sort_key, courses.id`);
}

/** The walk through one index of the catalog. */
function coursesInOrder(slug: string, window: CatalogWindow): SQL {
  const { topicKey, language, free, datedAfter, after, look } = window;
  const by =
    topicKey !== null
      ? { index: "courses_catalog_topic", where: sql`topic_key = ${topicKey}` }
      : language !== null
        ? { index: "courses_catalog_language", where: sql`language = ${language}` }
        : free !== null
          ? { index: "courses_catalog_price", where: sql`(price_minor is null) = ${free ? 1 : 0}` }
          : datedAfter !== null
            ? { index: "courses_catalog_dates", where: sql`open_until > ${datedAfter}` }
            : { index: "courses_catalog", where: sql`1` };
  const byDate = by.index === "courses_catalog_dates";
  const key = sql.raw(byDate ? "open_until" : "title_key");
  const begins = after
    ? sql`and (${key}, id) > (${byDate ? Number(after.key) || 0 : after.key}, ${after.id})`
    : sql``;
  return sql`(select *, ${key} as sort_key from courses indexed by ${sql.raw(by.index)}
    where workspace_id = ${ofWorkspace(slug)} and visibility = 'catalog' and status = 'published'
      and deleted_at is null and ${by.where} ${begins}
    order by ${key}, id limit ${look}) courses`;
}

/** The walk through the words of the catalog; a course with several words that begin so comes by the first. */
function coursesBySearch(slug: string, word: string, after: CatalogWindow["after"], look: number): SQL {
  const begins = after ? sql`and (t.term, t.course_id) > (${after.key}, ${after.id})` : sql``;
  return sql`(select term as sort_key, course_id from catalog_terms t
      where t.workspace_id = ${ofWorkspace(slug)} and ${beginsWith(sql`t.term`, word)} ${begins}
        and not exists (select 1 from catalog_terms e where e.workspace_id = t.workspace_id
          and e.course_id = t.course_id and e.term >= ${word} and e.term < t.term)
      order by t.term, t.course_id limit ${look}) found
    cross join courses on courses.workspace_id = ${ofWorkspace(slug)} and courses.id = found.course_id`;
}

/** Choices are looked for up to here. */
const mostChoices = 20;

/**
 * What the courses of a catalog can be filtered by: topics and languages as JSON, each found by one step through its
 * index, and whether there are free ones, ones with a price, and ones with a date to come.
 */
export function catalogChoices(db: Database, slug: string, now: number) {
  const inIt = sql`workspace_id = (select id from here) and visibility = 'catalog' and status = 'published' and deleted_at is null`;
  const values = (
    column: string,
    index: string,
  ) => sql<string>`(with recursive here as (${sql`select id from workspaces where slug = ${slug}`}),
    step(value) as (
      select min(${sql.raw(column)}) from courses indexed by ${sql.raw(index)} where ${inIt} and ${sql.raw(column)} > ''
      union all
      select (select min(${sql.raw(column)}) from courses indexed by ${sql.raw(index)}
        where ${inIt} and ${sql.raw(column)} > step.value) from step where step.value is not null
      limit ${mostChoices + 1})
    select json_group_array(json_array(value, (select topic from courses where ${inIt}
      and ${sql.raw(column)} = step.value limit 1))) from step where value is not null)`;
  const any = (
    index: string,
    where: SQL,
  ) => sql<number>`exists (with here as (select id from workspaces where slug = ${slug})
    select 1 from courses indexed by ${sql.raw(index)} where ${inIt} and ${where})`;
  return db
    .select({
      topics: values("topic_key", "courses_catalog_topic").as("topics"),
      languages: values("language", "courses_catalog_language").as("languages"),
      free: any("courses_catalog_price", sql`(price_minor is null) = 1`).as("any_free"),
      priced: any("courses_catalog_price", sql`(price_minor is null) = 0`).as("any_priced"),
      dated: any("courses_catalog_dates", sql`open_until > ${now}`).as("any_dated"),
    })
    .from(sql`(select 1)`);
}

/** A workspace as strangers see it, with its policies as they are stored. */
export function catalogWorkspace(db: Database, slug: string) {
  return db
    .select({ workspace: columnsOf(workspaces, "w") })
    .from(workspaces)
    .where(eq(workspaces.slug, slug));
}

/** What a member has of a course: their enrolment, and the dates of it that they attend as a JSON array of ids. */
export function ownPlaceIn(db: Database, workspaceSlug: string, membershipId: string, courseId: string) {
  return db
    .select({
      status: enrolments.status,
      dates: sql<string>`(select json_group_array(a.session_id) from session_attendees a
        cross join course_sessions d on d.workspace_id = a.workspace_id and d.id = a.session_id
          and d.course_id = ${courseId}
        where a.workspace_id = enrolments.workspace_id and a.membership_id = ${membershipId})`.as("dates"),
    })
    .from(enrolments)
    .where(
      sql`${enrolments.workspaceId} = ${ofWorkspace(workspaceSlug)} and ${enrolments.membershipId} = ${membershipId}
        and ${enrolments.courseId} = ${courseId}`,
    );
}

/**
 * Enrols a member, proved or not, in a course of the catalog while that costs nothing; who withdrew goes on where they were.
 * Guard it: nobody enrols in a course that has left the catalog, or got a price, in this very moment.
 */
export function enrolFromCatalog(db: Database, row: typeof enrolments.$inferInsert) {
  return insertFrom(
    db,
    enrolments,
    row,
    sql`from courses cross join memberships m
      where courses.workspace_id = ${row.workspaceId} and courses.id = ${row.courseId} and ${inCatalog}
        and courses.price_minor is null
        and m.workspace_id = ${row.workspaceId} and m.id = ${row.membershipId}
        and m.status in ('active', 'unproved')`,
  ).onConflictDoUpdate({
    target: [enrolments.workspaceId, enrolments.membershipId, enrolments.courseId],
    set: { status: "active", withdrawnAt: null, lastOp: row.lastOp },
    setWhere: sql`${enrolments.status} = 'withdrawn'`,
  });
}

/** Gives a member a place at a date of a course that is open to anybody, while there is one: guard it. */
export function takeDate(
  db: Database,
  row: { workspaceId: string; sessionId: string; membershipId: string; addedAt: number },
  courseId: string,
) {
  const { workspaceId, sessionId, addedAt } = row;
  return insertFrom(
    db,
    sessionAttendees,
    { ...row, origin: "catalog" },
    sql`from course_sessions s where s.workspace_id = ${workspaceId} and s.id = ${sessionId}
      and s.course_id = ${courseId} and s.group_id is null and s.canceled_at is null and s.starts_at > ${addedAt}
      and (s.seats is null or s.seats > ${takenSeats(workspaceId, sql`s.id`)})`,
  ).onConflictDoNothing();
}

/** The courses of a catalog by their addresses, the newest first. */
export function catalogAddresses(db: Database, slug: string, limit: number) {
  return db
    .select({ id: courses.id, updatedAt: courses.updatedAt })
    .from(courses)
    .where(sql`${courses.workspaceId} = ${ofWorkspace(slug)} and ${inCatalog}`)
    .orderBy(sql`${courses.id} desc`)
    .limit(limit);
}

/** Workspaces that are not suspended, with their policies as they are stored, the oldest first. */
export function openWorkspaces(db: Database, limit: number) {
  return db
    .select({
      slug: workspaces.slug,
      preset: workspaces.preset,
      policyOverrides: workspaces.policyOverrides,
    })
    .from(workspaces)
    .where(eq(workspaces.status, "active"))
    .orderBy(workspaces.id)
    .limit(limit);
}

/** Courses that are to be in the catalog, drafts too, by title; at most so many of the workspace are looked at. */
export function catalogShelf(db: Database, workspaceId: string, look: number, limit: number) {
  return db
    .select({
      id: sql<string>`c.id`.as("id"),
      title: sql<string>`c.title`.as("title"),
      status: sql<(typeof courses.$inferSelect)["status"]>`c.status`.as("status"),
      priceMinor: sql<number | null>`c.price_minor`.as("price_minor"),
      currency: sql<string | null>`c.currency`.as("currency"),
    })
    .from(
      sql`(select * from courses where workspace_id = ${workspaceId} and deleted_at is null
        order by title_key, id limit ${look}) c`,
    )
    .where(sql`c.visibility = 'catalog'`)
    .orderBy(sql`c.title_key, c.id`)
    .limit(limit);
}
