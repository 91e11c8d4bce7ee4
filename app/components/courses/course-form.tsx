import { Form } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { courses } from "../../messages/manage/en/courses";
import { useHydrated } from "../../request";
import { Button } from "../ui/button";
import { RadioGroup } from "../ui/choice-group";
import { ErrorSummary } from "../ui/error-summary";
import { Select } from "../ui/select";
import { TextArea } from "../ui/text-area";
import { TextField } from "../ui/text-field";

const sections = { courses };

/** What the form of a course holds, as text. */
export interface CourseValues {
  title: string;
  summary: string;
  description: string;
  status: string;
  visibility: string;
  amount: string;
  currency: string;
  topic: string;
  language: string;
  hours: string;
}

/** The fields of a course, new or old. */
export function CourseForm({
  values,
  errors,
  currencies,
  languages,
  submit,
  busy,
}: {
  values: CourseValues;
  errors: Readonly<Record<string, string>> | undefined;
  currencies: readonly string[];
  languages: readonly { value: string; label: string }[];
  submit: string;
  busy: boolean;
}) {
  const manage = useManage(sections);
  const hydrated = useHydrated();
  const { fields, status, visibility } = manage.courses;
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
      <TextField
        name="summary"
        label={fields.summary}
        hint={fields.summaryHint}
        maxLength={300}
        autoComplete="off"
        error={errors?.summary}
        defaultValue={values.summary}
      />
      <TextArea
        name="description"
        label={fields.description}
        rows={8}
        maxLength={10_000}
        error={errors?.description}
        defaultValue={values.description}
      />
      <TextField
        name="topic"
        label={fields.topic}
        hint={fields.topicHint}
        maxLength={60}
        autoComplete="off"
        error={errors?.topic}
        defaultValue={values.topic}
      />
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <Select
          name="language"
          label={fields.language}
          empty={fields.noLanguage}
          error={errors?.language}
          defaultValue={values.language}
          options={languages}
        />
        <TextField
          name="hours"
          label={fields.hours}
          hint={fields.hoursHint}
          inputMode="decimal"
          autoComplete="off"
          error={errors?.hours}
          defaultValue={values.hours}
        />
      </div>
      <RadioGroup
        name="status"
        legend={fields.status}
        required
        selected={[values.status]}
        error={errors?.status}
        choices={[
          { value: "draft", label: status.draft, description: fields.draft },
          { value: "published", label: status.published, description: fields.publishedHelp },
        ]}
      />
      <RadioGroup
        name="visibility"
        legend={fields.visibility}
        required
        selected={[values.visibility]}
        error={errors?.visibility}
        choices={[
          { value: "private", label: visibility.private, description: fields.private },
          { value: "catalog", label: visibility.catalog, description: fields.catalog },
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="amount"
          label={fields.amount}
          hint={fields.amountHint}
          inputMode="decimal"
          autoComplete="off"
          error={errors?.amount}
          defaultValue={values.amount}
        />
        <Select
          name="currency"
          label={fields.currency}
          required
          error={errors?.currency}
          defaultValue={values.currency}
          options={currencies.map((value) => ({ value, label: value }))}
        />
      </div>
      <div>
        <Button type="submit" variant="primary" pending={busy}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
