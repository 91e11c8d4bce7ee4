import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useFetcher, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { PageError } from "../../worker/web";
import { forFrame, type MailPreview, PreviewPane } from "../components/people/mail-preview";
import { SettingsTabs } from "../components/settings/settings-tabs";
import { Button } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { Select } from "../components/ui/select";
import { TextField } from "../components/ui/text-field";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { type Language, languages } from "../messages";
import type { ManageMessages } from "../messages/manage/en";
import { mailPreviews } from "../messages/manage/en/mails";
import { settings } from "../messages/manage/en/settings";
import { useHydrated } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";

const sections = { mailPreviews, settings };

export { unlessPreview as shouldRevalidate } from "../components/people/revalidation";

const templates = ["invitation", "reminder", "new_link"] as const;
type Template = (typeof templates)[number];

/** Which mail in which language; what the page does not know becomes the first. */
function chosen(
  values: { get(name: string): unknown },
  usual: Language,
): { template: Template; language: Language } {
  return {
    template: templates.find((one) => one === values.get("template")) ?? "invitation",
    language: languages.find((one) => one === values.get("language")) ?? usual,
  };
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, person, base } = insideOf(context, request);
  if (!member.may.includes("workspace.manage")) throw new Response(null, { status: 403 });
  const mail = chosen(new URL(request.url).searchParams, workspace.language);
  const saved = workspace.mailTexts?.[mail.language]?.[mail.template];
  const [preview, usual] = await Promise.all([
    context.useCases.previewMail(mail),
    context.useCases.previewMail({ ...mail, subject: null, button: null }),
  ]);
  return {
    base,
    workspace: workspace.name,
    ...mail,
    values: { subject: saved?.subject ?? "", button: saved?.button ?? "" },
    usualSubject: usual.subject,
    preview: forFrame(preview),
    // Tests go to a proved address alone.
    testTo: person.emailVerified ? person.email : null,
  };
}

interface Answer {
  values: { subject: string; button: string };
  preview?: MailPreview | null;
  errors?: Record<string, string>;
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { workspace, base } = insideOf(context, request);
  const form = await request.formData();
  const mail = chosen(form, workspace.language);
  const here = `${base}/settings/mail-texts?template=${mail.template}&language=${mail.language}`;
  // As it was typed: a line break in it is told and not taken away.
  const values = { subject: String(form.get("subject") ?? ""), button: String(form.get("button") ?? "") };
  const typed = { subject: values.subject || null, button: values.button || null };
  const refuse = (error: PageError) =>
    data<Answer>({ values, errors: textErrors(manage, error) }, { status: error.status });

  switch (form.get("intent")) {
    case "preview": {
      const shown = await context.attempt(() => context.useCases.previewMail({ ...mail, ...typed }));
      return shown.ok ? data<Answer>({ values, preview: forFrame(shown.value) }) : refuse(shown.error);
    }
    case "test": {
      const sent = await context.attempt(() => context.useCases.sendTestMail({ ...mail, ...typed }));
      if (!sent.ok) return refuse(sent.error);
      const { language, template } = mail;
      // What was typed and not saved must not be lost by a test of it.
      const saved = workspace.mailTexts?.[language]?.[template];
      const same = (saved?.subject ?? "") === values.subject && (saved?.button ?? "") === values.button;
      const flash = redirectWithFlash(context, here, { kind: "testSent", who: sent.value.to });
      if (same) return flash;
      return data<Answer>({ values }, { headers: { "Set-Cookie": flash.headers.get("Set-Cookie") ?? "" } });
    }
    case "save": {
      const saved = await context.attempt(() =>
        context.useCases.changeWorkspace({ mailTexts: { [mail.language]: { [mail.template]: typed } } }),
      );
      return saved.ok ? redirectWithFlash(context, here, { kind: "mailTextSaved" }) : refuse(saved.error);
    }
    default:
      return redirect(here, 303);
  }
}

/** The refusals by field, wherever in the settings it stands. */
function textErrors(manage: ManageMessages, error: PageError): Record<string, string> {
  const errors = error.errors.map((one) => ({ ...one, path: one.path.split(".").at(-1) ?? "" }));
  return fieldErrors(manage, { ...error, errors });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  { title: `${manageOfPage(matches, sections).settings.mailTexts.title} · ${found?.workspace ?? ""}` },
];

