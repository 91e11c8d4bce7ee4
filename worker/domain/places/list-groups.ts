import * as z from "zod";
import { groupsPage } from "../../../db/queries/trees.ts";
import { memberUseCase, within } from "../use-case.ts";
import { type GroupView, groupView } from "./group-view.ts";
import { type PlaceName, pageOf, treePageFields, treeWindow, visibleAbove } from "./tree-page.ts";

export interface GroupLine extends GroupView {
  unitName: string | null;
  /** Who has joined, and who is invited. */
  members: number;
  invited: number;
  /** The groups above, from the top, where a search asked. */
  above: PlaceName[];
}

export interface GroupPage {
  groups: GroupLine[];
  nextCursor: string | null;
}

export const listGroupsFields = z.strictObject(treePageFields);

/** The groups of the asker's part, parents before what lies below them (F7, F9); others do not exist. */
export const listGroups = memberUseCase(
  within("people.view"),
  listGroupsFields,
  async (ctx, input): Promise<GroupPage> => {
    const reach = ctx.reach("people.view");
    const ids = reach === null || reach === "everywhere" ? null : reach.groups;
    const window = treeWindow(input, ids);
    const { rows, nextCursor } = pageOf(await groupsPage(ctx.db, ctx.workspace.id, window), window);
    const groups = rows.map((row): GroupLine => {
      const { unitName, members, invited } = row;
      return {
        ...groupView(ctx, "people.view", row),
        unitName,
        members,
        invited,
        above: visibleAbove(row.above, ids),
      };
    });
    return { groups, nextCursor };
  },
);
