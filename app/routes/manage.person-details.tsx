import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { AnswerField, answerName } from "../components/people/answer-field";
import { LabelField } from "../components/people/label-field";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { personParts } from "../messages/manage/en/fields";
import { acts } from "../messages/manage/en/people";
import { useHydrated, useWords } from "../request";
import { fieldErrors, insideOf, redirectWithFlash } from "./manage.guard.server";
import { customErrors, readOffer } from "./manage.offer.server";
import { personOf, whoIs } from "./manage.person.server";

const sections = { acts, personParts };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  const all = member.may.includes("people.view");
  const [person, known] = await Promise.all([
    personOf(context, params.membershipId),
    // Words of other people are no more theirs than those people.
    all ? context.attempt(() => context.useCases.listLabels({})) : null,
  ]);
  const here = `${base}/people/${person.id}`;
  if (!person.may.describe) throw redirect(here);
  const fields = person.answers.filter(({ retired }) => !retired);
  return {
    workspace: workspace.name,
    here,
    who: whoIs(person),
    fields: fields.map(({ key, name, kind, choices, required }) => ({ key, name, kind, choices, required })),
    known: known?.ok ? known.value.labels.map(({ label }) => label) : [],
    values: {
      labels: person.labels.join(", "),
      custom: Object.fromEntries(fields.map(({ key, value }) => [key, value ?? ""])),
    },
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideOf(context, request);
  const form = await request.formData();
  const membershipId = params.membershipId ?? "";
  const { labels, customFields } = readOffer(form);
  const placed = await context.attempt(() =>
    context.useCases.placeMember({ membershipId, labels, customFields }),
  );
  if (!placed.ok) {
    const values = { labels: String(form.get("labels") ?? ""), custom: customFields ?? {} };
    const { customFields: _, ...errors } = fieldErrors(manage, placed.error);
    return data(
      { values, errors: { ...errors, ...customErrors(placed.error) } },
      { status: placed.error.status },
    );
  }
  return redirectWithFlash(context, `${base}/people/${membershipId}`, {
    kind: "described",
    who: String(form.get("who") ?? ""),
    personId: membershipId,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: found ? `${manage.personParts.detailsTitle({ who: found.who })} · ${found.workspace}` : "" },
  ];
};

/** The labels of one person, and their answers to the workspace's own fields. */
export default function PersonDetails() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const { here, who, fields, known } = loaded;
  const answer = useActionData() as
    | { values: typeof loaded.values; errors: Record<string, string> }
    | undefined;
  const busy = useNavigation().state === "submitting";
  const hydrated = useHydrated();
  const { common } = useWords();
  const values = answer?.values ?? loaded.values;
  const errors = answer?.errors;
  const words = manage.personParts;
  return (
    <>
      <PageHeader
        title={words.detailsTitle({ who })}
        description={words.detailsLead}
        back={
          <Link to={here} className="link">
            {manage.acts.backTo({ name: who })}
          </Link>
        }
      />
      <Form method="post" className="grid max-w-xl gap-5" noValidate={hydrated}>
        <ErrorSummary errors={errors} />
        <input type="hidden" name="who" value={who} />
        <input type="hidden" name="offers" value="labels" />
        <LabelField value={values.labels} known={known} error={errors?.labels} />
        {fields.length > 0 && <input type="hidden" name="offers" value="custom" />}
        {fields.map((field) => (
          <AnswerField
            key={field.key}
            field={field}
            value={values.custom[field.key] ?? ""}
            error={errors?.[answerName(field.key)]}
            required={field.required}
          />
        ))}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {words.detailsSubmit}
          </Button>
          <LinkButton to={here} variant="quiet">
            {common.cancel}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
