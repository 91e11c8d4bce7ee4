import * as z from "zod";
import { activeMembershipsOf, changeOwnMembership } from "../../../db/queries/memberships.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { changeUser } from "../../../db/queries/users.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { languageField, nameField } from "../fields.ts";
import type { Language } from "../languages.ts";
import { searchTermsOf } from "../people/person-name.ts";
import { ownActor, signedInMember } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";

export interface OwnProfile {
  firstName: string;
  lastName: string;
  language: Language;
}

/**
 * Changes one's own names and language; whoever is signed in through a workspace's identity provider changes them
 * there alone. A changed name replaces what the person is called in every
 * workspace in which they are an active member, also where an administrator had chosen another; each of
 * those keeps it in its trail.
 *
 * Throws NOT_SIGNED_IN, MEMBERSHIP_DEACTIVATED, VALIDATION_FAILED on `firstName` when it is empty,
 * EDIT_CONFLICT when somebody changed one of the memberships meanwhile.
 */
export const changeOwnProfile = publicUseCase(
  z.strictObject({
    firstName: nameField.optional(),
    lastName: nameField.optional(),
    language: languageField.optional(),
  }),
  async (ctx, input): Promise<OwnProfile> => {
    const { person, workspace } = signedInMember(ctx);
    if (input.firstName === "") throw invalidField("firstName", "required", "Enter your first name.");
    const own: OwnProfile = {
      firstName: input.firstName ?? person.firstName,
      lastName: input.lastName ?? person.lastName,
      language: input.language ?? person.language,
    };
    // Only what changes: a form sends all, and what a workspace calls the person may differ on purpose.
    const changes: Partial<OwnProfile> = {
      ...(own.firstName !== person.firstName || own.lastName !== person.lastName
        ? { firstName: own.firstName, lastName: own.lastName }
        : {}),
      ...(own.language !== person.language ? { language: own.language } : {}),
    };
    if (Object.keys(changes).length === 0) return own;

    const op = ctx.ids.next("event");
    const statements: Statement[] = [];
    // What one workspace's identity provider vouches for changes nothing in others, nor an account that they share.
    const all = await activeMembershipsOf(ctx.db, person.userId);
    const reached = all.filter(({ workspaceId, opens }) =>
      person.viaProvider ? workspaceId === workspace.id : opens === 1,
    );
    for (const membership of reached) {
      const { workspaceId, id, email, username, firstName, lastName, language } = membership;
      const before = { firstName, lastName, language };
      const after = { ...before, ...changes };
      statements.push(
        changeOwnMembership(ctx.db, membership, {
          ...after,
          searchTerms: searchTermsOf({ ...after, email, username }),
          lastOp: op,
        }),
        guardChanged(ctx.db),
        ...audit(ctx, {
          workspaceId,
          actor: ownActor(person, id),
          action: "member.profile_changed",
          membershipId: id,
          op,
          details: { before, after },
        }),
      );
    }
    if (!person.viaProvider || reached.length === all.length)
      statements.push(changeUser(ctx.db, person.userId, own));
    const done = await commit(ctx, statements, own);
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
