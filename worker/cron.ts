import type { Log } from "./domain/context.ts";
import type { UseCases } from "./domain/index.ts";

/**
 * What the house does by itself, every minute. Each job finds "all that is due", works in bounded
 * chunks and may run twice or late (K-05); one that fails does not keep the others from running.
 */
export async function runCron(act: UseCases, log: Log): Promise<void> {
  const jobs: [string, () => Promise<unknown>][] = [
    ["expire_invitations", () => act.expireInvitations({})],
    ["end_access", () => act.endAccessDue({})],
    ["warn_of_access_ends", () => act.warnOfAccessEnds({})],
    ["send_reminders", () => act.sendReminders({})],
    ["tell_of_seats", () => act.tellOfSeats({})],
    ["remind_of_sessions", () => act.remindOfSessions({})],
    ["sweep_mail", () => act.sweepMail({})],
    ["sweep_jobs", () => act.sweepJobs({})],
    ["sweep_imports", () => act.sweepImports({})],
    ["purge_never_accepted", () => act.purgeNeverAccepted({})],
    ["lapse_unproved", () => act.lapseUnproved({})],
    ["purge_leftovers", () => act.purgeLeftovers({})],
    ["count_insights", () => act.countInsights({})],
    ["seal_audit_events", () => act.sealAuditEvents({})],
  ];
  for (const [name, run] of jobs) {
    try {
      await run();
    } catch {
      log.error("cron_job_failed", { job: name });
    }
  }
}
