import * as z from "zod";
import type { RenderedMail } from "../context.ts";
import { languageField, nameField, noteField } from "../fields.ts";
import type { Language } from "../languages.ts";
import { brandOf, senderName } from "../mail/brand.ts";
import { customRoleOf } from "../permissions.ts";
import { languagesIn, sayingPlace, spokenIn } from "../places/place-language.ts";
import { memberUseCase, within } from "../use-case.ts";
import { offerFields, roleNamesOf } from "./offer-fields.ts";
import { reminderMoments, termBegins } from "./reminders.ts";
import { decideTerm } from "./terms.ts";

const previewInvitationFields = z.strictObject({
  firstName: nameField.optional(),
  roles: offerFields.roles,
  /** Where they will be: what is spoken there, unless a language is asked for (F82). */
  unitIds: offerFields.unitIds,
  groupIds: offerFields.groupIds,
  language: languageField.optional(),
  message: noteField.optional(),
  linkTermSeconds: z.int("Give whole seconds.").nullable().optional(),
  linkExpiresAt: z.coerce.date("Give a time, like 2026-12-31T18:00:00Z.").optional(),
});

export interface InvitationPreview extends RenderedMail {
  fromName: string;
  language: Language;
  /** In which they would be written to if none is asked for, and the place of theirs that says so. */
  usual: { language: Language; of: string | null };
  /** When the invitee would be reminded if it were sent now (UTC ms, D49). */
  reminders: number[];
}

/**
 * The mail as the invitee would get it, with a link that leads nowhere. Writes nothing, and reads nothing but what the
 * named places speak; one that does not exist for the asker says nothing.
 */
export const previewInvitation = memberUseCase(
  within("invitation.create"),
  previewInvitationFields,
  async (ctx, input): Promise<InvitationPreview> => {
    const { workspace, settings } = ctx;
    const { policies } = workspace;
    const reach = ctx.reach("invitation.create");
    const theirs = (kind: "units" | "groups", ids: readonly string[] = []) =>
      reach === "everywhere" ? ids : ids.filter((id) => reach?.[kind].has(id));
    const places = { unitIds: theirs("units", input.unitIds), groupIds: theirs("groups", input.groupIds) };
    const spoken = spokenIn(places, await languagesIn(ctx, workspace.id, [places]), workspace.language);
    const language = input.language ?? spoken.language;
    const term = decideTerm(ctx, policies, input);
    const brand = brandOf(settings, workspace, workspace.customerName, policies);
    const mail = ctx.mailComposer.compose("invitation", language, brand, {
      recipientFirstName: input.firstName || null,
      inviterName: ctx.membership ? ctx.actor.name : null,
      roles: roleNamesOf(input.roles ?? []).map((role) => customRoleOf(role, workspace.customRoles) ?? role),
      note: input.message || null,
      url: `${settings.origin}/join/…`,
      expiresAt: term.expiresAt,
    });
    const fromName = senderName(settings, workspace, policies);
    const sending = termBegins(term, ctx.now());
    const reminders = reminderMoments(policies["reminders.schedule"], sending, term.expiresAt);
    const usual = { language: spoken.language, of: sayingPlace(spoken, reach) };
    return { ...mail, fromName, language, usual, reminders };
  },
);
