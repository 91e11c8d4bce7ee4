import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { CustomerFrame } from "../components/customer-frame";
import { policyWordsIn, presetKeys } from "../components/settings/policy-words";
import { Button } from "../components/ui/button";
import { RadioGroup } from "../components/ui/choice-group";
import { ErrorSummary } from "../components/ui/error-summary";
import { fieldId } from "../components/ui/field";
import { PageHeader } from "../components/ui/page-header";
import { Select } from "../components/ui/select";
import { TextField } from "../components/ui/text-field";
import { customerFrame, insideCustomer, refusePage } from "../customer";
import { useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { languageNames, languages } from "../messages";
import { customer } from "../messages/manage/en/customer";
import { posted } from "../posted";
import { useHydrated } from "../request";
import { slugOf } from "../slug";
import { fieldErrors, redirectWithFlash } from "./manage.guard.server";

const sections = { customer };

const usualAccent = "#2450d6";

export async function loader({ context, request }: LoaderFunctionArgs) {
  const inside = insideCustomer(context, request);
  // Whoever may not make one shall not fill in a form first; the newest workspace says which zone is near.
  const viewed = await context.attempt(() =>
    context.useCases.viewCustomer({ customerId: inside.customer.id }),
  );
  if (!viewed.ok) throw new Response(null, { status: viewed.error.status });
  const { make } = manageOf(context).customer;
  const presets = policyWordsIn(context.terms("en")).presets;
  const timeZone = viewed.value.workspaces[0]?.timeZone ?? "UTC";
  return {
    frame: customerFrame(context, inside, null),
    title: make.title,
    host: new URL(context.origin).host,
    back: inside.path(),
    presets: presetKeys.map((key) => ({
      value: key as string,
      label: presets[key].title,
      lines: [...presets[key].lines],
    })),
    // Of the server: a browser may know other zones, and both have to render the same.
    zones: [...new Set([timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort(),
    values: {
      name: "",
      slug: "",
      preset: "standard",
      language: String(context.language),
      timeZone,
      accentColor: usualAccent,
      adminEmail: "",
    },
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { customer, path } = insideCustomer(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const values = {
    name: text("name"),
    slug: text("slug").toLowerCase() || slugOf(text("name")),
    preset: text("preset"),
    language: text("language"),
    timeZone: text("timeZone"),
    accentColor: text("accentColor"),
    adminEmail: text("adminEmail"),
  };
  if (values.name && !values.slug) {
    return data({ values, errors: { slug: manage.customer.make.slugMissing } }, { status: 422 });
  }
  const { adminEmail, ...given } = values;
  const made = await context.attempt(() =>
    context.useCases.createWorkspace(
      posted({ ...given, ...(adminEmail && { adminEmail }), customerId: customer.id }),
    ),
  );
  if (!made.ok) {
    refusePage(made.error);
    return data({ values, errors: fieldErrors(manage, made.error) }, { status: made.error.status });
  }
  const { slug, invitationId } = made.value;
  return invitationId
    ? redirectWithFlash(context, path(), { kind: "workspaceCreatedFor", who: values.name })
    : redirectWithFlash(context, `/w/${slug}/people`, { kind: "workspaceCreated", who: values.name });
}

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `${found?.title ?? ""} · ${found?.frame.customer.name ?? ""}` },
];

/** A workspace from a preset: the few things that cannot be guessed, and what can be is filled in. */
export default function NewWorkspacePage() {
  const { frame } = useLoaderData<typeof loader>();
  return (
    <CustomerFrame frame={frame}>
      <NewWorkspace />
    </CustomerFrame>
  );
}

function NewWorkspace() {
  const words = useManage(sections).customer.make;
  const { back, frame, host, presets, zones, values: usual } = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: typeof usual; errors: Record<string, string> } | undefined;
  const values = answer?.values ?? usual;
  const errors = answer?.errors;
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const [slug, setSlug] = useState(values.slug);
  const [follows, setFollows] = useState(!values.slug);
  const [zone, setZone] = useState(values.timeZone);

  // What was typed and chosen before scripts ran stays, and the address follows a name that stands there already.
  useEffect(() => {
    const typed = (name: string) => {
      const field = document.getElementById(fieldId(name));
      return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : "";
    };
    setSlug(typed("slug") || slugOf(typed("name")));
    setFollows(!typed("slug"));
    const chosen = typed("timeZone") || usual.timeZone;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    setZone(chosen === usual.timeZone && !answer && zones.includes(timeZone) ? timeZone : chosen);
  }, [answer, usual.timeZone, zones]);

  return (
    <>
      <PageHeader
        title={words.title}
        description={words.lead}
        back={
          <Link to={back} className="link">
            {frame.customer.name}
          </Link>
        }
      />
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
          onChange={(event) => follows && setSlug(slugOf(event.target.value))}
        />
        <TextField
          name="slug"
          label={words.slug}
          hint={words.slugHint({ host })}
          markOptional={false}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={48}
          error={errors?.slug}
          value={slug}
          onChange={(event) => {
            setSlug(event.target.value);
            setFollows(event.target.value === "");
          }}
        />
        <RadioGroup
          name="preset"
          legend={words.preset}
          hint={words.presetHint}
          required
          selected={[values.preset]}
          error={errors?.preset}
          choices={presets.map(({ lines, ...preset }) => ({
            ...preset,
            description: lines.map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            )),
          }))}
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
          value={zone}
          onChange={(event) => setZone(event.target.value)}
          options={zones.map((name) => ({ value: name, label: name.replaceAll("_", " ") }))}
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
          name="adminEmail"
          type="email"
          label={words.admin}
          hint={words.adminHint}
          autoComplete="off"
          maxLength={254}
          error={errors?.adminEmail}
          defaultValue={values.adminEmail}
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
