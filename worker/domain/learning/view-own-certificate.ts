import * as z from "zod";
import { ownCertificateById } from "../../../db/queries/own-learning.ts";
import { type Certificate, certificateOf } from "../enrolments/view-certificate.ts";
import { idField } from "../fields.ts";
import { signedInMember } from "../sessions/signed-in-person.ts";
import { publicUseCase } from "../use-case.ts";
import { learnerOf } from "./learner.ts";

/**
 * A certificate of the reader's own. Throws NOT_FOUND for any other, NOT_SIGNED_IN, and ADDRESS_UNCONFIRMED before the
 * proof (F132): the name on it is anybody's until then.
 */
export const viewOwnCertificate = publicUseCase(
  z.strictObject({ certificateId: idField("certificate") }),
  async (ctx, { certificateId }): Promise<Certificate> => {
    const learner = learnerOf(ctx);
    signedInMember(ctx);
    return certificateOf((await ownCertificateById(ctx.db, learner, certificateId))[0]);
  },
);
