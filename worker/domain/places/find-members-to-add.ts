import * as z from "zod";
import { membersBySearch } from "../../../db/queries/group-people.ts";
import { invalidField } from "../errors.ts";
import { idField } from "../fields.ts";
import { parseEmailAddress } from "../people/email-address.ts";
import { addressTerm, normaliseSearch } from "../people/person-name.ts";
import { memberUseCase, within } from "../use-case.ts";
import { requireGroup } from "./group-view.ts";

const shown = 10;
/** Rows of the search index that are looked at. */
const look = 300;
/** Fewer characters would let a part's administrator leaf through the workspace. */
const shortest = 3;

// SQLite compares text by bytes; no UTF-8 text has a byte above this one's.
const last = "\u{10ffff}";

export interface FoundMember {
  /** Of the membership. */
  id: string;
  name: string;
  email: string | null;
}

/**
 * People who can be put into a group (F20): members and invited ones who are not in it by themselves, by the
 * beginning of a name or address. Whoever administers a part finds learners of the whole workspace, by a whole
 * address or at least three characters, and learns their name and address and nothing else.
 *
 * Throws NOT_FOUND, VALIDATION_FAILED for a search that is too short.
 */
export const findMembersToAdd = memberUseCase(
  within("group.members"),
  z.strictObject({
    groupId: idField("group"),
    q: z.string("Enter a name or an address.").max(1_000, "Search for less."),
  }),
  async (ctx, { groupId, q }): Promise<{ people: FoundMember[] }> => {
    requireGroup(ctx, "group.members", groupId);
    const everywhere = ctx.reach("group.members") === "everywhere";
    const search = normaliseSearch(q);
    if ([...search].length < (everywhere ? 1 : shortest)) {
      throw invalidField("q", "too_short", `Enter at least ${everywhere ? 1 : shortest} characters.`);
    }
    const address = parseEmailAddress(q);
    const from = address.ok ? addressTerm(address.canonical) : search;
    const rows = await membersBySearch(ctx.db, ctx.workspace.id, groupId, {
      from,
      until: from + (address.ok ? "\u0001" : last),
      learnersOnly: !everywhere,
      look,
      limit: shown,
    });
    return {
      people: rows.map(({ id, firstName, lastName, email }) => ({
        id,
        name: `${firstName} ${lastName}`.trim(),
        email,
      })),
    };
  },
);
