import * as z from "zod";
import { certificateById } from "../../../db/queries/learning-records.ts";
import type { ownCertificateById } from "../../../db/queries/own-learning.ts";
import { sightOf } from "../courses/course-authority.ts";
import { DomainError } from "../errors.ts";
import { idField } from "../fields.ts";
import { memberUseCase, withinOrOwn } from "../use-case.ts";

export interface Certificate {
  id: string;
  /** As it is printed: the random part of the id in groups. */
  number: string;
  /** As they were on the day of issue. */
  personName: string;
  courseTitle: string;
  issuedAt: number;
}

/** A certificate of the asker's part or of a course of their own. Throws NOT_FOUND. */
export const viewCertificate = memberUseCase(
  withinOrOwn("progress.view"),
  z.strictObject({ certificateId: idField("certificate") }),
  async (ctx, { certificateId }): Promise<Certificate> => {
    const sight = sightOf(ctx, "progress.view");
    return certificateOf((await certificateById(ctx.db, ctx.workspace.id, certificateId, sight))[0]);
  },
);

/** Throws NOT_FOUND where there is no row. */
export function certificateOf(
  row: Awaited<ReturnType<typeof ownCertificateById>>[number] | undefined,
): Certificate {
  if (!row) throw new DomainError("NOT_FOUND");
  const { id, personName, courseTitle, issuedAt } = row;
  return { id, number: certificateNumber(id), personName, courseTitle, issuedAt };
}

/** `K7M2-XW4Q-9DFG-3HJK`: what one can read out and look up. */
function certificateNumber(id: string): string {
  return (id.slice(-16).toUpperCase().match(/.{4}/g) ?? []).join("-");
}
