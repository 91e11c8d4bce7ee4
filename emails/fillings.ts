import type { MailBrand, MailContent } from "./mail";
import { quoted } from "./plain-text";
import { escapeHtml, isolated, nameFrom, noteFrom, unlinked } from "./safe-text";
import type { Fillings, Slot } from "./slots";

/** What one mail says in its slots, tidied but not yet fit for any part of it. */
export type Values = Record<Exclude<Slot, "expiry" | "ends" | "times" | "day">, string | null>;

/** What the calendar says. */
export type Moments = Record<"expiry" | "ends" | "times" | "day", string>;

export const valuesOf = (brand: MailBrand, content: MailContent): Values => ({
  workspace: nameFrom(brand.workspaceName),
  product: nameFrom(brand.productName),
  customer: nameFrom(brand.customerName),
  support: nameFrom(brand.supportContact),
  recipient: nameFrom(content.recipientFirstName),
  inviter: nameFrom(content.inviterName),
  who: nameFrom(content.subjectName),
  about: nameFrom(content.about),
  note: noteFrom(content.note),
  reason: noteFrom(content.reason),
  password: nameFrom(content.temporaryPassword),
  url: webAddress(content.url),
  session: nameFrom(content.session?.title),
  course: nameFrom(content.session?.courseTitle ?? content.courseTitle),
  place: nameFrom(content.session?.place),
});

/** A subject is never linked, so names stand in it as they are; one line they are already. */
export const subjectFillings = (values: Values, { day }: Moments): Fillings => ({
  ...map(values, isolated),
  day,
});

export function textFillings(values: Values, moments: Moments): Fillings {
  return {
    ...map(values, (value) => isolated(unlinked(value))),
    ...verbatim(values),
    note: values.note && quoted(unlinked(values.note)),
    reason: values.reason && quoted(unlinked(values.reason)),
    ...moments,
  };
}

export function htmlFillings(values: Values, moments: Moments): Fillings {
  const lines = (note: string | null) => note && escapeHtml(unlinked(note)).replaceAll("\n", "<br/>");
  return {
    ...map(values, (value) => escapeHtml(isolated(unlinked(value)))),
    ...map(verbatim(values), escapeHtml),
    note: lines(values.note),
    reason: lines(values.reason),
    ...map({ ...moments }, escapeHtml),
  };
}

/** Our own address, a password of ours, and a support contact if it is a mail address: it may be linked, as it can only be written to. */
const verbatim = ({ url, support, password }: Values): Fillings =>
  support !== null && /^[^\s@/:]+@[^\s@/:]+$/u.test(support) ? { url, support, password } : { url, password };

const map = (values: Fillings, convert: (value: string) => string): Fillings =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value && convert(value)]));

function webAddress(url: string): string {
  if (!/^https?:\/\/[^\s\p{C}]+$/u.test(url)) throw new TypeError("The link of a mail must be a web address");
  return url;
}
