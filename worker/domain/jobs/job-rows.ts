import type { jobRows } from "../../../db/queries/jobs.ts";
import type { jobRegistrations } from "../../../db/queries/registration-list.ts";

/** What a job did with one: with a person, or with somebody who registered. */
export interface JobRow {
  /** As a person here; null for who registered and is none, or is gone. */
  membershipId: string | null;
  /** Of a job that decides about registrations. */
  registrationId: string | null;
  firstName: string;
  lastName: string;
  /** Null where there is none, or nothing is kept of them. */
  email: string | null;
  outcome: string;
}

type Found = { told: number; id: string; row: JobRow };

/** The rows of a job, of which one of the two has any. */
export function rowsOfJob(
  people: Awaited<ReturnType<typeof jobRows>>,
  registered: Awaited<ReturnType<typeof jobRegistrations>>,
): Found[] {
  return [
    ...people.map(({ told, ...row }) => ({
      told,
      id: row.membershipId,
      row: { ...row, registrationId: null },
    })),
    ...registered.map(({ told, id, email, ...row }) => ({
      told,
      id,
      row: { ...row, email: email || null, registrationId: id },
    })),
  ];
}
