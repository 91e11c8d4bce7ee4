/** The lists of the page of seats; the names are the domain's. */
export const seatKinds = ["counted", "held", "reserved", "waiting"] as const;
export type SeatKind = (typeof seatKinds)[number];

/** The list that an address asks for. */
export function readKind(query: URLSearchParams): SeatKind {
  return seatKinds.find((kind) => kind === query.get("kind")) ?? "counted";
}
