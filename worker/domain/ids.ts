/**
 * Typed, prefixed ids. The prefix makes an id readable in logs and lets a door refuse an id of the
 * wrong kind before any query. The random part is made by the `Ids` port and sorts by time of birth.
 */
const prefixes = {
  customer: "cus",
  workspace: "wsp",
  user: "usr",
  membership: "mem",
  invitation: "inv",
  outbox: "out",
  authSession: "ses",
  apiKey: "key",
  audit: "aud",
  unit: "unt",
  group: "grp",
  job: "job",
  event: "evt",
  reset: "rst",
  verification: "ver",
} as const;

export type IdKind = keyof typeof prefixes;

/** The prefix of a kind of id, without the underscore. */
export function prefixOf(kind: IdKind): string {
  return prefixes[kind];
}

/** True when `value` has the shape of an id of this kind; says nothing about its existence. */
export function isId(kind: IdKind, value: string): boolean {
  return new RegExp(`^${prefixes[kind]}_[0-9a-z]{26}$`).test(value);
}
