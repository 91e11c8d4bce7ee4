/** The filter of the People list as it stands in the URL. */
export interface ListFilter {
  status?: ListStatus;
  role?: string;
  delivery?: string;
  /** Only those whom the viewer invited, or who came in by registering. */
  by?: "me" | "registered";
  /** Only those whom one import brought. */
  importId?: string;
  /** Only those of this unit and of the units below it. */
  unitId?: string;
  /** Only those of this group. */
  groupId?: string;
  /** Only those with this label. */
  label?: string;
  q?: string;
}

export const listStatuses = [
  "all",
  "active",
  "pending",
  "expiring",
  "expired",
  "bounced",
  "deactivated",
  "unproved",
  "canceled",
] as const;
export type ListStatus = (typeof listStatuses)[number];

const inviters = ["me", "registered"] as const;

/** By whom they came in, as use cases take it. */
function byInput(by: ListFilter["by"], viewerId: string) {
  return {
    ...(by === "me" && { inviterId: viewerId }),
    ...(by === "registered" && { origin: "catalog" as const }),
  };
}

/** Reads the filter of an address; what is not known there counts as absent. */
export function readFilter(query: URLSearchParams): ListFilter {
  const text = (name: string) => query.get(name)?.trim() || undefined;
  const status = listStatuses.find((known) => known === query.get("status"));
  return {
    status: status === "all" ? undefined : status,
    role: text("role"),
    delivery: text("delivery"),
    by: inviters.find((known) => known === query.get("by")),
    importId: text("importId"),
    unitId: text("unitId"),
    groupId: text("groupId"),
    label: text("label"),
    q: text("q"),
  };
}

/** The same filter as the end of an address: "" or "?status=…". */
export function filterQuery(
  filter: ListFilter,
  more: Readonly<Record<string, string | undefined>> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, ...more })) if (value) query.set(name, value);
  return query.size > 0 ? `?${query}` : "";
}

/** True when the list is narrowed by more than its status. */
export function isNarrowed({ role, delivery, by, importId, unitId, groupId, label, q }: ListFilter): boolean {
  return Boolean(role || delivery || by || importId || unitId || groupId || label || q);
}

/** The filter as the list's use case takes it. */
export function listInput(filter: ListFilter, viewerId: string) {
  const { status, role, delivery, by, importId, unitId, groupId, label, q } = filter;
  return {
    ...(status && { status }),
    ...(role && { role }),
    ...(delivery && { delivery: delivery as "bounced" }),
    ...byInput(by, viewerId),
    ...(importId && { importId }),
    ...(unitId && { unitId }),
    ...(groupId && { groupId }),
    ...(label && { label }),
    ...(q && { q }),
  };
}

/** The filter as bulk acts take it; null where no bulk act fits all that it matches. */
export function bulkInput(filter: ListFilter, viewerId: string) {
  const { status, role, delivery, by, importId, unitId, groupId, label, q } = filter;
  if (status !== undefined && !["all", "pending", "expired", "bounced"].includes(status)) return null;
  // Who has registered is in, and has no invitation to send or to cancel.
  if (by === "registered") return null;
  const mail = status === "bounced" ? "bounced" : delivery;
  return {
    ...((status === "pending" || status === "expired") && { status }),
    ...(mail && { delivery: mail }),
    ...(role && { role }),
    ...byInput(by, viewerId),
    ...(importId && { importId }),
    ...(unitId && { unitId }),
    ...(groupId && { groupId }),
    ...(label && { label }),
    ...(q && { q }),
  };
}

/** The filter as bulk acts on people take it; null where it says something that they do not know. */
export function peopleInput(filter: ListFilter, viewerId: string) {
  const { status, role, delivery, by, importId, unitId, groupId, label, q } = filter;
  if (status === "expiring" || status === "unproved" || status === "canceled") return null;
  const mail = status === "bounced" ? "bounced" : delivery;
  return {
    ...(status && status !== "all" && status !== "bounced" && { status }),
    ...(mail && { delivery: mail }),
    ...(role && { role }),
    ...byInput(by, viewerId),
    ...(importId && { importId }),
    ...(unitId && { unitId }),
    ...(groupId && { groupId }),
    ...(label && { label }),
    ...(q && { q }),
  };
}
