import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Link, useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { PublicShell } from "../components/public-shell";
import { helpFor, managerHelp } from "../messages/help.server";
import type { PageHandle } from "../page";
import { speakBy } from "../speaking";
import { titled } from "../titles";
import { type HelpPage, helpOfManagers, managerTopics, publicHelp, publicTopics } from "./help.server";
import { insideOf } from "./manage.guard.server";

export const handle: PageHandle = { bare: true };
export const meta = titled;

/** Help as the policies of the workspace have it: some of it for everybody, some for the manage area. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { workspace, member } = context;
  if (!workspace) throw redirect(`/w/${params.workspace}/sign-in`);
  const base = `/w/${workspace.slug}`;
  const language = speakBy(request, context);
  const words = helpFor(context, language);
  const manages = member?.roles.some((role) => role !== "learner") ?? false;
  const own = managerHelp(context);
  const shown = {
    ...branding(workspace),
    workspace: { name: workspace.name, timeZone: workspace.timeZone },
    home: `${base}/help`,
    back: words.back,
    ask: workspace.supportContact ? words.contact({ contact: workspace.supportContact }) : words.inviter,
  };
  const { topic } = params;
  if (topic === undefined) {
    const all = [
      ...publicTopics.map((name) => ({ to: `${base}/help/${name}`, label: words.topics[name] })),
      ...(manages
        ? managerTopics.map((name) => ({ to: `${base}/help/${name}`, label: own.topics[name] }))
        : []),
    ];
    return { ...shown, title: words.title, topics: all, page: null };
  }
  const known = publicTopics.find((name) => name === topic);
  if (known) {
    const page = publicHelp(context, workspace, language, known);
    return { ...shown, title: page.title, topics: [], page };
  }
  const forManagers = managerTopics.find((name) => name === topic);
  if (!forManagers) throw new Response(null, { status: 404 });
  insideOf(context, request);
  if (forManagers === "roles") throw redirect(`${base}/roles`);
  const page = helpOfManagers(context, workspace, forManagers);
  return { ...shown, title: page.title, topics: [], page };
}

function Article({ page }: { page: HelpPage }) {
  return (
    <>
      {page.parts.map(({ heading, texts, links = [] }) => (
        <section key={heading} className="grid gap-2">
          <h2 className="text-lg font-semibold">{heading}</h2>
          <ul className="grid list-disc gap-2 ps-5 marker:text-muted">
            {texts.map((text) => (
              <li key={text} className="wrap-anywhere">
                {text}
              </li>
            ))}
          </ul>
          {links.map(({ to, label }) => (
            <p key={to}>
              <Link to={to} className="link">
                {label}
              </Link>
            </p>
          ))}
        </section>
      ))}
    </>
  );
}

export default function Help() {
  const { workspace, title, topics, page, home, back, ask } = useLoaderData<typeof loader>();
  return (
    <PublicShell
      workspace={workspace}
      title={title}
      lead={page?.lead}
      aside={
        <>
          {page && (
            <p>
              <Link to={home} className="link">
                {back}
              </Link>
            </p>
          )}
          <p>{ask}</p>
        </>
      }
    >
      {page ? (
        <Article page={page} />
      ) : (
        <ul className="grid gap-3">
          {topics.map(({ to, label }) => (
            <li key={to}>
              <Link to={to} className="link">
                {label}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </PublicShell>
  );
}
