import { useWords } from "../request";
import { PublicShell } from "./public-shell";
import { LinkButton } from "./ui/button";

/** A link for a new password that does not work; another one is asked for at the workspace, where it is known. */
export function DeadResetPage({ slug, retryAfter }: { slug: string; retryAfter: number | null }) {
  const { reset, errors } = useWords();
  const told = retryAfter
    ? { title: errors.rateLimited.title, lead: errors.rateLimited.lead({ seconds: retryAfter }) }
    : { title: reset.expiredTitle, lead: reset.expired };
  const known = /^[a-z0-9-]{1,63}$/.test(slug);
  return (
    // The address may hold most of a link: no form of this page repeats it.
    <PublicShell title={told.title} lead={told.lead} here="/">
      <LinkButton to={known ? `/w/${slug}/forgot` : "/"} variant="primary" size="large" wide>
        {known ? reset.again : errors.notFound.action}
      </LinkButton>
    </PublicShell>
  );
}
