import { type SQL, sql } from "drizzle-orm";

/**
 * What a mail of a registration says, as JSON: the row of its link (`registration`), the course that somebody who is
 * here already registered for (`registration_known`), what waits for who was approved, why somebody was refused, for
 * what the money went back; null for other mails.
 */
export const registrationOfMail = sql<string | null>`case outbox.template
  when 'registration' then (select json_object('id', r.id, 'workspaceId', r.workspace_id,
      'generation', r.generation, 'issuedAt', r.issued_at, 'expiresAt', r.expires_at,
      'courseTitle', (select c.title from registration_courses rc
        join courses c on c.workspace_id = rc.workspace_id and c.id = rc.course_id
        where rc.workspace_id = r.workspace_id and rc.registration_id = r.id order by rc.rowid desc limit 1))
    from registrations r where r.workspace_id = outbox.workspace_id and r.id = outbox.subject_id)
  when 'registration_approved' then (select json_object('firstName', u.first_name, 'openCourseId', c.id,
      'courseTitle', c.title)
    from registrations r left join users u on u.id = r.user_id
    left join courses c on c.workspace_id = r.workspace_id and c.deleted_at is null
      and c.id = (select e.course_id from enrolments e where e.workspace_id = r.workspace_id
        and e.membership_id = r.membership_id and e.origin = 'catalog' and e.status <> 'withdrawn'
        order by e.id limit 1)
    where r.workspace_id = outbox.workspace_id and r.id = outbox.subject_id)
  when 'registration_refused' then json_object('firstName', '', 'courseTitle', null, 'note', outbox.note)
  when 'registration_refunded' then json_object('firstName', '', 'courseTitle', (select c.title from orders o
    join courses c on c.workspace_id = o.workspace_id and c.id = o.course_id
    where o.workspace_id = outbox.workspace_id and o.registration_id = outbox.subject_id and o.status = 'refunded'
    order by o.ended_at desc limit 1))
  when 'registration_known' then json_object('courseId', outbox.subject_id,
    'courseTitle', (select c.title from courses c where c.workspace_id = outbox.workspace_id
      and c.id = outbox.subject_id and c.deleted_at is null))
  end`.as("registration");

/** True in SQL for the mail of a link that is over, was replaced, or has done its work. */
export function isStaleRegistrationMail(now: number): SQL {
  return sql`(outbox.template = 'registration' and not exists (select 1 from registrations r
    where r.workspace_id = outbox.workspace_id and r.id = outbox.subject_id and r.status in ('started', 'waiting')
      and r.generation = outbox.generation and r.expires_at > ${now}))`;
}
