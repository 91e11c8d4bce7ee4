import type { CatalogCourseRow } from "../../../db/queries/catalog.ts";
import { type Policies, policiesOf } from "../policies.ts";

/** A date of a course that anybody may choose. */
export interface CatalogDate {
  id: string;
  title: string;
  /** UTC ms, to be shown in `timeZone`. */
  startsAt: number;
  endsAt: number;
  timeZone: string;
  place: string | null;
  /** It can be joined from afar; where, only those learn who attend. */
  online: boolean;
  /** Places left; null: as many as come. */
  placesLeft: number | null;
}

/** A course as the catalog tells it to anybody. */
export interface CatalogCourse {
  workspace: CatalogCourseRow["workspace"];
  customerName: string;
  policies: Policies;
  course: {
    id: string;
    title: string;
    summary: string;
    description: string;
    topic: string | null;
    /** Of what is taught, as a tag (`en`). */
    language: string | null;
    durationMinutes: number | null;
    /** In the smallest unit of the currency (ISO 4217, upper case), without tax; null: free. */
    price: { amount: number; currency: string } | null;
    updatedAt: number;
  };
  /** Those to come that are open to anybody, the next first. */
  dates: CatalogDate[];
}

/** True while strangers may look at the courses of a workspace (F128, P-02). */
export function isCatalogOpen(status: "active" | "suspended", policies: Policies): boolean {
  return status === "active" && policies["selfreg.mode"] === "catalog";
}

/**
 * The course of the catalog that `catalogCourseRow` found. Null for a draft, a private course, one that was deleted or is
 * another workspace's, and where the catalog is not open, alike (P-02).
 */
export function catalogCourseOf(row: CatalogCourseRow | undefined): CatalogCourse | null {
  if (!row) return null;
  const { workspace } = row;
  const policies = policiesOf(workspace.preset, workspace.policyOverrides);
  return isCatalogOpen(workspace.status, policies) ? catalogCourseAsShown(row, policies) : null;
}

/** What a row says of its course, whether or not anybody may see it. */
export function catalogCourseAsShown(row: CatalogCourseRow, policies: Policies): CatalogCourse {
  const { workspace, customerName, course } = row;
  const { id, title, summary, description, topic, language, durationMinutes, updatedAt } = course;
  return {
    workspace,
    customerName,
    policies,
    course: {
      id,
      title,
      summary,
      description,
      topic,
      language,
      durationMinutes,
      price: priceOf(course),
      updatedAt,
    },
    dates: (JSON.parse(row.dates) as StoredDate[]).map(dateOf),
  };
}

/** A price is an amount with its currency, or there is none. */
export function priceOf({ priceMinor, currency }: { priceMinor: number | null; currency: string | null }) {
  return priceMinor !== null && currency !== null ? { amount: priceMinor, currency } : null;
}

type StoredDate = Omit<CatalogDate, "online" | "placesLeft"> & {
  online: 0 | 1;
  seats: number | null;
  taken: number | null;
};

function dateOf({ online, seats, taken, ...date }: StoredDate): CatalogDate {
  return {
    ...date,
    online: online === 1,
    placesLeft: seats === null ? null : Math.max(0, seats - (taken ?? 0)),
  };
}
