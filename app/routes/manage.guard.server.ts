import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import type { PageContext, PageError } from "../../worker/web";
import type { Flash, ToldFlash } from "../components/people/flash";
import { manageOf } from "../manage-words.server";
import { requireOwnPassword, requireProvedAddress } from "../member";
import type { RoleKey } from "../messages";
import type { ManageMessages } from "../messages/manage/en";

type Member = NonNullable<PageContext["member"]>;

/** Who asks, in the workspace of the path: for loaders and actions of the manage area. */
export interface Inside {
  workspace: NonNullable<PageContext["workspace"]>;
  member: Member;
  person: NonNullable<PageContext["person"]>;
  /** "/w/acme" */
  base: string;
}

/** A stranger to the workspace finds nothing, a signed-out person the sign-in page, a learner the portal. */
export function insideOf(context: AppLoadContext, request: Request): Inside {
  const { workspace, person, member } = context;
  if (!workspace) throw new Response(null, { status: 404 });
  const base = `/w/${workspace.slug}`;
  if (!person) {
    const { pathname, search } = new URL(request.url);
    const back = request.method === "GET" ? `?returnTo=${encodeURIComponent(pathname + search)}` : "";
    throw redirect(`${base}/sign-in${back}`);
  }
  if (!member) throw new Response(null, { status: 404 });
  if (member.status === "unproved") throw redirect(`${base}/learn`);
  if (member.status !== "active") throw new Response(null, { status: 403 });
  requireOwnPassword({ workspace, person });
  if (!member.roles.some((role) => role !== "learner")) throw redirect(`${base}/learn`);
  requireProvedAddress({ workspace, person, member });
  return { workspace, person, member, base };
}

/** Ids of the roles of the workspace's own, for lists beside those that its policies name. */
export function ownRoles({ workspace }: AppLoadContext): RoleKey[] {
  return (workspace?.customRoles ?? []).map(({ id }) => id);
}

const flashCookie = "flash";

/** Back to a page with a word about what happened. */
export function redirectWithFlash(context: AppLoadContext, to: string, flash: Flash): Response {
  const value = encodeURIComponent(JSON.stringify(flash));
  return redirect(to, {
    status: 303,
    headers: { "Set-Cookie": context.cookies.write(flashCookie, value, 60) },
  });
}

/** What a flash says, in one sentence. */
function flashText(manage: ManageMessages, { kind, who, count, text }: Flash): string {
  if (kind === "error") return text ?? manage.errorOther;
  const words = manage.flash[kind];
  return typeof words === "string" ? words : words({ who: who ?? "", count: count ?? 0 });
}

/** The word that is due, and the header that forgets it. */
export function takeFlash(context: AppLoadContext): {
  flash: ToldFlash | null;
  forget: HeadersInit | undefined;
} {
  const value = context.cookies.read(flashCookie);
  if (!value) return { flash: null, forget: undefined };
  const forget = { "Set-Cookie": context.cookies.write(flashCookie, "", 0) };
  try {
    const flash = JSON.parse(decodeURIComponent(value)) as Flash;
    const manage = manageOf(context);
    const aside = flash.elsewhere ? manage.flash.elsewhere : undefined;
    return { flash: { ...flash, told: flashText(manage, flash), aside }, forget };
  } catch {
    return { flash: null, forget };
  }
}

/** A page of this workspace that a form or an address names; anything else is the fallback. */
export function returnTo(from: FormData | URLSearchParams, base: string, fallback: string): string {
  const wanted = from.get("returnTo");
  const own = typeof wanted === "string" && /^\/(?![/\\])[^\\\s]*$/.test(wanted);
  return own && wanted.startsWith(`${base}/`) ? wanted : fallback;
}

function waitOf(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return seconds < 60
    ? `${seconds} seconds`
    : minutes < 90
      ? `${minutes} minutes`
      : `${Math.ceil(minutes / 60)} hours`;
}

/** The sentence of a refusal. */
export function errorText(manage: ManageMessages, error: PageError): string {
  if (error.retryAfter && error.code === "RESEND_LIMIT") {
    return manage.resendLimit({ wait: waitOf(error.retryAfter) });
  }
  if (error.retryAfter && error.code === "RATE_LIMITED") {
    return manage.rateLimited({ wait: waitOf(error.retryAfter), limit: String(error.params.limit ?? "") });
  }
  return manage.errors[error.code] ?? manage.errorOther;
}

/** The refusals of single fields by form field; `names` gives fields that the form calls otherwise. */
export function fieldErrors(
  manage: ManageMessages,
  error: PageError,
  names: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { path, message } of error.errors) {
    const field = path.split(".")[0] ?? "";
    found[names[field] ?? field] ??= message;
  }
  if (Object.keys(found).length === 0) found[""] = errorText(manage, error);
  return found;
}

/** The last millisecond of a day ("2026-12-31") in a time zone; null for anything that is no day. */
export function endOfDay(day: string, timeZone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const utc = Date.parse(`${day}T23:59:59.999Z`);
  if (Number.isNaN(utc)) return null;
  // Twice, because the offset at the guess may be that of the other side of a change of clocks.
  const guess = utc - offsetAt(utc, timeZone);
  return utc - offsetAt(guess, timeZone);
}

/** The day ("2026-12-31") of a moment in a time zone. */
export function dayOf(at: number, timeZone: string): string {
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);
}

function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
}
