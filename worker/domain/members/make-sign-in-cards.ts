import * as z from "zod";
import { stands } from "../../../db/queries/members.ts";
import { peopleForCards, putCards, stampCarded } from "../../../db/queries/sign-in-cards.ts";
import { guardChanged, guardThat } from "../../../db/queries/statements.ts";
import { auditEach } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { parseRoles } from "../invitations/invitation-view.ts";
import { covers, touches } from "../permissions.ts";
import { cardDigest, newCardCode } from "../sessions/card-code.ts";
import { type MemberContext, memberUseCase, within } from "../use-case.ts";
import { standingOf } from "./member-change.ts";
import { partFor, readPlaces, requireInPart } from "./part.ts";
import { roleAbove } from "./whole-person.ts";

const day = 86_400_000;
/** As many fit on the pages of one print. */
const most = 200;

/** What stands on a card. The code is told here and nowhere else. */
export interface SignInCard {
  membershipId: string;
  name: string;
  username: string;
  code: string;
}

export interface SignInCards {
  cards: SignInCard[];
  /** The last moment at which they work (UTC ms). */
  expiresAt: number;
  /** Who got none, and why. */
  skipped: { membershipId: string; name: string; reason: CardRefusal }[];
}

export type CardRefusal = "NOT_ACTIVE" | "HAS_ADDRESS" | "NO_USERNAME" | "ELSEWHERE_TOO" | "ROLE_ABOVE_YOURS";

type Person = Awaited<ReturnType<typeof peopleForCards>>[number];

/**
 * Makes printed cards with a code that signs in once, for people without an address, by whoever may edit them
 * (F146). Asked for somebody who has a password it is the reset: the card opens the page for a new one, and whoever
 * made it knows nothing but the code. Only the digest of a code is kept; a new card ends the older one. Who has an
 * address asks for a link instead, and nobody gets into an account that is another workspace's too.
 *
 * Throws NOT_FOUND for nobody of the part, VALIDATION_FAILED.
 */
export const makeSignInCards = memberUseCase(
  within("member.change_names"),
  z
    .strictObject({
      membershipIds: z.array(idField("membership")).min(1).max(most, `At most ${most} at once.`).optional(),
      /** Everybody without an address who is in the group itself; the first of them. */
      groupId: idField("group").optional(),
    })
    .refine(({ membershipIds, groupId }) => (membershipIds === undefined) !== (groupId === undefined), {
      message: "Name people or a group.",
    }),
  async (ctx, { membershipIds, groupId }): Promise<SignInCards> => {
    const { db, workspace } = ctx;
    requireInPart(partFor(ctx, "member.change_names"), { groupId });
    const whom = groupId === undefined ? { ids: JSON.stringify([...new Set(membershipIds)]) } : { groupId };
    const reach = ctx.reach("member.change_names");
    const found = await peopleForCards(db, workspace.id, whom, most);
    const people = found.filter(
      ({ status, places }) => status !== "removed" && reach !== null && touches(reach, readPlaces(places)),
    );
    if (people.length === 0) throw new DomainError("NOT_FOUND");
    const now = ctx.now();
    const expiresAt = now + workspace.policies["identity.card_days"] * day;
    const result: SignInCards = { cards: [], expiresAt, skipped: [] };
    const rows = [];
    for (const person of people) {
      const name = `${person.firstName} ${person.lastName}`.trim();
      const reason = refusalOf(ctx, person);
      if (reason !== null || person.username === null) {
        result.skipped.push({ membershipId: person.id, name, reason: reason ?? "NO_USERNAME" });
        continue;
      }
      const code = newCardCode(ctx);
      result.cards.push({ membershipId: person.id, name, username: person.username, code });
      rows.push({
        workspaceId: workspace.id,
        id: ctx.ids.next("signInCard"),
        membershipId: person.id,
        codeHash: await cardDigest(ctx, code),
        tries: 0,
        createdAt: now,
        expiresAt,
        usedAt: null,
      });
    }
    if (rows.length === 0) return result;
    const op = ctx.ids.next("event");
    const done = await commit(
      ctx,
      [
        guardThat(db, stands(standingOf(ctx, "member.change_names"))),
        stampCarded(db, workspace.id, JSON.stringify(rows.map(({ membershipId }) => membershipId)), op),
        guardChanged(db, rows.length),
        putCards(db, rows),
        ...auditEach(
          ctx,
          result.cards.map(({ membershipId, username }) => ({
            workspaceId: workspace.id,
            actor: ctx.actor,
            action: "member.card_made" as const,
            membershipId,
            op,
            details: { username },
          })),
        ),
      ],
      result,
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);

function refusalOf(ctx: MemberContext, { status, email, places, roles, taught }: Person): CardRefusal | null {
  const reach = ctx.reach("member.change_names");
  const where = readPlaces(places);
  if (reach === null || !covers(reach, where)) return "ELSEWHERE_TOO";
  if (roleAbove(ctx, [...parseRoles(roles), ...parseRoles(taught)], where)) return "ROLE_ABOVE_YOURS";
  if (status !== "active") return "NOT_ACTIVE";
  return email === null ? null : "HAS_ADDRESS";
}
