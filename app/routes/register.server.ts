import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";

/** The address with which somebody can join by one press: signed in, proved, and nobody here yet. Null: by a mail. */
export function ownAddress({ person, member }: AppLoadContext): string | null {
  return person && !member && person.emailVerified && !person.viaProvider ? person.email || null : null;
}

/** Into the course, or to the page that says that somebody looks at it. */
export function joinedAnswer(
  slug: string,
  { waits, courseId }: Awaited<ReturnType<AppLoadContext["useCases"]["joinAsMyself"]>>,
  here: string,
) {
  if (waits) return redirect(here, 303);
  const portal = `/w/${slug}/learn`;
  return redirect(courseId ? `${portal}/courses/${courseId}` : portal, 303);
}
