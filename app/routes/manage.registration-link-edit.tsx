import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { LinkFields } from "../components/registering/link-form";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { links } from "../messages/manage/en/registering";
import { posted } from "../posted";
import { useWords } from "../request";
import { redirectWithFlash } from "./manage.guard.server";
import {
  insideLinks,
  linkAgain,
  linkChoices,
  linkErrors,
  linkInput,
  linkOf,
  linkValues,
} from "./manage.links.server";

const sections = { links };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const inside = insideLinks(context, request);
  const [link, choices] = await Promise.all([linkOf(context, params.linkId), linkChoices(context, inside)]);
  return {
    workspace: inside.workspace.name,
    here: `${inside.base}/registration-links/${link.id}`,
    name: link.name,
    choices,
    values: linkValues(link),
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideLinks(context, request);
  const linkId = params.linkId ?? "";
  const form = await request.formData();
  const saved = await context.attempt(() =>
    context.useCases.changeRegistrationLink(posted({ ...linkInput(form), linkId })),
  );
  if (!saved.ok) {
    return data(
      { values: await linkAgain(context, form), errors: linkErrors(manage, saved.error) },
      { status: saved.error.status },
    );
  }
  return redirectWithFlash(context, `${base}/registration-links/${linkId}`, {
    kind: "linkSaved",
    who: saved.value.name,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  {
    title: found
      ? `${manageOfPage(matches, sections).links.editTitle({ name: found.name })} · ${found.workspace}`
      : "",
  },
];

export default function EditLink() {
  const { links: words } = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { here, name, choices } = loaded;
  const answer = useActionData() as
    | { values: typeof loaded.values; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const { common } = useWords();
  return (
    <>
      <PageHeader
        title={words.editTitle({ name })}
        back={
          <Link to={here} className="link">
            {name}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={answer?.errors} />
        <LinkFields choices={choices} values={answer?.values ?? loaded.values} errors={answer?.errors} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {words.save}
          </Button>
          <LinkButton to={here} variant="quiet">
            {common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
