import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { Select } from "../components/ui/select";
import { TextField } from "../components/ui/text-field";
import { type Language, languageNames, languages } from "../messages";
import { manage } from "../messages/manage/en";
import { useHydrated } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member } = insideOf(context, request);
  if (!member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  const { name, language, timeZone, accentColor, supportContact, replyTo } = workspace;
  return {
    workspace: name,
    // Of the server: a browser may know other zones, and both have to render the same.
    zones: [...new Set([timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort(),
    values: {
      name,
      language: String(language),
      timeZone,
      accentColor,
      supportContact: supportContact ?? "",
      replyTo: replyTo ?? "",
    },
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const values = {
    name: text("name"),
    language: text("language"),
    timeZone: text("timeZone"),
    accentColor: text("accentColor"),
    supportContact: text("supportContact"),
    replyTo: text("replyTo"),
  };
  const changed = await context.attempt(() =>
    context.useCases.changeWorkspace({
      ...values,
      language: values.language as Language,
      supportContact: values.supportContact || null,
      replyTo: values.replyTo || null,
    }),
  );
  if (!changed.ok)
    return data({ values, errors: fieldErrors(changed.error) }, { status: changed.error.status });
  return redirectWithFlash(context, `${base}/settings`, { kind: "settings" });
}

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `${manage.settings.title} · ${found?.workspace ?? ""}` },
];

export default function Settings() {
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData() as
    | { values: typeof loaded.values; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const values = answer?.values ?? loaded.values;
  const errors = answer?.errors;
  const words = manage.settings;
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
        <ErrorSummary errors={errors} />
        <TextField
          name="name"
          label={words.name}
          hint={words.nameHint}
          required
          autoComplete="off"
          maxLength={100}
          error={errors?.name}
          defaultValue={values.name}
        />
        <Select
          name="language"
          label={words.language}
          hint={words.languageHint}
          required
          error={errors?.language}
          defaultValue={values.language}
          options={languages.map((language) => ({ value: language, label: languageNames[language] }))}
        />
        <Select
          name="timeZone"
          label={words.timeZone}
          hint={words.timeZoneHint}
          required
          error={errors?.timeZone}
          defaultValue={values.timeZone}
          options={loaded.zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        />
        <TextField
          name="accentColor"
          type="color"
          label={words.accentColor}
          hint={words.accentColorHint}
          required
          error={errors?.accentColor}
          defaultValue={values.accentColor}
          className="h-11 w-20 p-1"
        />
        <TextField
          name="supportContact"
          label={words.supportContact}
          hint={words.supportContactHint}
          autoComplete="off"
          maxLength={254}
          error={errors?.supportContact}
          defaultValue={values.supportContact}
        />
        <TextField
          name="replyTo"
          type="email"
          label={words.replyTo}
          hint={words.replyToHint}
          autoComplete="off"
          maxLength={254}
          error={errors?.replyTo}
          defaultValue={values.replyTo}
        />
        <div>
          <Button type="submit" variant="primary" pending={busy}>
            {words.submit}
          </Button>
        </div>
      </Form>
    </>
  );
}
