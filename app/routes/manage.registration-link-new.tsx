import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
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
import { insideLinks, linkAgain, linkChoices, linkErrors, linkInput, noLink } from "./manage.links.server";

const sections = { links };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const inside = insideLinks(context, request);
  const { workspace, base } = inside;
  const address = `${base}/registration-links`;
  if (workspace.policies["selfreg.mode"] === "off") throw redirect(address);
  const choices = await linkChoices(context, inside);
  // From the page of a group that group is chosen.
  const groupId = new URL(request.url).searchParams.get("group");
  const group = choices.pages.group.options.filter(({ id }) => id === groupId);
  return { workspace: workspace.name, address, choices, values: { ...noLink, group } };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideLinks(context, request);
  const form = await request.formData();
  const made = await context.attempt(() => context.useCases.createRegistrationLink(posted(linkInput(form))));
  if (!made.ok) {
    return data(
      { values: await linkAgain(context, form), errors: linkErrors(manage, made.error) },
      { status: made.error.status },
    );
  }
  return redirectWithFlash(context, `${base}/registration-links/${made.value.id}`, {
    kind: "linkMade",
    who: made.value.name,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  { title: `${manageOfPage(matches, sections).links.createTitle} · ${found?.workspace ?? ""}` },
];

export default function NewLink() {
  const { links: words } = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { address, choices } = loaded;
  const answer = useActionData() as
    | { values: typeof loaded.values; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const { common } = useWords();
  return (
    <>
      <PageHeader
        title={words.createTitle}
        description={words.description}
        back={
          <Link to={address} className="link">
            {words.back}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5">
        <ErrorSummary errors={answer?.errors} />
        <LinkFields choices={choices} values={answer?.values ?? loaded.values} errors={answer?.errors} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {words.submit}
          </Button>
          <LinkButton to={address} variant="quiet">
            {common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
