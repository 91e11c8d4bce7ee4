import { Form, Link, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../ui/button";
import { PageHeader } from "../ui/page-header";

/** Asks once more before something is taken away. */
export function ConfirmPage({
  here,
  back,
  words,
}: {
  here: string;
  back: string;
  words: { title: string; lead: string; submit: string; keep: string };
}) {
  const busy = useNavigation().state === "submitting";
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.lead}
        back={
          <Link to={here} className="link">
            {back}
          </Link>
        }
      />
      <Form method="post" className="flex flex-wrap gap-2">
        <Button type="submit" variant="danger" pending={busy}>
          {words.submit}
        </Button>
        <LinkButton to={here} variant="quiet">
          {words.keep}
        </LinkButton>
      </Form>
    </>
  );
}
