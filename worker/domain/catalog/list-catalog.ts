import * as z from "zod";
import { catalogChoices, catalogPage, catalogWorkspace } from "../../../db/queries/catalog.ts";
import { DomainError } from "../errors.ts";
import { normaliseSearch } from "../people/person-name.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { policiesOf } from "../policies.ts";
import { publicUseCase } from "../use-case.ts";
import { isCatalogOpen, priceOf } from "./catalog-course.ts";

/** How many courses a page shows, and how many are looked at where several filters narrow it. */
const shown = 24;
const looked = 250;
const mostWords = 5;

export const listCatalogFields = z.strictObject({
  /** Whatever their case and accents. */
  q: z
    .string("Enter text.")
    .max(200, "Search for less.")
    .describe("Words of the title or the topic, by their beginnings.")
    .optional(),
  topic: z
    .string("Enter text.")
    .max(200, "Give a topic of the catalog.")
    .describe("Only courses on this topic.")
    .optional(),
  language: z
    .string("Enter text.")
    .max(35, "Give a language by its tag, like en.")
    .describe("Only courses in this language, such as `en`.")
    .optional(),
  price: z
    .enum(["free", "paid"], "Say free or paid, or leave it out.")
    .describe("Only what costs nothing, or only what has a price.")
    .optional(),
  dated: z
    .literal("1", "Say 1, or leave it out.")
    .describe("1: only courses with a date to come that anybody may choose.")
    .optional(),
  limit: z.coerce.number().int().min(1).max(100, "At most 100 courses a page.").optional(),
  cursor: z.string("Give the cursor of the page before.").max(1_000).optional(),
});

export interface CatalogLine {
  id: string;
  title: string;
  summary: string;
  topic: string | null;
  language: string | null;
  durationMinutes: number | null;
  /** In the smallest unit of the currency, without tax; null: free. */
  price: { amount: number; currency: string } | null;
  /** The next date that anybody may choose: UTC ms and the zone it is told in. */
  nextDate: { startsAt: number; timeZone: string } | null;
}

export interface Catalog {
  /** `address`: of the catalog's page. */
  workspace: { id: string; slug: string; name: string; timeZone: string; address: string };
  courses: CatalogLine[];
  /** What the catalog can be filtered by; what would change nothing is left out. */
  choices: {
    topics: { key: string; label: string }[];
    languages: string[];
    price: boolean;
    dated: boolean;
  };
  nextCursor: string | null;
}

/**
 * The courses that a workspace shows to anybody (F128), by title, a page at a time. A page may be short and have a
 * cursor, where several filters narrow it.
 *
 * Throws NOT_FOUND for a workspace that is not there, is suspended or has its catalog off, alike (P-02).
 */
export const listCatalog = publicUseCase(
  listCatalogFields.extend({ workspaceSlug: z.string().max(100) }),
  async (ctx, { workspaceSlug, limit = shown, ...asked }): Promise<Catalog> => {
    const now = ctx.now();
    const words = wordsOf(asked.q ?? "");
    const window = {
      words,
      topicKey: asked.topic ? nameKeyOf(asked.topic) : null,
      language: asked.language || null,
      free: asked.price === undefined ? null : asked.price === "free",
      datedAfter: asked.dated ? now : null,
    };
    const filters = [window.topicKey, window.language, window.free, window.datedAfter];
    const narrowed = words.length + filters.filter((filter) => filter !== null).length > 1;
    const look = narrowed ? Math.max(looked, limit + 1) : limit + 1;
    const [[found], rows, [choices]] = await ctx.db.batch([
      catalogWorkspace(ctx.db, workspaceSlug),
      catalogPage(
        ctx.db,
        workspaceSlug,
        { ...window, after: asked.cursor ? positionOf(asked.cursor) : null, look },
        now,
      ),
      catalogChoices(ctx.db, workspaceSlug, now),
    ]);
    const { workspace } = found ?? {};
    if (!workspace || !choices) throw new DomainError("NOT_FOUND");
    const policies = policiesOf(workspace.preset, workspace.policyOverrides);
    if (!isCatalogOpen(workspace.status, policies)) throw new DomainError("NOT_FOUND");

    const fitting = rows.filter(({ fits }) => fits === 1);
    const page = fitting.slice(0, limit);
    const next = fitting.length > limit ? page.at(-1) : rows.length === look ? rows.at(-1) : undefined;
    const lines = page.map(
      ({ id, title, summary, topic, language, durationMinutes, ...row }): CatalogLine => ({
        id,
        title,
        summary,
        topic,
        language,
        durationMinutes,
        price: priceOf(row),
        nextDate: dateOf(row.nextDate),
      }),
    );
    // The index goes by words, and by last dates; what stands on one page goes by what people look for.
    if (words.length > 0) lines.sort((a, b) => (nameKeyOf(a.title) < nameKeyOf(b.title) ? -1 : 1));
    else if (asked.dated) {
      lines.sort((a, b) => (a.nextDate?.startsAt ?? 0) - (b.nextDate?.startsAt ?? 0));
    }
    const topics = JSON.parse(choices.topics) as [string, string][];
    const languages = (JSON.parse(choices.languages) as [string, string][]).map(([language]) => language);
    return {
      workspace: {
        id: workspace.id,
        slug: workspace.slug,
        name: workspace.name,
        timeZone: workspace.timeZone,
        address: `${ctx.settings.origin}/w/${workspace.slug}/catalog`,
      },
      courses: lines,
      choices: {
        topics: topics.map(([key, label]) => ({ key, label })),
        languages: languages.length > 1 ? languages : [],
        price: choices.free === 1 && choices.priced === 1,
        dated: choices.dated === 1,
      },
      nextCursor: next ? `${next.id}${next.key}` : null,
    };
  },
);

/** The words of a search as the catalog's index has them, the longest first: it says most. */
function wordsOf(query: string): string[] {
  const words = normaliseSearch(query.replace(/[.,:;()/&!?-]/g, " ")).split(" ");
  return [...new Set(words.filter(Boolean))].sort((a, b) => b.length - a.length).slice(0, mostWords);
}

const idLength = 30;

function positionOf(cursor: string): { key: string; id: string } {
  return { id: cursor.slice(0, idLength), key: cursor.slice(idLength) };
}

function dateOf(json: string | null): CatalogLine["nextDate"] {
  if (json === null) return null;
  const [startsAt, timeZone] = JSON.parse(json) as [number, string];
  return { startsAt, timeZone };
}
