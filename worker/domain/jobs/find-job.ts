import type { JobKind } from "../../../db/queries/job-targets.ts";
import type { jobById } from "../../../db/queries/jobs.ts";
import { DomainError } from "../errors.ts";
import type { Permission } from "../permissions.ts";
import { demandScope, type MemberContext } from "../use-case.ts";
import { jobsOf } from "./job-fields.ts";
import { isPeopleAction, permissionOf } from "./people-job-fields.ts";

export type JobRecord = Awaited<ReturnType<typeof jobById>>[number];

/** What starts a job of each kind that is no act on people: who holds one of these may have. */
const startedWith: Readonly<Partial<Record<JobKind, readonly Permission[]>>> = {
  resend: ["invitation.manage"],
  remind: ["invitation.manage"],
  extend: ["invitation.manage"],
  cancel: ["invitation.manage"],
  delete_group: ["group.manage"],
  regroup: ["group.manage"],
  attend: ["session.manage", "course.create"],
  relabel: ["workspace.manage"],
  approve: ["registration.manage"],
  refuse: ["registration.manage"],
  replace_role: ["workspace.manage"],
};

function rightsOf({ kind, filter }: JobRecord): readonly Permission[] {
  // What follows from the places of a course is begun by whoever assigns or publishes it.
  if (kind === "enrol" && filter.act === undefined) return ["enrolment.manage", "course.create"];
  return isPeopleAction(kind) ? [permissionOf[kind]] : (startedWith[kind] ?? []);
}

/**
 * The job as far as it exists for the asker: their own, or anybody's for who manages all invitations. A key needs
 * the scope of what the job does, as it did to start it. Throws NOT_FOUND, SCOPE_MISSING.
 */
export function requireJob(ctx: MemberContext, job: JobRecord | undefined): JobRecord {
  const whose = jobsOf(ctx);
  if (!job || (whose !== null && job.actorId !== whose)) throw new DomainError("NOT_FOUND");
  const { caller } = ctx;
  const [right = "invitation.manage", ...others] = rightsOf(job);
  const carries = caller.kind !== "apiKey" || others.some((other) => caller.key.scopes.includes(other));
  if (!carries) demandScope(ctx, right);
  return job;
}
