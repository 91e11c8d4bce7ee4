import * as z from "zod";
import { ownCertificateById } from "../../../db/queries/own-learning.ts";
import { type Certificate, certificateOf } from "../enrolments/view-certificate.ts";
import { idField } from "../fields.ts";
import { publicUseCase } from "../use-case.ts";
import { learnerOf } from "./learner.ts";

/** A certificate of the reader's own. Throws NOT_FOUND for any other, NOT_SIGNED_IN. */
export const viewOwnCertificate = publicUseCase(
  z.strictObject({ certificateId: idField("certificate") }),
  async (ctx, { certificateId }): Promise<Certificate> =>
    certificateOf((await ownCertificateById(ctx.db, learnerOf(ctx), certificateId))[0]),
);
