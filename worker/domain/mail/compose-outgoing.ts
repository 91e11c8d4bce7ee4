import { present } from "../../../db/queries/columns.ts";
import type { claimedMail } from "../../../db/queries/mail-claims.ts";
import type { Context, MailContent, MailTemplateName, OutgoingMail } from "../context.ts";
import { parseRoles } from "../invitations/invitation-view.ts";
import { mintInvitationLink } from "../invitations/link.ts";
import { chooseLanguage } from "../languages.ts";
import { policiesOf } from "../policies.ts";
import { brandOf, senderName } from "./brand.ts";

type ClaimedRow = Awaited<ReturnType<typeof claimedMail>>[number];

/** Writes one mail from its rows of this moment: names as they are now, the link minted here. */
export async function composeOutgoing(ctx: Context, row: ClaimedRow): Promise<OutgoingMail> {
  const { mail, workspace } = row;
  const policies = policiesOf(workspace.preset, workspace.policyOverrides);
  const template = mail.template as MailTemplateName;
  const language = chooseLanguage([mail.language, workspace.language], "en");
  const brand = brandOf(ctx.settings, workspace, row.customerName, policies);
  const rendered = ctx.mailComposer.compose(template, language, brand, await contentOf(ctx, row, template));
  return {
    workspaceId: workspace.id,
    outboxId: mail.id,
    generation: mail.generation,
    template,
    language,
    fromName: senderName(ctx.settings, workspace, policies),
    to: mail.to,
    replyTo: workspace.replyTo,
    ...rendered,
    trackOpens: policies["mail.track_opens"],
  };
}

async function contentOf(ctx: Context, row: ClaimedRow, template: MailTemplateName): Promise<MailContent> {
  const { mail, workspace } = row;
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
  if (asked && (template === "password_reset" || template === "verify_address")) {
    const purpose = template === "password_reset" ? "reset" : "verify";
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
      recipientFirstName: row.accountFirstName || null,
      url: `${ctx.settings.origin}/${purpose}/${token}`,
      expiresAt: asked.expiresAt,
    };
  }
  if (row.session) return sessionContent(base, row.session, `${ctx.settings.origin}/w/${workspace.slug}`);
  if (row.access) {
    const { endsOn, firstName } = JSON.parse(row.access) as { endsOn: string | null; firstName: string };
    return { ...base, recipientFirstName: firstName || null, lastDay: endsOn };
  }
  if (!invitation || !membership) return base;
  const roles = [...new Set(parseRoles(row.roles).map(({ role }) => role))];
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
  const invites = template === "invitation" || template === "reminder" || template === "new_link";
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
