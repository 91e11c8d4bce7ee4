import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { PublicShell } from "../components/public-shell";
import { WorkspaceAddressForm } from "../components/workspace-address-form";
import { decoded, workspaceCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { textOf } from "../refusals";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Whoever is signed in goes on to their first workspace; everybody else says which one. */
export async function loader({ context }: LoaderFunctionArgs) {
  const [first] = context.person?.workspaces ?? [];
  if (first) throw redirect(`/w/${first.slug}`);
  const { home } = messagesFor(context);
  return {
    title: home.title,
    host: new URL(context.origin).host,
    last: decoded(context.cookies.read(workspaceCookie)),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const typed = textOf(await request.formData(), "workspace").trim();
  // A whole address, as copied from a mail, names it too.
  const slug = (/\/w\/([^/?#]+)/.exec(typed)?.[1] ?? typed).toLowerCase();
  if (/^[a-z0-9-]{1,63}$/.test(slug)) return redirect(`/w/${slug}/sign-in`, 303);
  return data({ typed: typed.slice(0, 300), missing: typed === "" }, 422);
}

export default function Home() {
  const { host, last } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { home } = useWords();
  const error = answer && (answer.missing ? home.missing : home.invalid);
  return (
    <PublicShell title={home.title} lead={home.lead}>
      <WorkspaceAddressForm host={host} typed={answer?.typed ?? last} error={error} />
    </PublicShell>
  );
}
