import * as z from "zod";
import {
  type ChoiceWindow,
  courseChoices,
  groupChoices,
  sessionChoices,
  unitChoices,
} from "../../../db/queries/offer-choices.ts";
import type { Permission, Reach } from "../permissions.ts";
import { nameKeyOf } from "../places/place-name.ts";
import type { MemberContext } from "../use-case.ts";

export const choiceKinds = ["unit", "group", "course", "session"] as const;
export type ChoiceKind = (typeof choiceKinds)[number];

/** Something that an inviter may choose. */
export interface OfferChoice {
  id: string;
  name: string;
  /** What lies above it, or what it belongs to, from the top. */
  of: string[];
  /** How far down its tree it stands, as far as the asker sees it. */
  depth: number;
  /** Groups above of which learners of this one are learners too (F8). */
  follows: string[];
  /** Of a session (UTC ms). */
  startsAt: number | null;
  timeZone: string | null;
}

export interface ChoicePage {
  options: OfferChoice[];
  nextCursor: string | null;
}

/** What the courses and sessions of a page are sought among. */
const looked = 500;

interface Asked {
  q?: string | undefined;
  cursor?: string | undefined;
  /** These alone, whatever else there is. */
  ids?: readonly string[] | undefined;
  limit: number;
  /** Where the asker may do this; left out: where they may invite. */
  permission?: Permission | undefined;
}

/** A page of choices of one kind within the asker's reach: the statement, and what its rows say. */
export const choicesOf = {
  unit: (ctx: MemberContext, asked: Asked) => {
    const reach = reachOf(ctx, asked);
    const window = treeWindow(asked, reach === "everywhere" ? null : reach.units);
    return {
      query: unitChoices(ctx.db, ctx.workspace.id, window),
      page: (rows: Awaited<ReturnType<typeof unitChoices>>) =>
        treePage(rows, window, ({ id, name, above }) => {
          const names = seen(above, reach === "everywhere" ? null : reach.units).map((one) => one.name);
          return choice({ id, name, of: names, depth: names.length });
        }),
    };
  },
  group: (ctx: MemberContext, asked: Asked) => {
    const reach = reachOf(ctx, asked);
    const ids = reach === "everywhere" ? null : reach.groups;
    const window = treeWindow(asked, ids);
    const propagates = ctx.workspace.policies["groups.propagate_learner"];
    return {
      query: groupChoices(ctx.db, ctx.workspace.id, window),
      page: (rows: Awaited<ReturnType<typeof groupChoices>>) =>
        treePage(rows, window, ({ id, name, above, unitName, isPrivate }) => {
          const visible = seen(above, ids);
          return choice({
            id,
            name,
            of: [...(unitName ? [unitName] : []), ...visible.map((one) => one.name)],
            depth: visible.length,
            follows: propagates && !isPrivate ? followed(above, ids) : [],
          });
        }),
    };
  },
  course: (ctx: MemberContext, asked: Asked) => ({
    query: courseChoices(ctx.db, ctx.workspace.id, { ...listWindow(asked), look: looked }),
    page: (rows: Awaited<ReturnType<typeof courseChoices>>) =>
      listPage(rows, asked, ({ id, name }) => choice({ id, name })),
  }),
  session: (ctx: MemberContext, asked: Asked) => {
    const reach = reachOf(ctx, asked);
    const part =
      reach === "everywhere"
        ? null
        : { groups: JSON.stringify([...reach.groups]), sessions: JSON.stringify([...reach.sessions]) };
    return {
      query: sessionChoices(ctx.db, ctx.workspace.id, {
        ...listWindow(asked),
        look: looked,
        now: ctx.now(),
        part,
      }),
      page: (rows: Awaited<ReturnType<typeof sessionChoices>>) =>
        listPage(rows, asked, ({ id, name, courseTitle, startsAt, timeZone }) =>
          choice({ id, name, of: [courseTitle], startsAt, timeZone }),
        ),
    };
  },
};

/** What every search for something to choose takes. */
export const choiceFields = {
  q: z.string("Enter text.").max(200, "Search for less.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(1_200).optional(),
  ids: z.array(z.string().max(40)).max(50).optional(),
};

/** A page of choices of one kind, read by itself. */
export async function readChoices(ctx: MemberContext, kind: ChoiceKind, asked: Asked): Promise<ChoicePage> {
  switch (kind) {
    case "unit": {
      const { query, page } = choicesOf.unit(ctx, asked);
      return page(await query);
    }
    case "group": {
      const { query, page } = choicesOf.group(ctx, asked);
      return page(await query);
    }
    case "course": {
      const { query, page } = choicesOf.course(ctx, asked);
      return page(await query);
    }
    case "session": {
      const { query, page } = choicesOf.session(ctx, asked);
      return page(await query);
    }
  }
}

function reachOf(ctx: MemberContext, { permission = "invitation.create" }: Asked): Reach {
  return ctx.reach(permission) ?? { units: new Set(), groups: new Set(), sessions: new Set() };
}

function choice(given: Partial<OfferChoice> & { id: string; name: string }): OfferChoice {
  return { of: [], depth: 0, follows: [], startsAt: null, timeZone: null, ...given };
}

function treeWindow({ q = "", cursor, ids, limit }: Asked, mine: ReadonlySet<string> | null): ChoiceWindow {
  const wanted = ids ? ids.filter((id) => !mine || mine.has(id)) : mine && [...mine];
  return {
    ids: wanted && JSON.stringify(wanted),
    search: nameKeyOf(q),
    after: cursor ?? "",
    look: limit + 1,
  };
}

function listWindow({ q = "", cursor, ids }: Asked) {
  return { search: nameKeyOf(q), after: cursor ?? "", ids: ids ? JSON.stringify(ids) : null };
}

function treePage<Row extends { path: string }>(
  rows: readonly Row[],
  { look }: ChoiceWindow,
  make: (row: Row) => OfferChoice,
): ChoicePage {
  const shown = rows.slice(0, look - 1);
  return { options: shown.map(make), nextCursor: rows.length < look ? null : (shown.at(-1)?.path ?? null) };
}

function listPage<Row extends { position: string; fits: number }>(
  rows: readonly Row[],
  { limit, ids }: Asked,
  make: (row: Row) => OfferChoice,
): ChoicePage {
  const fitting = ids ? rows : rows.filter(({ fits }) => fits === 1);
  const shown = fitting.slice(0, limit);
  const next =
    fitting.length > limit ? shown.at(-1) : rows.length === looked && !ids ? rows.at(-1) : undefined;
  return { options: shown.map(make), nextCursor: next?.position ?? null };
}

interface Above {
  id: string;
  name: string;
  private: boolean;
}

/** What lies above and exists for the asker. */
function seen(json: string, ids: ReadonlySet<string> | null): Above[] {
  return (JSON.parse(json) as Above[]).filter(({ id }) => !ids || ids.has(id));
}

/** The groups above up to the first private one, that one included, nearest first. */
function followed(json: string, ids: ReadonlySet<string> | null): string[] {
  const upwards = (JSON.parse(json) as Above[]).toReversed();
  const first = upwards.findIndex((one) => one.private);
  return upwards
    .slice(0, first < 0 ? upwards.length : first + 1)
    .filter(({ id }) => !ids || ids.has(id))
    .map(({ name }) => name);
}
