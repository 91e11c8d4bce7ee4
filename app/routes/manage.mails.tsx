import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, useLoaderData } from "@remix-run/react";
import { PreviewPane } from "../components/people/mail-preview";
import { Button } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { Select } from "../components/ui/select";
import { manageOfPage, useManage } from "../manage-words";
import { languages } from "../messages";
import { mailPreviews } from "../messages/manage/en/mails";
import { insideOf } from "./manage.guard.server";

const sections = { mailPreviews };

/** Every mail that the workspace sends, with sample words, in each language. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideOf(context, request);
  const query = new URL(request.url).searchParams;
  const preview = await context.attempt(() =>
    context.useCases.previewMail({
      template: (query.get("template") ?? undefined) as "invitation" | undefined,
      language: (query.get("language") ?? undefined) as "en" | undefined,
    }),
  );
  if (!preview.ok) {
    if (preview.error.code === "VALIDATION_FAILED") throw redirect(`${base}/settings/mails`);
    throw new Response(null, { status: preview.error.status });
  }
  return { workspace: workspace.name, mail: preview.value };
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.mailPreviews.title} · ${found?.workspace ?? ""}` }];
};

export default function Mails() {
  const manage = useManage(sections);
  const { mail } = useLoaderData<typeof loader>();
  const { mailPreviews } = manage;
  return (
    <>
      <PageHeader title={mailPreviews.title} description={mailPreviews.lead} />
      <Form method="get" className="flex flex-wrap items-end gap-3">
        <Select
          name="template"
          label={mailPreviews.which}
          defaultValue={mail.template}
          options={mail.templates.map((value) => ({ value, label: mailPreviews.templates[value] }))}
        />
        <Select
          name="language"
          label={mailPreviews.language}
          defaultValue={mail.language}
          options={languages.map((value) => ({ value, label: mailPreviews.languages[value] }))}
        />
        <Button type="submit">{mailPreviews.show}</Button>
      </Form>
      <PreviewPane mail={mail} busy={false} />
    </>
  );
}
