// Noncharacters: Unicode reserves them for use inside a program. All that is filled in loses them first
// (safe-text.ts), so neither a name nor a note can look like a slot.
const OPEN = "\uFDD0";
const CLOSE = "\uFDD1";

/** The places of a layout that differ from mail to mail. */
export type Slot =
  | "workspace"
  | "product"
  | "customer"
  | "support"
  | "recipient"
  | "inviter"
  | "who"
  | "about"
  | "note"
  | "reason"
  | "url"
  | "expiry"
  | "ends"
  | "password"
  | "session"
  | "course"
  | "place"
  | "times"
  | "day";

/** A layout taken apart: literals at even places, slots at odd ones. */
export type Skeleton = readonly string[];

export type Fillings = Partial<Record<string, string | null>>;

export const slot = (name: Slot): string => `${OPEN}${name}${CLOSE}`;

export const skeletonOf = (layout: string): Skeleton =>
  layout.split(new RegExp(`${OPEN}([a-z]+)${CLOSE}`, "u"));

/** Fills every slot in one pass: what was filled in is never looked at again. */
export function fill(skeleton: Skeleton, fillings: Fillings): string {
  let filled = "";
  for (const [place, part] of skeleton.entries()) {
    if (place % 2 === 1) filled += fillings[part] ?? "";
    // "Acme Inc." at the end of a sentence brings its own full stop.
    else filled += place > 0 && part.startsWith(".") && filled.endsWith(".") ? part.slice(1) : part;
  }
  return filled;
}
