import type { JoinPage } from "../../../worker/domain/joining/view-invitation";
import { useWords } from "../../request";
import { useRoleWords } from "../../role-words";
import { Day } from "../ui/day";
import { type Definition, DefinitionList } from "../ui/definition-list";
import { Time } from "../ui/time";

/** What is offered, to whom, and until when; the inviter's note as a quotation. */
export function InvitationFacts({ page }: { page: JoinPage }) {
  const words = useWords();
  const roleWords = useRoleWords();
  const { facts } = words.join;
  const { invitation, workspace } = page;
  const { units, groups, courses, sessions } = invitation.places;
  const places = [...units, ...groups].map(({ name }) => name);
  const roles = [...new Set(invitation.roles.map(({ role }) => role))];
  const items: Definition[] = [
    // Elsewhere the form below shows the address.
    ...(page.viewer === "invitee" ? [{ term: facts.for, value: invitation.email }] : []),
    ...(workspace.customerName && workspace.customerName !== workspace.name
      ? [{ term: facts.customer, value: workspace.customerName }]
      : []),
    {
      term: facts.role,
      value: (
        <ul className="grid gap-1">
          {roles.map((role) => (
            <li key={role}>
              {roleWords(role).name}
              <span className="block text-base text-muted">{roleWords(role).may}</span>
            </li>
          ))}
        </ul>
      ),
    },
    ...(places.length > 0 ? [{ term: facts.places, value: places.join(", ") }] : []),
    ...(courses.length + sessions.length > 0
      ? [
          {
            term: facts.waiting,
            value: (
              <ul className="grid gap-1">
                {courses.map(({ id, title }) => (
                  <li key={id}>{title}</li>
                ))}
                {sessions.map(({ id, title, startsAt }) => (
                  <li key={id}>
                    {title}
                    <span className="block text-base text-muted">
                      <Time at={startsAt} show="exact" />
                    </span>
                  </li>
                ))}
              </ul>
            ),
          },
        ]
      : []),
    ...(invitation.accessEndsOn
      ? [{ term: facts.accessEnds, value: <Day day={invitation.accessEndsOn} /> }]
      : []),
    {
      term: facts.ends,
      value: invitation.expiresAt ? <Time at={invitation.expiresAt} show="exact" /> : facts.neverEnds,
    },
  ];
  return (
    <>
      <DefinitionList items={items} />
      {invitation.note && (
        <figure className="grid gap-1">
          <figcaption className="text-base text-muted">
            {facts.note({ inviter: invitation.inviterName ?? workspace.name })}
          </figcaption>
          <blockquote className="border-s-2 border-line-strong ps-4 wrap-anywhere whitespace-pre-line">
            {invitation.note}
          </blockquote>
        </figure>
      )}
    </>
  );
}
