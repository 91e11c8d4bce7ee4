import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { SettingsTabs } from "../components/settings/settings-tabs";
import { Button } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { FieldError, fieldId } from "../components/ui/field";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { settings } from "../messages/manage/en/settings";
import { useHydrated } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { settings };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  if (!member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  const { name, accentColor, senderName, replyTo, supportContact, logo, policies } = workspace;
  return {
    base,
    workspace: name,
    logo,
    usualSender: policies["mail.from_name"] === "{product}" ? context.productName : name,
    values: {
      accentColor,
      senderName: senderName ?? "",
      replyTo: replyTo ?? "",
      supportContact: supportContact ?? "",
    },
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const here = `${base}/settings/look`;
  if (!request.headers.get("Content-Type")?.startsWith("application/x-www-form-urlencoded")) {
    const uploaded = await context.attempt(async () => {
      const { file } = await context.readUpload(request);
      return context.useCases.uploadLogo({ file });
    });
    if (uploaded.ok) return redirectWithFlash(context, here, { kind: "logoSaved" });
    const { error } = uploaded;
    return data({ values: null, errors: fieldErrors(manage, error, { file: "logo" }) }, error.status);
  }
  const form = await request.formData();
  if (form.get("intent") === "remove-logo") {
    const removed = await context.attempt(() => context.useCases.removeLogo({}));
    if (removed.ok) return redirectWithFlash(context, here, { kind: "logoRemoved" });
    return data({ values: null, errors: fieldErrors(manage, removed.error) }, removed.error.status);
  }
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const values = {
    accentColor: text("accentColor"),
    senderName: text("senderName"),
    replyTo: text("replyTo"),
    supportContact: text("supportContact"),
  };
  const changed = await context.attempt(() =>
    context.useCases.changeWorkspace({
      accentColor: values.accentColor,
      senderName: values.senderName || null,
      replyTo: values.replyTo || null,
      supportContact: values.supportContact || null,
    }),
  );
  if (!changed.ok) return data({ values, errors: fieldErrors(manage, changed.error) }, changed.error.status);
  return redirectWithFlash(context, here, { kind: "settings" });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  { title: `${manageOfPage(matches, sections).settings.look.title} · ${found?.workspace ?? ""}` },
];

/** What people see of the workspace, and whom its mails are from. */
export default function Look() {
  const { settings } = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData() as
    | { values: typeof loaded.values | null; errors: Record<string, string> }
    | undefined;
  const navigation = useNavigation();
  const hydrated = useHydrated();
  const words = settings.look;
  const values = answer?.values ?? loaded.values;
  const errors = answer?.errors;
  const file = fieldId("logo");
  return (
    <>
      <PageHeader title={words.title} description={words.lead} />
      <SettingsTabs base={loaded.base} current="look" />
      <ErrorSummary errors={errors} />
      <Section title={words.logo} description={words.logoLead}>
        {loaded.logo && (
          <div className="flex flex-wrap items-center gap-4">
            <img
              src={loaded.logo}
              alt={words.logoNow}
              className="h-16 w-auto max-w-64 rounded-md border border-line bg-paper object-contain p-2"
            />
            <Form method="post">
              <Button type="submit" name="intent" value="remove-logo" aria-describedby="remove-note">
                {words.remove}
              </Button>
              <p id="remove-note" className="mt-1 text-sm text-muted">
                {words.removeNote}
              </p>
            </Form>
          </div>
        )}
        <Form method="post" encType="multipart/form-data" className="grid max-w-xl justify-items-start gap-3">
          <div className="grid w-full gap-1">
            <label htmlFor={file} className="font-medium">
              {words.logoFile}
            </label>
            <input
              type="file"
              name="file"
              id={file}
              accept="image/png,image/jpeg,image/webp"
              aria-invalid={errors?.logo ? true : undefined}
              aria-describedby={errors?.logo ? `${file}-error` : undefined}
              className="min-h-11 w-full py-2 file:me-3 file:min-h-8 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-line-strong file:bg-surface file:px-3 file:font-medium file:text-ink hover:file:bg-sunken"
            />
            <FieldError id={`${file}-error`}>{errors?.logo}</FieldError>
          </div>
          <Button
            type="submit"
            pending={navigation.state === "submitting" && navigation.formData?.has("file")}
          >
            {loaded.logo ? words.replace : words.upload}
          </Button>
        </Form>
      </Section>
      <Section title={words.details}>
        <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
          <TextField
            name="accentColor"
            type="color"
            label={settings.accentColor}
            hint={settings.accentColorHint}
            required
            error={errors?.accentColor}
            defaultValue={values.accentColor}
            className="h-11 w-20 p-1"
          />
          <TextField
            name="senderName"
            label={words.senderName}
            hint={words.senderNameHint({ usual: loaded.usualSender })}
            autoComplete="off"
            maxLength={100}
            error={errors?.senderName}
            defaultValue={values.senderName}
          />
          <TextField
            name="replyTo"
            type="email"
            label={settings.replyTo}
            hint={settings.replyToHint}
            autoComplete="off"
            maxLength={254}
            error={errors?.replyTo}
            defaultValue={values.replyTo}
          />
          <TextField
            name="supportContact"
            label={settings.supportContact}
            hint={settings.supportContactHint}
            autoComplete="off"
            maxLength={254}
            error={errors?.supportContact}
            defaultValue={values.supportContact}
          />
          <div>
            <Button
              type="submit"
              variant="primary"
              pending={navigation.state === "submitting" && navigation.formData?.has("accentColor")}
            >
              {settings.submit}
            </Button>
          </div>
        </Form>
      </Section>
    </>
  );
}
