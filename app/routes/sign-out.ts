import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { sessionCookie } from "../cookies";

/** Reading changes nothing: whoever lands here by its address signs out by the button of the menu. */
export function loader({ params }: LoaderFunctionArgs) {
  return redirect(`/w/${params.workspace}`);
}

/** Ends the session on the server too, so that a copied cookie is worth nothing (S-05). */
export async function action({ params, context }: ActionFunctionArgs) {
  await context.useCases.signOut({});
  const to = context.workspace ? `/w/${params.workspace}/sign-in?out=1` : "/";
  return redirect(to, {
    status: 303,
    headers: { "Set-Cookie": context.cookies.write(sessionCookie, "", 0) },
  });
}
