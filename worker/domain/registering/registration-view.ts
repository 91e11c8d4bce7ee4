import type { RegistrationRow, RegistrationStatus } from "../../../db/queries/registration-list.ts";

export { registrationStatuses } from "../../../db/schema/index.ts";

/** Somebody who registered, as whoever decides about them sees them. */
export interface RegistrationView {
  id: string;
  /** Empty once it is over without anybody joining, with the names: nothing is kept of strangers. */
  email: string;
  firstName: string;
  lastName: string;
  language: string;
  /**
   * `unpaid`: at the checkout. `started`: mailed, the mailbox is not proved. `waiting`: somebody has to approve.
   * `joined`, `refused` and `lapsed` are over.
   */
  status: RegistrationStatus;
  /** The link that they came by; null: the catalog. */
  link: { id: string; name: string } | null;
  courses: { id: string; title: string }[];
  createdAt: number;
  /** When the mailed link ends, while it is open. */
  expiresAt: number | null;
  provedAt: number | null;
  decidedAt: number | null;
  /** Who they are here, while they are. */
  membershipId: string | null;
}

export function registrationView(row: RegistrationRow): RegistrationView {
  const { id, email, firstName, lastName, language, status, createdAt, provedAt, decidedAt } = row;
  return {
    id,
    email,
    firstName,
    lastName,
    language,
    status,
    link: row.linkId && row.linkName !== null ? { id: row.linkId, name: row.linkName } : null,
    courses: JSON.parse(row.courses) as RegistrationView["courses"],
    createdAt,
    expiresAt: status === "started" ? row.expiresAt : null,
    provedAt,
    decidedAt,
    membershipId: row.isHere === 1 ? row.membershipId : null,
  };
}
