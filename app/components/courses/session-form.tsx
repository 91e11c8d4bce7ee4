import { Form } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { sessions } from "../../messages/manage/en/courses";
import { useHydrated } from "../../request";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error-summary";
import { Select, type SelectOption } from "../ui/select";
import { TextField } from "../ui/text-field";

const sections = { sessions };

/** What the form of a session holds, as text. */
export interface SessionValues {
  title: string;
  startsAt: string;
  endsAt: string;
  timeZone: string;
  place: string;
  link: string;
  seats: string;
  groupId: string;
}

/** The fields of a session, new or old; the group is chosen once. */
export function SessionForm({
  values,
  errors,
  zones,
  groups,
  submit,
  busy,
}: {
  values: SessionValues;
  errors: Readonly<Record<string, string>> | undefined;
  zones: readonly string[];
  /** Null: not to be chosen. */
  groups: readonly SelectOption[] | null;
  submit: string;
  busy: boolean;
}) {
  const manage = useManage(sections);
  const hydrated = useHydrated();
  const { fields } = manage.sessions;
  return (
    <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
      <ErrorSummary errors={errors} />
      <TextField
        name="title"
        label={fields.title}
        required
        maxLength={100}
        autoComplete="off"
        error={errors?.title}
        defaultValue={values.title}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="startsAt"
          type="datetime-local"
          label={fields.startsAt}
          required
          error={errors?.startsAt}
          defaultValue={values.startsAt}
        />
        <TextField
          name="endsAt"
          type="datetime-local"
          label={fields.endsAt}
          required
          error={errors?.endsAt}
          defaultValue={values.endsAt}
        />
      </div>
      <Select
        name="timeZone"
        label={fields.timeZone}
        hint={fields.timeZoneHint}
        required
        error={errors?.timeZone}
        defaultValue={values.timeZone}
        options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
      />
      <TextField
        name="place"
        label={fields.place}
        maxLength={200}
        autoComplete="off"
        error={errors?.place}
        defaultValue={values.place}
      />
      <TextField
        name="link"
        type="url"
        label={fields.link}
        hint={fields.linkHint}
        maxLength={1000}
        autoComplete="off"
        error={errors?.link}
        defaultValue={values.link}
      />
      <TextField
        name="seats"
        type="number"
        min={1}
        label={fields.seats}
        hint={fields.seatsHint}
        error={errors?.seats}
        defaultValue={values.seats}
        className="max-w-32"
      />
      {groups && (
        <Select
          name="groupId"
          label={fields.group}
          hint={fields.groupHint}
          empty={fields.noGroup}
          error={errors?.groupId}
          defaultValue={values.groupId}
          options={groups}
        />
      )}
      <div>
        <Button type="submit" variant="primary" pending={busy}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
