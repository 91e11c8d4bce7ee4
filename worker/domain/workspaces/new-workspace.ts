import * as z from "zod";
import { insertRootGroup } from "../../../db/queries/groups.ts";
import { insertInvitation, insertMembership, insertRoles } from "../../../db/queries/invitations.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { insertWorkspace, workspaceFace } from "../../../db/queries/workspaces.ts";
import { audit } from "../audit.ts";
import type { Actor, Context, SignedInPerson } from "../context.ts";
import { type DomainError, invalidField } from "../errors.ts";
import { colourField, languageField, organisationNameField, timeZoneField } from "../fields.ts";
import { planReminders, termBegins } from "../invitations/reminders.ts";
import { decideTerm } from "../invitations/terms.ts";
import type { Language } from "../languages.ts";
import { outboxRow } from "../mail/queue-mail.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { rootGroupId } from "../places/root-group.ts";
import { policiesOf, presetField } from "../policies.ts";

/** What a workspace begins with, whoever makes it. */
export const newWorkspaceFields = {
  slug: z
    .string("Enter the address of the workspace.")
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])$/,
      "Use 2 to 48 of a to z, 0 to 9 and -, like harbour-school.",
    ),
  preset: presetField.optional(),
  language: languageField.optional(),
  timeZone: timeZoneField.optional(),
  accentColor: colourField.optional(),
};

export const workspaceNameField = organisationNameField;

type Given = z.output<z.ZodObject<typeof newWorkspaceFields>> & { name: string; customerId: string };

/** Its first administrator: somebody with an account, who is one at once, or an address that is invited. */
export type FirstAdmin =
  | { kind: "person"; person: SignedInPerson }
  | { kind: "address"; email: string; firstName: string; lastName: string };

export interface NewWorkspace {
  workspaceId: string;
  slug: string;
  membershipId: string;
  /** Null where nobody had to be invited. */
  invitationId: string | null;
}

/** Throws VALIDATION_FAILED on `slug` when another workspace has it. */
export async function refuseTaken(ctx: Context, slug: string): Promise<void> {
  const [existing] = await workspaceFace(ctx.db, slug);
  if (existing) throw slugTaken();
}

export function slugTaken(): DomainError {
  return invalidField("slug", "taken", "A workspace with this address exists already.");
}

/**
 * A workspace by its preset, with the group that holds all others where the preset has one, and its first
 * administrator (issue 2, item 14). An invitation comes from the house, so that no inviter's authority can lapse.
 * The statements change nothing when the slug is taken.
 */
export function newWorkspace(
  ctx: Context,
  given: Given,
  admin: FirstAdmin,
  by: string,
): { result: NewWorkspace; statements: Statement[] } {
  const now = ctx.now();
  const op = ctx.ids.next("event");
  const preset = given.preset ?? "standard";
  const language = given.language ?? "en";
  const policies = policiesOf(preset, {});
  const invites = admin.kind === "address";
  const result: NewWorkspace = {
    workspaceId: ctx.ids.next("workspace"),
    slug: given.slug,
    membershipId: ctx.ids.next("membership"),
    invitationId: invites ? ctx.ids.next("invitation") : null,
  };
  const { workspaceId, membershipId } = result;
  const house: Actor = { kind: "system", id: null, name: by };
  const actor: Actor = invites ? house : { kind: "member", id: membershipId, name: by };
  const statements = [
    insertWorkspace(ctx.db, {
      id: workspaceId,
      customerId: given.customerId,
      slug: given.slug,
      name: given.name,
      status: "active",
      preset,
      policyOverrides: {},
      accentColor: given.accentColor ?? "#2450d6",
      timeZone: given.timeZone ?? "UTC",
      language,
      inviteEpoch: 0,
      createdAt: now,
    }),
    guardChanged(ctx.db),
    ...(policies["groups.root"]
      ? insertRootGroup(ctx.db, {
          workspaceId,
          id: rootGroupId(workspaceId),
          name: given.name,
          nameKey: nameKeyOf(given.name),
          createdAt: now,
        })
      : []),
    ...audit(ctx, {
      workspaceId,
      actor,
      action: "workspace.created",
      targetId: workspaceId,
      op,
      details: { name: given.name, preset },
    }),
    ...(admin.kind === "address"
      ? invitedAdmin(ctx, { result, admin, language, policies, actor, op })
      : [
          insertMembership(ctx.db, {
            workspaceId,
            id: membershipId,
            userId: admin.person.userId,
            email: admin.person.email,
            firstName: admin.person.firstName,
            lastName: admin.person.lastName,
            language: admin.person.language,
            status: "active",
            shownAs: "active",
            delivery: "none",
            inviterId: "",
            searchTerms: searchTermsOf(admin.person),
            createdAt: now,
            joinedAt: now,
            seatSince: now,
            lastOp: op,
          }),
          insertRoles(ctx.db, workspaceId, membershipId, [{ role: "admin" }]),
        ]),
  ];
  return { result, statements };
}

interface Invited {
  result: NewWorkspace;
  admin: Extract<FirstAdmin, { kind: "address" }>;
  language: Language;
  policies: ReturnType<typeof policiesOf>;
  actor: Actor;
  op: string;
}

function invitedAdmin(ctx: Context, { result, admin, language, policies, actor, op }: Invited): Statement[] {
  const { workspaceId, membershipId } = result;
  const invitationId = result.invitationId ?? "";
  const now = ctx.now();
  const term = decideTerm(ctx, policies, {});
  const names = { firstName: admin.firstName, lastName: admin.lastName };
  return [
    insertMembership(ctx.db, {
      workspaceId,
      id: membershipId,
      email: admin.email,
      ...names,
      language,
      status: "pending",
      shownAs: "pending",
      delivery: "queued",
      linkExpiresAt: term.expiresAt,
      invitationId,
      inviterId: "",
      searchTerms: searchTermsOf({ ...names, email: admin.email }),
      createdAt: now,
      lastOp: op,
    }),
    insertRoles(ctx.db, workspaceId, membershipId, [{ role: "admin" }]),
    insertInvitation(ctx.db, {
      workspaceId,
      id: invitationId,
      membershipId,
      email: admin.email,
      status: "pending",
      generation: 1,
      floorGeneration: 1,
      revision: 1,
      language,
      note: null,
      ...term,
      linkExposed: false,
      tellInviter: false,
      inviterKind: "system",
      inviterId: "",
      inviterName: actor.name,
      origin: "setup",
      delivery: "queued",
      sendTimes: [now],
      ...planReminders(policies, termBegins(term, now), { issuedAt: null, expiresAt: term.expiresAt }),
      lastOp: op,
      createdAt: now,
    }),
    ...audit(ctx, {
      workspaceId,
      actor,
      action: "invitation.created",
      membershipId,
      targetId: invitationId,
      op,
      details: { email: admin.email, ...names, roles: ["admin"], sent: true },
    }),
    insertOutbox(
      ctx.db,
      outboxRow(ctx, {
        workspaceId,
        template: "invitation",
        to: admin.email,
        language,
        invitationId,
        generation: 1,
        op,
      }),
    ),
  ];
}
