import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { emailCookie, emailTerm, sessionCookie, workspaceCookie, workspaceTerm } from "./cookies";

/** Where a person begins in a workspace. */
export function landingPath(slug: string, landing: "manage" | "portal"): string {
  return `/w/${slug}/${landing === "manage" ? "people" : "learn"}`;
}

/** Hands over a fresh session and goes on. */
export function arrive(
  context: AppLoadContext,
  slug: string,
  session: { secret: string; expiresAt: number },
  path: string,
) {
  const seconds = Math.floor((session.expiresAt - context.now) / 1000);
  const headers = new Headers();
  headers.append("Set-Cookie", context.cookies.write(sessionCookie, session.secret, seconds));
  headers.append("Set-Cookie", context.cookies.write(workspaceCookie, slug, workspaceTerm));
  headers.append("Set-Cookie", context.cookies.write(emailCookie, "", 0));
  return redirect(path, { status: 303, headers });
}

/** Goes to the sign-in page with the address filled in, by a cookie: addresses stand in no URL. */
export function toSignIn(context: AppLoadContext, slug: string, email: string, query: string) {
  const headers = new Headers();
  headers.append("Set-Cookie", context.cookies.write(emailCookie, encodeURIComponent(email), emailTerm));
  headers.append("Set-Cookie", context.cookies.write(workspaceCookie, slug, workspaceTerm));
  return redirect(`/w/${slug}/sign-in${query}`, { status: 303, headers });
}

/** Into the course where they are let in at once (F132), otherwise on to the mailbox. */
export function arriveRegistered(
  context: AppLoadContext,
  slug: string,
  { email, entered }: Awaited<ReturnType<AppLoadContext["useCases"]["registerAndEnter"]>>,
  sentPage: string,
) {
  if (entered) {
    const portal = `/w/${slug}/learn`;
    const path = entered.courseId ? `${portal}/courses/${entered.courseId}` : portal;
    return arrive(context, slug, entered.session, path);
  }
  const known = context.cookies.write(emailCookie, encodeURIComponent(email), emailTerm);
  return redirect(sentPage, { status: 303, headers: { "Set-Cookie": known } });
}
