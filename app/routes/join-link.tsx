import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { InvalidLinkPage } from "../components/joining/dead-links";
import { joinCookie, linkTerm } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** The link of a mail: checks the signature, puts it into a cookie, goes on to an address without it. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const checked = await context.attempt(() => context.useCases.checkLink({ purpose: "invite", token }));
  if (!checked.ok) {
    const { status, retryAfter } = checked.error;
    const { join } = messagesFor(context);
    return data({ title: join.invalid.title, retryAfter }, { status });
  }
  const { id } = checked.value;
  return redirect(`/join/at/${id}`, {
    status: 303,
    headers: { "Set-Cookie": context.cookies.write(joinCookie(id), token, linkTerm) },
  });
}

export default function JoinLink() {
  return <InvalidLinkPage retryAfter={useLoaderData<typeof loader>().retryAfter} />;
}
