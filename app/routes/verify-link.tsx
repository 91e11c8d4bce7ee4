import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { DeadVerifyPage } from "../components/dead-verify-page";
import { decoded, linkTerm, verifyCookie, workspaceCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** The link of a mail: checks the signature, puts it into a cookie, goes on to an address without it. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const checked = await context.attempt(() => context.useCases.checkLink({ purpose: "verify", token }));
  if (!checked.ok) {
    const slug = decoded(context.cookies.read(workspaceCookie));
    return data({ title: messagesFor(context).verify.dead, slug }, checked.error.status);
  }
  const { id } = checked.value;
  return redirect(`/verify/at/${id}`, {
    status: 303,
    headers: { "Set-Cookie": context.cookies.write(verifyCookie(id), token, linkTerm) },
  });
}

export default function VerifyLink() {
  return <DeadVerifyPage slug={useLoaderData<typeof loader>().slug} />;
}
