import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { ConfirmPage } from "../components/courses/confirm-page";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { links } from "../messages/manage/en/registering";
import { errorText, redirectWithFlash } from "./manage.guard.server";
import { insideLinks, linkOf } from "./manage.links.server";

const sections = { links };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideLinks(context, request);
  const { id, name } = await linkOf(context, params.linkId);
  return { workspace: workspace.name, here: `${base}/registration-links/${id}`, name };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideLinks(context, request);
  const address = `${base}/registration-links`;
  const linkId = params.linkId ?? "";
  const deleted = await context.attempt(() => context.useCases.deleteRegistrationLink({ linkId }));
  if (deleted.ok)
    return redirectWithFlash(context, address, { kind: "linkDeleted", who: deleted.value.name });
  if (deleted.error.status === 404) throw new Response(null, { status: 404 });
  return redirectWithFlash(context, `${address}/${linkId}`, {
    kind: "error",
    text: errorText(manage, deleted.error),
  });
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  {
    title: data
      ? `${manageOfPage(matches, sections).links.removeTitle({ name: data.name })} · ${data.workspace}`
      : "",
  },
];

export default function DeleteLink() {
  const { links: words } = useManage(sections);
  const { here, name } = useLoaderData<typeof loader>();
  return (
    <ConfirmPage
      here={here}
      back={name}
      words={{
        title: words.removeTitle({ name }),
        lead: words.removeLead,
        submit: words.remove,
        keep: words.keep,
      }}
    />
  );
}
