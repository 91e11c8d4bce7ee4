import { useWords } from "../request";
import { PublicShell } from "./public-shell";
import { LinkButton } from "./ui/button";

/** A link that confirms no address any more; the person's own area sends another. */
export function DeadVerifyPage({ slug }: { slug: string }) {
  const { verify, errors } = useWords();
  const known = /^[a-z0-9-]{1,63}$/.test(slug);
  return (
    <PublicShell title={verify.dead} lead={verify.deadLead} here="/">
      <LinkButton to={known ? `/w/${slug}/account/verify` : "/"} variant="primary" size="large" wide>
        {known ? verify.askTitle : errors.notFound.action}
      </LinkButton>
    </PublicShell>
  );
}
