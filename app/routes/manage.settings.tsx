import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { SettingsTabs } from "../components/settings/settings-tabs";
import { Button } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { Select } from "../components/ui/select";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { type Language, languageNames, languages } from "../messages";
import { settings } from "../messages/manage/en/settings";
import { useHydrated } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { settings };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  const { name, language, timeZone } = workspace;
  return {
    base,
    workspace: name,
    // Of the server: a browser may know other zones, and both have to render the same.
    zones: [...new Set([timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort(),
    values: {
      name,
      language: String(language),
      timeZone,
    },
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const values = {
    name: text("name"),
    language: text("language"),
    timeZone: text("timeZone"),
  };
  const changed = await context.attempt(() =>
    context.useCases.changeWorkspace({
      ...values,
      language: values.language as Language,
    }),
  );
  if (!changed.ok)
    return data({ values, errors: fieldErrors(manage, changed.error) }, { status: changed.error.status });
  return redirectWithFlash(context, `${base}/settings`, { kind: "settings" });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.settings.title} · ${found?.workspace ?? ""}` }];
};

export default function Settings() {
  const manage = useManage(sections);
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
      <SettingsTabs base={loaded.base} current="general" />
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
        <div>
          <Button type="submit" variant="primary" pending={busy}>
            {words.submit}
          </Button>
        </div>
      </Form>
    </>
  );
}
