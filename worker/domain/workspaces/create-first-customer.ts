import * as z from "zod";
import { insertRootGroup } from "../../../db/queries/groups.ts";
import { insertInvitation, insertMembership, insertRoles } from "../../../db/queries/invitations.ts";
import { insertOutbox } from "../../../db/queries/outbox.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { insertCustomer, insertWorkspace, workspaceFace } from "../../../db/queries/workspaces.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { Actor } from "../context.ts";
import { invalidField } from "../errors.ts";
import {
  colourField,
  emailField,
  languageField,
  nameField,
  organisationNameField,
  timeZoneField,
} from "../fields.ts";
import { planReminders, termBegins } from "../invitations/reminders.ts";
import { decideTerm } from "../invitations/terms.ts";
import { outboxRow, wakeMail } from "../mail/queue-mail.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { nameKeyOf } from "../places/place-name.ts";
import { rootGroupId } from "../places/root-group.ts";
import { type PresetName, policiesOf, presets } from "../policies.ts";
import { systemUseCase } from "../use-case.ts";

export interface FirstCustomer {
  customerId: string;
  workspaceId: string;
  slug: string;
  membershipId: string;
  invitationId: string;
}

/**
 * Sets up a customer with one workspace, and the group that holds all others where the preset has one, and
 * invites its first administrator (issue 2, item 14). The invitation comes from the house itself, so no inviter's authority can lapse.
 *
 * Throws VALIDATION_FAILED on `slug` when it is taken.
 */
export const createFirstCustomer = systemUseCase(
  z.strictObject({
    customerName: organisationNameField,
    workspaceName: organisationNameField,
    slug: z
      .string("Enter the address of the workspace.")
      .regex(
        /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])$/,
        "Use 2 to 48 of a to z, 0 to 9 and -, like harbour-school.",
      ),
    preset: z
      .enum(
        Object.keys(presets) as [PresetName, ...PresetName[]],
        `Choose one of: ${Object.keys(presets).join(", ")}.`,
      )
      .optional(),
    language: languageField.optional(),
    timeZone: timeZoneField.optional(),
    accentColor: colourField.optional(),
    adminEmail: emailField,
    adminFirstName: nameField.optional(),
    adminLastName: nameField.optional(),
  }),
  async (ctx, input): Promise<FirstCustomer> => {
    const taken = invalidField("slug", "taken", "A workspace with this address exists already.");
    const [existing] = await workspaceFace(ctx.db, input.slug);
    if (existing) throw taken;

    const now = ctx.now();
    const op = ctx.ids.next("event");
    const preset = input.preset ?? "standard";
    const language = input.language ?? "en";
    const policies = policiesOf(preset, {});
    const term = decideTerm(ctx, policies, {});
    const names = { firstName: input.adminFirstName ?? "", lastName: input.adminLastName ?? "" };
    const result: FirstCustomer = {
      customerId: ctx.ids.next("customer"),
      workspaceId: ctx.ids.next("workspace"),
      slug: input.slug,
      membershipId: ctx.ids.next("membership"),
      invitationId: ctx.ids.next("invitation"),
    };
    const { workspaceId, membershipId, invitationId } = result;
    const actor: Actor = { kind: "system", id: null, name: ctx.settings.productName };
    const done = await commit(
      ctx,
      [
        insertCustomer(ctx.db, { id: result.customerId, name: input.customerName, createdAt: now }),
        insertWorkspace(ctx.db, {
          id: workspaceId,
          customerId: result.customerId,
          slug: input.slug,
          name: input.workspaceName,
          status: "active",
          preset,
          policyOverrides: {},
          accentColor: input.accentColor ?? "#2450d6",
          timeZone: input.timeZone ?? "UTC",
          language,
          inviteEpoch: 0,
          createdAt: now,
        }),
        guardChanged(ctx.db),
        ...(policies["groups.root"]
          ? insertRootGroup(ctx.db, {
              workspaceId,
              id: rootGroupId(workspaceId),
              name: input.workspaceName,
              nameKey: nameKeyOf(input.workspaceName),
              createdAt: now,
            })
          : []),
        insertMembership(ctx.db, {
          workspaceId,
          id: membershipId,
          email: input.adminEmail,
          ...names,
          language,
          status: "pending",
          shownAs: "pending",
          delivery: "queued",
          linkExpiresAt: term.expiresAt,
          invitationId,
          inviterId: "",
          searchTerms: searchTermsOf({ ...names, email: input.adminEmail }),
          createdAt: now,
          lastOp: op,
        }),
        insertRoles(ctx.db, workspaceId, membershipId, [{ role: "admin" }]),
        insertInvitation(ctx.db, {
          workspaceId,
          id: invitationId,
          membershipId,
          email: input.adminEmail,
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
          inviterName: ctx.settings.productName,
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
          action: "workspace.created",
          targetId: workspaceId,
          op,
          details: { name: input.workspaceName, preset },
        }),
        ...audit(ctx, {
          workspaceId,
          actor,
          action: "invitation.created",
          membershipId,
          targetId: invitationId,
          op,
          details: { email: input.adminEmail, ...names, roles: ["admin"], sent: true },
        }),
        insertOutbox(
          ctx.db,
          outboxRow(ctx, {
            workspaceId,
            template: "invitation",
            to: input.adminEmail,
            language,
            invitationId,
            generation: 1,
            op,
          }),
        ),
      ],
      result,
    );
    if (!done) throw taken;
    await wakeMail(ctx, workspaceId);
    return done;
  },
);
