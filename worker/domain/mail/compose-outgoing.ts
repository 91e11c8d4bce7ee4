import { present } from "../../../db/queries/columns.ts";
import type { claimedMail, mailingWorkspace } from "../../../db/queries/mail-claims.ts";
import type { Context, MailBrand, MailContent, MailTemplateName, OutgoingMail } from "../context.ts";
import { rolesInMails } from "../invitations/invitation-view.ts";
import { mintInvitationLink } from "../invitations/link.ts";
import { chooseLanguage } from "../languages.ts";
import { type Policies, policiesOf } from "../policies.ts";
import { logoPath } from "../workspaces/logo.ts";
import { brandOf, senderName } from "./brand.ts";
import { isLinkMail } from "./link-mails.ts";
import type { TemporaryPassword } from "./temporary-passwords.ts";

type ClaimedRow = Awaited<ReturnType<typeof claimedMail>>[number];

type WorkspaceRow = Awaited<ReturnType<typeof mailingWorkspace>>[number];

/** What all mails of a call share. */
export interface MailSender {
  workspace: WorkspaceRow;
  policies: Policies;
  brand: MailBrand;
  fromName: string;
}

export function mailSender({ settings }: Context, workspace: WorkspaceRow): MailSender {
  const policies = policiesOf(workspace.preset, workspace.policyOverrides);
  return {
    workspace,
    policies,
    brand: brandOf(settings, { ...workspace, logo: logoPath(workspace) }, workspace.customerName, policies),
    fromName: senderName(settings, workspace, policies),
  };
}

/** Writes one mail from its rows of this moment: names as they are now, the link minted here (Q-26). */
export async function composeOutgoing(
  ctx: Context,
  { workspace, policies, brand, fromName }: MailSender,
  row: ClaimedRow,
  temporary: TemporaryPassword | null = null,
): Promise<OutgoingMail> {
  const { mail } = row;
  const template = mail.template as MailTemplateName;
  const language = chooseLanguage([mail.language, workspace.language], "en");
  const content = {
    ...(await contentOf(ctx, workspace, row, template)),
    ...(row.about ? { recipientFirstName: null, about: personTold(row.about) } : {}),
    ...(temporary ? { temporaryPassword: temporary.password, expiresAt: temporary.endsAt } : {}),
  };
  const rendered = ctx.mailComposer.compose(template, language, brand, content);
  return {
    workspaceId: workspace.id,
    outboxId: mail.id,
    generation: mail.generation,
    template,
    language,
    fromName,
    to: mail.to,
    replyTo: workspace.replyTo,
    ...rendered,
    trackOpens: policies["mail.track_opens"],
  };
}

/** Of whom a mail tells somebody else: by name, and by what they sign in with (F146). */
function personTold(json: string): string {
  const { name, username } = JSON.parse(json) as { name: string; username: string | null };
  return username === null || name === "" ? name || (username ?? "") : `${name} (${username})`;
}

