import * as z from "zod";
import {
  addressesOf,
  deleteAccount,
  forgetActor,
  forgetTraces,
  forgottenValues,
} from "../../../db/queries/erasures.ts";
import { memberById } from "../../../db/queries/members.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, within } from "../use-case.ts";
import { changeSeen } from "./member-change.ts";
import { confirms } from "./remove-member.ts";
import { readLeftMember } from "./view-erasure.ts";

export interface Erased {
  id: string;
  erased: true;
}

/**
 * Erases what this workspace knows of somebody who has left it, for good (F139): names, addresses, labels and
 * answers, the addresses of their mails, the details of the audit. What they learnt goes too, or stays without
 * a name, by the policy `remove.learning_records` (D43). The account goes with it where no other workspace has
 * it. The events of the audit stay, and one more says who erased. The address is typed as confirmation.
 *
 * Throws NOT_ACTIVE for somebody who has not left (deactivate or remove them first), VALIDATION_FAILED on
 * `confirmation`, ROLE_ABOVE_YOURS, ELSEWHERE_TOO, NOT_FOUND, also for somebody who was erased, EDIT_CONFLICT.
 */
export const erasePerson = memberUseCase(
  within("member.remove"),
  z.strictObject({
    membershipId: idField("membership"),
    confirmation: z.string("Type the address to confirm.").max(500),
  }),
  async (ctx, { membershipId, confirmation }): Promise<Erased> => {
    const { id: workspaceId, policies } = ctx.workspace;
    const [[row], [known]] = await ctx.db.batch([
      memberById(ctx.db, workspaceId, membershipId),
      addressesOf(ctx.db, workspaceId, membershipId),
    ]);
    const member = readLeftMember(ctx, row);
    const { membership } = member;
    if (!confirms(confirmation, membership)) {
      throw invalidField(
        "confirmation",
        "confirmation",
        "Type the address of this person to erase their data.",
      );
    }
    const now = ctx.now();
    const op = ctx.ids.next("event");
    const emails = new Set([...(JSON.parse(known?.emails ?? "[]") as string[]), known?.account ?? ""]);
    emails.delete("");
    const { userId } = membership;
    const done = await commit(
      ctx,
      [
        changeSeen(ctx, member, "member.remove", forgottenValues(op, membership.removedAt ?? now)),
        guardChanged(ctx.db),
        ...forgetTraces(ctx.db, {
          workspaceId,
          rows: JSON.stringify([{ id: membershipId, emails: [...emails] }]),
          op,
          now,
          learning: policies["remove.learning_records"],
        }),
        ...forgetActor(ctx.db, workspaceId, membershipId, now),
        ...(userId ? deleteAccount(ctx.db, userId) : []),
        ...audit(ctx, { workspaceId, actor: ctx.actor, action: "member.erased", membershipId, op }),
      ],
      { id: membershipId, erased: true as const },
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);
