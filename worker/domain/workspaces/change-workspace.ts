import * as z from "zod";
import { daysToCome, moveAccessEnds } from "../../../db/queries/access-ends.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import {
  changeSeenWorkspace,
  type WorkspaceSettings,
  workspaceSettings,
} from "../../../db/queries/workspaces.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import type { CallerWorkspace } from "../context.ts";
import { DomainError } from "../errors.ts";
import {
  colourField,
  contactField,
  emailField,
  languageField,
  organisationNameField,
  timeZoneField,
} from "../fields.ts";
import { mailTextChangesField, mailTextsWith, type OwnMailTexts } from "../mail/mail-texts.ts";
import { endOfAccess } from "../members/access-end.ts";
import { standingOf } from "../members/member-change.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";
import { plannedPolicies, policyWishes, refuseContradictions } from "./policy-change.ts";

export const changeWorkspaceFields = z.strictObject({
  name: organisationNameField.optional(),
  language: languageField.optional(),
  timeZone: timeZoneField.optional(),
  accentColor: colourField.optional(),
  supportContact: contactField.nullable().optional(),
  replyTo: emailField.nullable().optional(),
  senderName: organisationNameField.nullable().optional(),
  mailTexts: mailTextChangesField.optional(),
  ...policyWishes,
});

/**
 * Changes the settings of the workspace, with effect from the next request on. What is not named stays.
 * Policies decide about what happens from now on: an invitation that is open keeps the end, the roles and
 * the link it was sent with (`reviewPolicies` says what else a change meets). With another preset the keys stay that
 * the workspace changed itself, unless it takes them back. Another time zone moves the ends of access that are still to come, for they are
 * days of the workspace.
 *
 * Throws VALIDATION_FAILED on the field or `policies.<key>`, also for policies that contradict each
 * other; EDIT_CONFLICT.
 */
export const changeWorkspace = memberUseCase(
  "workspace.manage",
  changeWorkspaceFields,
  async (ctx, { preset, resetPolicies, policies: changes, ...fields }): Promise<CallerWorkspace> => {
    const { workspace } = ctx;
    const now = ctx.now();
    const moves = fields.timeZone !== undefined;
    const [[seen], days] = await ctx.db.batch([
      workspaceSettings(ctx.db, workspace.id),
      daysToCome(ctx.db, moves ? workspace.id : "", now),
    ]);
    if (!seen) throw new DomainError("NOT_FOUND");
    const planned = plannedPolicies(seen, { preset, resetPolicies, policies: changes });
    const wants = preset !== undefined || resetPolicies || Object.keys(changes ?? {}).length > 0;
    if (wants) refuseContradictions(planned);
    const { before, policies, overrides } = planned;

    const settings = settingsOf(seen, {});
    const after = settingsOf(seen, fields);
    const stored = { preset: wants ? planned.preset : seen.preset, policyOverrides: overrides };
    const result: CallerWorkspace = { ...workspace, ...after, ...stored, policies };
    const details = difference(
      { ...settings, preset: seen.preset, ...before.policies },
      { ...after, preset: stored.preset, ...policies },
    );
    const sameOverrides = JSON.stringify(overrides) === JSON.stringify(before.overrides);
    if (Object.keys(details.after).length === 0 && sameOverrides) return result;

    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        changeSeenWorkspace(ctx.db, seen, standingOf(ctx, "workspace.manage"), {
          ...after,
          ...stored,
        }),
        guardChanged(ctx.db),
        ...(after.timeZone !== seen.timeZone && days.length > 0
          ? [moveAccessEnds(ctx.db, workspace.id, now, momentsOf(days, after.timeZone))]
          : []),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: "workspace.changed",
          targetId: workspace.id,
          op,
          details,
        }),
      ],
      result,
    );
    return done ?? refuseRace(ctx, seen);
  },
);

/** When access until each day ends in the zone, as a JSON object. */
function momentsOf(days: readonly { day: string }[], timeZone: string): string {
  return JSON.stringify(Object.fromEntries(days.map(({ day }) => [day, endOfAccess(day, timeZone)])));
}

type Settings = Pick<
  CallerWorkspace,
  "name" | "language" | "timeZone" | "accentColor" | "supportContact" | "replyTo" | "senderName" | "mailTexts"
>;

/** The settings as they are with some changed; undefined leaves one. */
function settingsOf(
  seen: WorkspaceSettings,
  changes: {
    [Name in Exclude<keyof Settings, "mailTexts">]?: Settings[Name] | undefined;
  } & { mailTexts?: z.output<typeof mailTextChangesField> | undefined },
): Settings {
  return {
    name: changes.name ?? seen.name,
    language: changes.language ?? (seen.language as Settings["language"]),
    timeZone: changes.timeZone ?? seen.timeZone,
    accentColor: changes.accentColor ?? seen.accentColor,
    supportContact: changes.supportContact === undefined ? seen.supportContact : changes.supportContact,
    replyTo: changes.replyTo === undefined ? seen.replyTo : changes.replyTo,
    senderName: changes.senderName === undefined ? seen.senderName : changes.senderName,
    mailTexts: mailTextsWith(
      seen.storedTexts === null ? null : (JSON.parse(seen.storedTexts) as OwnMailTexts),
      changes.mailTexts ?? {},
    ),
  };
}

/** The names whose values differ, with how they were and are. */
function difference(before: Record<string, unknown>, after: Record<string, unknown>) {
  const names = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const only = (values: Record<string, unknown>) =>
    Object.fromEntries(names.map((name) => [name, values[name]]));
  return { before: only(before), after: only(after) };
}

/** What to say when the guard held: reads again who was faster. */
async function refuseRace(ctx: MemberContext, seen: WorkspaceSettings): Promise<never> {
  const [now] = await workspaceSettings(ctx.db, ctx.workspace.id);
  const same = JSON.stringify(now) === JSON.stringify(seen);
  throw new DomainError(same ? "FORBIDDEN" : "EDIT_CONFLICT");
}
