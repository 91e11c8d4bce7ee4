import type { AppLoadContext } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { branding } from "./branding";

/**
 * Who may see a page of the workspace in the path: its active members. A stranger goes to sign in and
 * comes back; so does a member whose access was switched off, and is told there. Who was let in without proof (F132) is
 * asked for it, but for the pages on which they learn.
 */
export function requireMember(
  request: Request,
  context: AppLoadContext,
  /** Also somebody who must choose a password first, and finds nothing but the page for that. */
  { whoever = false, learns = false }: { whoever?: boolean; learns?: boolean } = {},
) {
  const { workspace, person, member } = context;
  if (!workspace) throw new Response(null, { status: 404 });
  const unproved = member?.status === "unproved";
  if (unproved && !learns) throw redirect(`/w/${workspace.slug}/learn/confirm?first`, 303);
  if (!person || !member || (member.status !== "active" && !unproved)) {
    const url = new URL(request.url);
    const back = request.method === "GET" ? `?returnTo=${encodeURIComponent(url.pathname + url.search)}` : "";
    throw redirect(`/w/${workspace.slug}/sign-in${back}`);
  }
  if (!whoever) requireOwnPassword({ workspace, person });
  return { workspace, person, member };
}

/** Whoever came in with a password of somebody else's choice, or by a card, chooses one before anything else (F52). */
export function requireOwnPassword({
  workspace,
  person,
}: Pick<ReturnType<typeof requireMember>, "workspace" | "person">) {
  if (person.mustChangePassword) throw redirect(`/w/${workspace.slug}/account/password`);
}

/** Where the policy wants the mailbox proved after joining (D37), nothing else is open before it is. */
export function requireProvedAddress({ workspace, person }: ReturnType<typeof requireMember>) {
  if (workspace.policies["activation.verify_email"] === "always" && person.email && !person.emailVerified) {
    throw redirect(`/w/${workspace.slug}/account/verify`);
  }
}

/** What the frame of the learner portal shows, as loader data. */
export function learnFrame({ workspace, person, member }: ReturnType<typeof requireMember>) {
  return {
    ...branding(workspace),
    workspace: { slug: workspace.slug, name: workspace.name, timeZone: workspace.timeZone },
    workspaces: person.workspaces,
    viewer: {
      name: `${person.firstName} ${person.lastName}`.trim(),
      signIn: person.email || (person.loginName ?? member.unproved?.address ?? ""),
    },
    /** There is a catalog to find more in. */
    catalog: workspace.policies["selfreg.mode"] === "catalog",
    manages: member.roles.some((role) => role !== "learner"),
    roleNames: member.roleNames,
    roleSwitch: { acting: member.acting, choices: member.roleChoices },
    addressProved: person.emailVerified || person.email === "",
    unproved: member.unproved,
  };
}

export type LearnFrameData = ReturnType<typeof learnFrame>;
