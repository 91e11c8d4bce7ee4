import type { registrationLinks } from "../../../db/schema/index.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Policies } from "../policies.ts";

type LinkRow = typeof registrationLinks.$inferSelect;

/** How a registration link stands: who opens it is told in words, but of one that was deleted nothing at all. */
export const linkStates = ["open", "paused", "full", "ended", "deleted"] as const;
export type LinkState = (typeof linkStates)[number];

/** How a link stands at this moment. An end weighs more than a pause: it does not come back by resuming. */
export function linkStateOf(
  link: Pick<LinkRow, "deletedAt" | "endsAt" | "maxUses" | "uses" | "pausedAt">,
  now: number,
): LinkState {
  if (link.deletedAt !== null) return "deleted";
  if (link.endsAt !== null && link.endsAt <= now) return "ended";
  if (link.maxUses !== null && link.uses >= link.maxUses) return "full";
  return link.pausedAt === null ? "open" : "paused";
}

/** Somewhere that a link leads. */
export interface LinkPlace {
  kind: "unit" | "group" | "course";
  id: string;
  name: string;
}

/** Where a link leads today, by the JSON that `readLinkByCode` and the lists give. */
export function parseLinkPlaces(json: string): { places: LinkPlace[]; gone: number } {
  return JSON.parse(json) as { places: LinkPlace[]; gone: number };
}

/** Sixty random bits: nobody comes upon one by guessing, and it can be typed. */
const codeLength = 12;
/** Thirty bits beside an address that must be known as well, and few guesses. */
const securityCodeLength = 6;

/** A new code of a link, as it is kept and stands in its address. */
export function newLinkCode(ctx: Context): string {
  return ctx.ids.code(codeLength);
}

/** A new security code of a link, as it is kept. */
export function newSecurityCode(ctx: Context): string {
  return ctx.ids.code(securityCodeLength);
}

/** A code in groups that are easy to type: `k7mq-2xvr-9tfa`. */
export function codeInGroups(code: string): string {
  const size = code.length % 4 === 0 ? 4 : 3;
  return code.replace(new RegExp(`(.{${size}})(?!$)`, "g"), "$1-");
}

/** A code as somebody typed it: marks and case count for nothing, nor do letters that no code has. */
export function typedCode(typed: string): string {
  return typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^0-9a-z]/g, "")
    .replaceAll("o", "0")
    .replace(/[il]/g, "1")
    .replaceAll("u", "v");
}

/** True where links and keys let people in at all: in a workspace that works, by every door but none. */
export function takesLinks(workspace: { status: "active" | "suspended" }, policies: Policies): boolean {
  return workspace.status === "active" && policies["selfreg.mode"] !== "off";
}

/** True where a link's address alone does not do (`group_link`). */
export function asksSecurityCode(policies: Policies, link: Pick<LinkRow, "securityCode">): boolean {
  return policies["selfreg.mode"] === "group_link" && link.securityCode !== null;
}

/** Throws what a link that takes nobody at this moment answers; of one that was deleted as of one that has ended. */
export function refuseLink(state: LinkState): void {
  if (state === "open") return;
  throw new DomainError(state === "paused" ? "LINK_PAUSED" : state === "full" ? "LINK_FULL" : "LINK_ENDED");
}
