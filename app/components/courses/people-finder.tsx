import { Form } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { courses } from "../../messages/manage/en/courses";
import { Button } from "../ui/button";
import { Section } from "../ui/section";
import { TextField } from "../ui/text-field";
import { VisuallyHidden } from "../ui/visually-hidden";

const sections = { courses };

export interface FoundPerson {
  id: string;
  name: string;
  email: string | null;
}

/** Searches people who have joined, and does something with each: works without scripts. */
export function PeopleFinder({
  title,
  label,
  act,
  besides,
  tab,
  q,
  people,
  more,
}: {
  title: string;
  label: string;
  /** What the button of each says; it posts `intent=add` with `membershipId` and `who`. */
  act: string;
  /** A second button, with an intent of its own. */
  besides?: { intent: string; label: string };
  /** Keeps the tab of the page. */
  tab?: string;
  q: string;
  /** Null: nothing was searched for. */
  people: readonly FoundPerson[] | null;
  more: boolean;
}) {
  const manage = useManage(sections);
  const words = manage.courses;
  return (
    <Section title={title}>
      <Form method="get" className="flex max-w-xl flex-wrap items-end gap-2" preventScrollReset>
        {tab && <input type="hidden" name="tab" value={tab} />}
        <div className="grow basis-60">
          <TextField
            name="find"
            type="search"
            label={label}
            markOptional={false}
            defaultValue={q}
            maxLength={200}
          />
        </div>
        <Button type="submit">{words.apply}</Button>
      </Form>
      {people && people.length === 0 && <p className="text-muted">{words.enrolNothing}</p>}
      {people && people.length > 0 && (
        <ul className="grid max-w-xl">
          {people.map((person) => (
            <li key={person.id} className="flex items-center gap-3 border-b border-line py-2">
              <div className="min-w-0 grow">
                <p className="font-medium wrap-anywhere">{person.name || person.email}</p>
                {person.name && person.email && (
                  <p className="text-sm wrap-anywhere text-muted">{person.email}</p>
                )}
              </div>
              <Form method="post" className="flex shrink-0 flex-wrap gap-2" preventScrollReset>
                <input type="hidden" name="membershipId" value={person.id} />
                <input type="hidden" name="who" value={person.name || (person.email ?? "")} />
                <Button type="submit" name="intent" value="add" size="small">
                  {act}
                  <VisuallyHidden> {person.name || person.email}</VisuallyHidden>
                </Button>
                {besides && (
                  <Button type="submit" name="intent" value={besides.intent} size="small" variant="quiet">
                    {besides.label}
                    <VisuallyHidden>: {person.name || person.email}</VisuallyHidden>
                  </Button>
                )}
              </Form>
            </li>
          ))}
        </ul>
      )}
      {more && <p className="text-sm text-muted">{words.enrolNoMore}</p>}
    </Section>
  );
}