/** Subject and button of the mails that invite, in the workspace's own words, with the mail beside them. */
export default function MailTexts() {
  const { settings, mailPreviews } = useManage(sections);
  const words = settings.mailTexts;
  const { base, template, language } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title={words.title} description={words.lead} />
      <SettingsTabs base={base} current="mail-texts" />
      <Form method="get" className="flex flex-wrap items-end gap-3" key={`chooses ${template} ${language}`}>
        <Select
          name="template"
          label={words.which}
          required
          defaultValue={template}
          options={templates.map((value) => ({ value, label: mailPreviews.templates[value] }))}
        />
        <Select
          name="language"
          label={words.language}
          required
          defaultValue={language}
          options={languages.map((value) => ({ value, label: mailPreviews.languages[value] }))}
        />
        <Button type="submit">{words.show}</Button>
      </Form>
      <Editor key={`${template} ${language}`} />
    </>
  );
}

function Editor() {
  const words = useManage(sections).settings.mailTexts;
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as Answer | undefined;
  const navigation = useNavigation();
  const previewer = useFetcher<Answer>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hydrated = useHydrated();
  const { base, template, language, usualSubject, testTo } = loaded;
  const values = answer?.values ?? loaded.values;
  // What is wrong while somebody types is told beside the field, but nobody's focus is taken.
  const errors = answer?.errors;
  const typing = previewer.data?.errors;
  // While a word is wrong, the mail stays as it was before it.
  const [last, setLast] = useState<MailPreview | null>(null);
  const shown = last ?? answer?.preview ?? loaded.preview;
  const intent = navigation.formData?.get("intent");

  useEffect(() => () => clearTimeout(timer.current), []);

  useEffect(() => {
    if (previewer.data?.preview) setLast(previewer.data.preview);
  }, [previewer.data]);

  function preview(form: HTMLFormElement) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const typed = new FormData(form);
      typed.set("intent", "preview");
      previewer.submit(typed, { method: "post" });
    }, 400);
  }

  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <Form
        method="post"
        className="grid content-start gap-5"
        noValidate={hydrated}
        onChange={(event) => preview(event.currentTarget)}
      >
        <input type="hidden" name="template" value={template} />
        <input type="hidden" name="language" value={language} />
        <ErrorSummary errors={errors} />
        <TextField
          name="subject"
          lang={language}
          label={words.subject}
          hint={words.subjectHint({ usual: usualSubject })}
          autoComplete="off"
          maxLength={200}
          error={typing ? typing.subject : errors?.subject}
          defaultValue={values.subject}
        />
        <TextField
          name="button"
          lang={language}
          label={words.button}
          hint={words.buttonHint}
          autoComplete="off"
          maxLength={200}
          error={typing ? typing.button : errors?.button}
          defaultValue={values.button}
        />
        <div className="grid gap-2 text-sm text-muted">
          <p>{words.variables}</p>
          <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
            {Object.entries(words.variable).map(([name, about]) => (
              <div key={name} className="contents">
                <dt>
                  <code className="text-ink">{name}</code>
                </dt>
                <dd>{about}</dd>
              </div>
            ))}
          </dl>
          <p>{words.unknown}</p>
        </div>
        <div className="grid gap-2 border-t border-line pt-4">
          <div className="flex flex-wrap gap-2">
            <Button type="submit" name="intent" value="save" variant="primary" pending={intent === "save"}>
              {words.save}
            </Button>
            {!hydrated && (
              <Button type="submit" name="intent" value="preview">
                {words.preview}
              </Button>
            )}
            {testTo && (
              <Button type="submit" name="intent" value="test" pending={intent === "test"}>
                {words.test}
              </Button>
            )}
          </div>
          {testTo && <p className="text-sm text-muted">{words.testHint({ email: testTo })}</p>}
          <p className="text-sm">
            <Link to={`${base}/settings/mails`} className="link">
              {words.all}
            </Link>
          </p>
        </div>
      </Form>
      <PreviewPane mail={shown} busy={previewer.state !== "idle"} tall />
    </div>
  );
}
