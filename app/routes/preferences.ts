import type { ActionFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { languageCookie, languageFrom, ownPath, themeCookie, themeOr } from "../preferences";

const aYear = 365 * 24 * 60 * 60;

/** Nobody reads this address; a person who lands on it goes home. */
export function loader() {
  return redirect("/");
}

/** Keeps the theme or language chosen on this device and goes back to where the form was. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const headers = new Headers();
  const rest = `Path=/; Max-Age=${aYear}; SameSite=Lax${request.url.startsWith("https:") ? "; Secure" : ""}`;

  const theme = form.get("theme");
  if (typeof theme === "string") headers.append("Set-Cookie", `${themeCookie}=${themeOr(theme)}; ${rest}`);

  const language = languageFrom(form.get("language")?.toString());
  if (language) headers.append("Set-Cookie", `${languageCookie}=${language}; ${rest}`);

  return redirect(ownPath(form.get("return_to")), { status: 303, headers });
}
