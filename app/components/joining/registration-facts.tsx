import type { JoinPage } from "../../../worker/domain/joining/view-invitation";
import { useWords } from "../../request";
import { type Definition, DefinitionList } from "../ui/definition-list";
import { Notice } from "../ui/notice";
import { Time } from "../ui/time";

/** What waits for who registered, and what of their choice is not to be had any more. */
export function RegistrationFacts({ page }: { page: JoinPage }) {
  const { facts, registered } = useWords().join;
  const { places, email } = page.invitation;
  const { units, groups, courses, sessions } = places;
  const missing = page.registration?.missing;
  const there = [...units, ...groups].map(({ name }) => name);
  const items: Definition[] = [
    // Elsewhere the form below shows the address.
    ...(page.viewer === "invitee" ? [{ term: registered.for, value: email }] : []),
    ...(there.length > 0 ? [{ term: facts.places, value: there.join(", ") }] : []),
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
  ];
  return (
    <>
      {missing?.courses.map((title) => (
        <Notice key={title} tone="warn">
          {registered.gone({ title })}
        </Notice>
      ))}
      {missing?.dates.map(({ id, title }) => (
        <Notice key={id} tone="warn">
          {registered.dateGone({ title })}
        </Notice>
      ))}
      {items.length > 0 && <DefinitionList items={items} />}
    </>
  );
}