async function contentOf(
  ctx: Context,
  workspace: WorkspaceRow,
  row: ClaimedRow,
  template: MailTemplateName,
): Promise<MailContent> {
  const { mail } = row;
  const invitation = present(row.invitation);
  const membership = present(row.membership);
  const asked = present(row.asked);
  const base: MailContent = {
    recipientFirstName: null,
    inviterName: null,
    roles: [],
    note: null,
    url: `${ctx.settings.origin}/w/${workspace.slug}/sign-in`,
    expiresAt: null,
  };
  const account = row.account
    ? (JSON.parse(row.account) as { firstName: string; inviter: string | null })
    : null;
  if (asked && template in linkPurposes) {
    const purpose = linkPurposes[template as keyof typeof linkPurposes];
    const token = await ctx.tokens.mint(purpose, {
      sub: asked.id,
      ws: workspace.id,
      gen: 1,
      via: "mail",
      iat: Math.floor(asked.createdAt / 1000),
      exp: Math.floor(asked.expiresAt / 1000),
    });
    return {
      ...base,
      recipientFirstName: account?.firstName || row.accountFirstName || null,
      inviterName: account?.inviter || null,
      url: `${ctx.settings.origin}/${purpose}/${token}`,
      expiresAt: asked.expiresAt,
    };
  }
  if (account)
    return { ...base, recipientFirstName: account.firstName || null, inviterName: account.inviter || null };
  if (row.registration) return registrationContent(ctx, base, row.registration, workspace.slug);
  if (row.session) return sessionContent(base, row.session, `${ctx.settings.origin}/w/${workspace.slug}`);
  if (row.access) {
    const { endsOn, firstName } = JSON.parse(row.access) as { endsOn: string | null; firstName: string };
    return { ...base, recipientFirstName: firstName || null, lastDay: endsOn };
  }
  if (!invitation || !membership) return base;
  const roles = rolesInMails(row.roles);
  const person = `${membership.firstName} ${membership.lastName}`.trim() || invitation.email;
  if (template === "accepted_notice" || template === "declined_notice") {
    return {
      ...base,
      roles,
      subjectName: person,
      reason: template === "declined_notice" ? invitation.endReason : null,
      url: `${ctx.settings.origin}/w/${workspace.slug}/people/${membership.id}`,
    };
  }
  const invites = isLinkMail(template);
  return {
    ...base,
    recipientFirstName: membership.firstName || null,
    inviterName: invitation.inviterKind === "member" ? invitation.inviterName : null,
    roles,
    note: invites ? (mail.note ?? null) : null,
    url: invites ? await mintInvitationLink(ctx, invitation, "mail") : base.url,
    expiresAt: invites ? invitation.expiresAt : null,
  };
}

/** Mails whose link names a row of their own, and what its token is for. */
const linkPurposes = { password_reset: "reset", account_link: "reset", verify_address: "verify" } as const;

interface RegistrationOfMail {
  courseTitle: string | null;
  /** Of `registration_known`. */
  courseId?: string | null;
  /** Of `registration_approved`: what to open first. */
  openCourseId?: string | null;
  /** Of `registration_refused`. */
  note?: string | null;
  /** Of whoever has proved the mailbox. */
  firstName?: string;
  /** Of `registration`. */
  id?: string;
  workspaceId: string;
  generation: number;
  issuedAt: number;
  expiresAt: number;
}

/** The link of a registration is that of an invitation; whoever is here already is led to the course by signing in. */
async function registrationContent(
  ctx: Context,
  base: MailContent,
  json: string,
  slug: string,
): Promise<MailContent> {
  const { id, courseId, openCourseId, courseTitle, note, ...link } = JSON.parse(json) as RegistrationOfMail;
  if (!id) {
    const path = courseId ? `catalog/${courseId}` : openCourseId ? `learn/courses/${openCourseId}` : null;
    const target = path ? `?returnTo=${encodeURIComponent(`/w/${slug}/${path}`)}` : "";
    return {
      ...base,
      courseTitle,
      recipientFirstName: link.firstName || null,
      note: note ?? null,
      url: `${base.url}${target}`,
    };
  }
  // Without the name: a stranger typed it, and may have typed somebody else's address.
  return {
    ...base,
    courseTitle,
    url: await mintInvitationLink(ctx, { ...link, id }, "mail"),
    expiresAt: link.expiresAt,
  };
}

type SessionOfMail = NonNullable<MailContent["session"]> & { courseId: string; firstName: string };

/** A mail about a session leads to the course; whoever has not joined cannot open that yet. */
function sessionContent(base: MailContent, json: string, workspace: string): MailContent {
  const { courseId, firstName, ...session } = JSON.parse(json) as SessionOfMail;
  return {
    ...base,
    recipientFirstName: firstName || null,
    url: session.joined ? `${workspace}/learn/courses/${courseId}` : base.url,
    session,
  };
}
