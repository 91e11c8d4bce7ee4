import { registrationById } from "../../../db/queries/registration-list.ts";
import { DomainError } from "../errors.ts";
import { partFor } from "../members/part.ts";
import type { MemberContext } from "../use-case.ts";

/** A registration of the asker's part. Throws NOT_FOUND. */
export async function findRegistration(ctx: MemberContext, id: string) {
  const part = partFor(ctx, "registration.manage");
  const [row] = await registrationById(ctx.db, ctx.workspace.id, id, part);
  if (!row) throw new DomainError("NOT_FOUND");
  return row;
}
