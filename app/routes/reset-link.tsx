import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { DeadResetPage } from "../components/dead-reset-page";
import { decoded, linkTerm, resetCookie, workspaceCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** The link of a mail: checks the signature, puts it into a cookie, goes on to an address without it. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const checked = await context.attempt(() => context.useCases.checkLink({ purpose: "reset", token }));
  if (!checked.ok) {
    const { reset } = messagesFor(context);
    const { status, retryAfter } = checked.error;
    const slug = decoded(context.cookies.read(workspaceCookie));
    return data({ title: reset.expiredTitle, retryAfter, slug }, status);
  }
  const { id } = checked.value;
  return redirect(`/reset/at/${id}`, {
    status: 303,
    headers: { "Set-Cookie": context.cookies.write(resetCookie(id), token, linkTerm) },
  });
}

export default function ResetLink() {
  const { retryAfter, slug } = useLoaderData<typeof loader>();
  return <DeadResetPage retryAfter={retryAfter} slug={slug} />;
}
