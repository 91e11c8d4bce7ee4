import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { arrive, landingPath } from "../arriving";
import { branding } from "../branding";
import { SignOnTrouble, troubleOf } from "../components/joining/sign-on-trouble";
import { joinCookie, signOnCookie } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { speakBy } from "../speaking";
import { titled } from "../titles";
import { redirectWithFlash } from "./manage.guard.server";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Where the identity provider sends people back to: in, or why not. The answer counts once (O-04). */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { workspace } = context;
  if (!workspace) throw redirect(`/w/${params.workspace}/sign-in`);
  const { slug } = workspace;
  const { search, searchParams } = new URL(request.url);
  const name = signOnCookie(searchParams.get("state") ?? "");
  const [attempt = "", invitationId, tries] = (context.cookies.read(name) ?? "").split("~");
  const linkToken = invitationId ? context.cookies.read(joinCookie(invitationId)) : null;
  const finished = await context.attempt(() =>
    context.useCases.finishSignOn({ workspaceSlug: slug, attempt, query: search.slice(1), linkToken }),
  );
  const forget = context.cookies.write(name, "", 0);
  const settings = `/w/${slug}/settings/sign-in`;
  if (finished.ok) {
    const result = finished.value;
    if (result.kind === "waits") {
      throw redirect(`/join/at/${result.registrationId}`, { headers: { "Set-Cookie": forget } });
    }
    const answer =
      result.kind === "tried"
        ? redirectWithFlash(context, settings, { kind: "ssoTried", who: result.email })
        : arrive(
            context,
            slug,
            result.session,
            context.safeReturn(result.returnTo, landingPath(slug, result.landing)),
          );
    answer.headers.append("Set-Cookie", forget);
    throw answer;
  }
  if (finished.error.code === "TERMS_CHANGED" && invitationId) {
    throw redirect(`/join/at/${invitationId}?changed=1`, { headers: { "Set-Cookie": forget } });
  }
  if (finished.error.code === "NO_SEAT" && invitationId) {
    throw redirect(`/join/at/${invitationId}?full=1`, { headers: { "Set-Cookie": forget } });
  }
  const { sso } = messagesFor(context, speakBy(request, context));
  return data(
    {
      title: sso.title,
      ...branding(workspace),
      workspace: { slug, name: workspace.name, timeZone: workspace.timeZone },
      trouble: troubleOf(finished.error, tries === "1"),
      settings: tries === "1" ? settings : null,
    },
    { status: finished.error.status, headers: { "Set-Cookie": forget } },
  );
}

export default function SignOnCallback() {
  const { workspace, trouble, settings } = useLoaderData<typeof loader>();
  return <SignOnTrouble workspace={workspace} trouble={trouble} settings={settings} />;
}
