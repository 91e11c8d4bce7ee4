import { Form, Link } from "@remix-run/react";
import type { CoursePlace } from "../../../worker/domain/courses/view-course";
import { useManage } from "../../manage-words";
import { courses } from "../../messages/manage/en/courses";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { controlProps, Field } from "../ui/field";
import { Section } from "../ui/section";
import { VisuallyHidden } from "../ui/visually-hidden";

const sections = { courses };

interface Option {
  value: string;
  label: string;
}

/** The groups and units that take a course, and the way to one more. */
export function CoursePlaces({
  base,
  places,
  choices,
}: {
  /** Where groups and units are; null: the viewer sees none. */
  base: string | null;
  places: readonly CoursePlace[];
  /** Null: the viewer assigns nothing. */
  choices: { groups: readonly Option[]; units: readonly Option[] } | null;
}) {
  const manage = useManage(sections);
  const words = manage.courses;
  const free = (options: readonly Option[]) =>
    options.filter(({ value }) => !places.some(({ id }) => id === value));
  const groups = free(choices?.groups ?? []);
  const units = free(choices?.units ?? []);
  const texts = { name: "place", label: words.assignTo, required: true };
  return (
    <>
      {places.length === 0 ? (
        <EmptyState title={words.placesEmpty}>{words.placesEmptyHelp}</EmptyState>
      ) : (
        <ul className="grid max-w-xl">
          {places.map(({ kind, id, name }) => (
            <li key={id} className="flex flex-wrap items-center gap-3 border-b border-line py-2">
              <div className="min-w-0 grow">
                {base ? (
                  <Link to={`${base}/${kind}s/${id}`} className="font-medium wrap-anywhere hover:underline">
                    {name}
                  </Link>
                ) : (
                  <span className="font-medium wrap-anywhere">{name}</span>
                )}
                <p className="text-sm text-muted">{words.place[kind]}</p>
              </div>
              {choices && (
                <Form method="post" preventScrollReset>
                  <input type="hidden" name="place" value={id} />
                  <input type="hidden" name="who" value={name} />
                  <Button type="submit" name="intent" value="unassign" size="small" variant="quiet">
                    {words.unassign}
                    <VisuallyHidden> {name}</VisuallyHidden>
                  </Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      {groups.length + units.length > 0 && (
        <Section title={words.assign} description={words.assignLead}>
          <Form method="post" className="flex max-w-xl flex-wrap items-end gap-2" preventScrollReset>
            <div className="grow basis-60">
              <Field {...texts}>
                <select {...controlProps(texts)} className="field" defaultValue="">
                  <option value="">{words.assignChoose}</option>
                  {groups.length > 0 && (
                    <optgroup label={words.groupsLabel}>
                      {groups.map(({ value, label }) => (
                        <option key={value} value={value}>
                          {label}
                        </option>
                      ))}
                    </optgroup>
                  )}
                  {units.length > 0 && (
                    <optgroup label={words.unitsLabel}>
                      {units.map(({ value, label }) => (
                        <option key={value} value={value}>
                          {label}
                        </option>
                      ))}
                    </optgroup>
                  )}
                </select>
              </Field>
            </div>
            <Button type="submit" name="intent" value="assign" variant="primary">
              {words.assignSubmit}
            </Button>
          </Form>
        </Section>
      )}
    </>
  );
}
