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
  import: "imp",
  course: "crs",
  courseSession: "cos",
  enrolment: "enr",
  certificate: "crt",
  customField: "fld",
  customRole: "rol",
  signInCard: "crd",
  ssoConnection: "sso",
  registration: "reg",
  registrationLink: "rgl",
  order: "ord",
} as const;

export type IdKind = keyof typeof prefixes;

/** The prefix of a kind of id, without the underscore. */
export function prefixOf(kind: IdKind): string {
  return prefixes[kind];
}

/**
 * An id of another kind with the same time and random part, for rows that are born together and of
 * which there is one each: 200,000 invitations need one random number instead of four.
 */
export function sisterId(kind: IdKind, id: string): string {
  return `${prefixes[kind]}${id.slice(id.indexOf("_"))}`;
}

/**
 * Prefix and time of an id. A set-based statement puts it before the random part of the rows that it is
 * about, where it cannot ask for an id each.
 */
export function stemOf(id: string): string {
  return id.slice(0, id.indexOf("_") + 11);
}

/** The digits of the time in an id, Crockford's base 32 (adapters/ids.ts). */
const digits = "0123456789abcdefghjkmnpqrstvwxyz";

/** The smallest id that something of this kind can have that was born at this moment: ids begin with their time. */
export function firstIdAt(kind: IdKind, time: number): string {
  let text = "";
  let rest = Math.max(0, time);
  for (let place = 0; place < 10; place += 1) {
    text = digits[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return `${prefixes[kind]}_${text}${"0".repeat(16)}`;
}

/** When something with this id was born (UTC ms), as `firstIdAt` writes it. */
export function bornAt(id: string): number {
  let time = 0;
  for (const digit of stemOf(id).slice(-10)) time = time * 32 + digits.indexOf(digit);
  return time;
}

/** True when `value` has the shape of an id of this kind; says nothing about its existence. */
export function isId(kind: IdKind, value: string): boolean {
  return new RegExp(`^${prefixes[kind]}_[0-9a-z]{26}$`).test(value);
}
