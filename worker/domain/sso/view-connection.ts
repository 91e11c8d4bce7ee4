import * as z from "zod";
import { connectionOf, countIdentities, possibleSpareAdmins } from "../../../db/queries/single-sign-on.ts";
import { memberUseCase } from "../use-case.ts";
import { type ConnectionView, connectionView, redirectAddress } from "./connection-view.ts";

export interface SignOnPage {
  connection: ConnectionView | null;
  /** To be registered at the provider, to the letter. */
  redirectAddress: string;
  /** Administrators with a password of their own: one of them stands by. */
  spareAdmins: { id: string; name: string; email: string }[];
  /** How many people have signed in through it. */
  people: number;
}

/** The identity provider of the workspace and what can be done with it (F119, F122). */
export const viewConnection = memberUseCase(
  "workspace.manage",
  z.strictObject({}),
  async (ctx): Promise<SignOnPage> => {
    const { db, workspace } = ctx;
    const [[row], admins, [counted]] = await db.batch([
      connectionOf(db, workspace.id),
      possibleSpareAdmins(db, workspace.id),
      countIdentities(db, workspace.id),
    ]);
    return {
      connection: row ? connectionView(row) : null,
      redirectAddress: redirectAddress(ctx, workspace.slug),
      spareAdmins: admins.map(({ id, firstName, lastName, email }) => ({
        id,
        name: `${firstName} ${lastName}`.trim() || (email ?? ""),
        email: email ?? "",
      })),
      people: counted?.count ?? 0,
    };
  },
);
