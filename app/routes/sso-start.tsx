import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { ProviderButton } from "../components/joining/provider-button";
import { SignOnTrouble, troubleOf } from "../components/joining/sign-on-trouble";
import { PublicShell } from "../components/public-shell";
import { signOnCookie, signOnTerm } from "../cookies";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { speakBy } from "../speaking";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/**
 * To the identity provider. A link and no form, because the policy of our pages lets forms lead nowhere else; it
 * writes nothing, and what ties the answer to this browser goes into its cookie. Whom another site sent here is asked
 * first: at the end stands a sign-in, which may be as somebody else.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { workspace } = context;
  if (!workspace) throw redirect(`/w/${params.workspace}/sign-in`);
  const query = new URL(request.url).searchParams;
  if (request.headers.get("Sec-Fetch-Site") === "cross-site") {
    const { signIn } = messagesFor(context, speakBy(request, context));
    return {
      title: signIn.title({ workspace: workspace.name }),
      ...branding(workspace),
      workspace: { slug: workspace.slug, name: workspace.name, timeZone: workspace.timeZone },
      ask: { provider: context.provider?.name ?? "", query: Object.fromEntries(query) },
    };
  }
  const tries = query.has("try");
  const invitationId = query.get("invitation");
  const begun = await context.attempt(() =>
    tries
      ? context.useCases.tryConnection({})
      : context.useCases.beginSignOn({
          workspaceSlug: workspace.slug,
          invitationId,
          revision: query.get("revision"),
          returnTo: query.get("returnTo"),
          again: query.has("again"),
        }),
  );
  if (!begun.ok) {
    const { sso } = messagesFor(context, speakBy(request, context));
    return data(
      {
        title: sso.title,
        ...branding(workspace),
        workspace: { slug: workspace.slug, name: workspace.name, timeZone: workspace.timeZone },
        ask: null,
        trouble: troubleOf(begun.error, tries),
        settings: tries ? `/w/${workspace.slug}/settings/sign-in` : null,
      },
      begun.error.status,
    );
  }
  const { url, state, attempt } = begun.value;
  const kept = `${attempt}~${invitationId ?? ""}~${tries ? "1" : ""}`;
  return redirect(url, {
    headers: { "Set-Cookie": context.cookies.write(signOnCookie(state), kept, signOnTerm) },
  });
}

export default function SignOnStart() {
  const page = useLoaderData<typeof loader>();
  const { signIn, sso } = useWords();
  if (page.ask) {
    const provider = page.ask.provider || sso.plainProvider;
    return (
      <PublicShell workspace={page.workspace} title={page.title} lead={signIn.ssoOnly({ provider })}>
        <ProviderButton slug={page.workspace.slug} query={page.ask.query}>
          {signIn.sso({ provider })}
        </ProviderButton>
      </PublicShell>
    );
  }
  const { workspace, trouble, settings } = page;
  return <SignOnTrouble workspace={workspace} trouble={trouble} settings={settings} />;
}
