import * as z from "zod";
import { endSessionOf } from "../../../db/queries/sign-ins.ts";
import { guardChanged } from "../../../db/queries/statements.ts";
import { commit } from "../commit.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { publicUseCase } from "../use-case.ts";
import { sessionAudit, sessionsSeen, signedInPerson } from "./signed-in-person.ts";

/** Ends one of one's own sessions, on another device for instance. Throws NOT_SIGNED_IN, NOT_FOUND. */
export const endSession = publicUseCase(
  z.strictObject({ sessionId: idField("authSession") }),
  async (ctx, { sessionId }): Promise<{ sessionId: string }> => {
    const person = signedInPerson(ctx);
    const done = await commit(
      ctx,
      [
        endSessionOf(ctx.db, person.userId, sessionId, sessionsSeen(ctx, person)),
        guardChanged(ctx.db),
        ...sessionAudit(ctx, "auth.session_ended", sessionId),
      ],
      { sessionId },
    );
    if (!done) throw new DomainError("NOT_FOUND");
    return done;
  },
);
