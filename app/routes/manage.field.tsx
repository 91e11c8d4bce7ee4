import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { FieldForm, type FieldValues } from "../components/settings/field-form";
import { Button } from "../components/ui/button";
import { DefinitionList } from "../components/ui/definition-list";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { ownFields } from "../messages/manage/en/fields";
import { fieldInput, insideFields, readField } from "./manage.fields.server";
import { errorText, fieldErrors, ownRoles, redirectWithFlash } from "./manage.guard.server";

const sections = { ownFields };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideFields(context, request);
  const found = await context.attempt(() =>
    context.useCases.viewCustomField({ fieldId: params.fieldId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  return {
    address: `${base}/settings/fields`,
    workspace: workspace.name,
    field: found.value,
    roles: [...workspace.policies["roles.set"], ...ownRoles(context)],
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideFields(context, request);
  const fieldId = params.fieldId ?? "";
  const address = `${base}/settings/fields`;
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "retire" || intent === "restore") {
    const retired = intent === "retire";
    const done = await context.attempt(() => context.useCases.changeCustomField({ fieldId, retired }));
    return redirectWithFlash(
      context,
      done.ok ? address : `${address}/${fieldId}`,
      done.ok
        ? { kind: retired ? "fieldRetired" : "fieldRestored", who: done.value.name }
        : { kind: "error", text: done.error.errors[0]?.message ?? errorText(manage, done.error) },
    );
  }
  const values = readField(form);
  const changed = await context.attempt(() =>
    context.useCases.changeCustomField({ fieldId, ...fieldInput<object>(values) }),
  );
  if (!changed.ok)
    return data({ values, errors: fieldErrors(manage, changed.error) }, { status: changed.error.status });
  return redirectWithFlash(context, address, { kind: "fieldSaved", who: changed.value.name });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    {
      title: found ? `${manage.ownFields.changeTitle({ name: found.field.name })} · ${found.workspace}` : "",
    },
  ];
};

/** A field of the workspace's own: change it, ask for it no more, or again. */
export default function Field() {
  const manage = useManage(sections);
  const { address, field, roles } = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: FieldValues; errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.ownFields;
  const { name, key, kind, choices, requiredFor, inForm, inImport, retired, answered } = field;
  const values: FieldValues = {
    name,
    kind,
    choices: choices.join("\n"),
    requiredFor,
    asked: [inForm && "form", inImport && "import"].filter((place) => place !== false),
  };
  return (
    <>
      <PageHeader
        title={words.changeTitle({ name })}
        back={
          <Link to={address} className="link">
            {words.back}
          </Link>
        }
      />
      <DefinitionList items={[{ term: words.key, value: <code className="wrap-anywhere">{key}</code> }]} />
      {retired ? (
        <Notice
          tone="info"
          title={words.restoreTitle}
          actions={
            <Form method="post">
              <Button type="submit" name="intent" value="restore" pending={busy}>
                {words.restoreSubmit}
              </Button>
            </Form>
          }
        >
          {words.restoreLead}
        </Notice>
      ) : (
        <>
          <FieldForm
            values={answer?.values ?? values}
            errors={answer?.errors}
            roles={roles}
            submit={words.submit}
            fixed={answered}
          />
          <Section title={words.retireTitle} description={words.retireLead}>
            <Form method="post">
              <Button type="submit" name="intent" value="retire" pending={busy}>
                {words.retireSubmit}
              </Button>
            </Form>
          </Section>
        </>
      )}
    </>
  );
}
