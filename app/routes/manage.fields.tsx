import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import { emptyField, FieldForm, type FieldValues } from "../components/settings/field-form";
import { FieldTabs } from "../components/settings/field-tabs";
import { Button } from "../components/ui/button";
import { EmptyState } from "../components/ui/empty-state";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import type { ManageMessages } from "../messages/manage/en";
import { ownFields } from "../messages/manage/en/fields";
import { useRoleWords } from "../role-words";
import { fieldInput, insideFields, readField } from "./manage.fields.server";
import { errorText, fieldErrors, ownRoles, redirectWithFlash } from "./manage.guard.server";

const sections = { ownFields };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideFields(context, request);
  const { fields } = await context.useCases.listCustomFields({});
  const { policies } = workspace;
  return {
    base,
    workspace: workspace.name,
    asked: fields.filter(({ retired }) => !retired),
    retired: fields.filter(({ retired }) => retired),
    roles: [...policies["roles.set"], ...ownRoles(context)],
    inInvitations: policies["invite.optional"].includes("custom"),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideFields(context, request);
  const here = `${base}/settings/fields`;
  const form = await request.formData();
  if (form.has("move")) {
    const fieldIds = form.getAll("move").map(String);
    const moved = await context.attempt(() => context.useCases.orderCustomFields({ fieldIds }));
    return redirectWithFlash(
      context,
      here,
      moved.ok ? { kind: "fieldsOrdered" } : { kind: "error", text: errorText(manage, moved.error) },
    );
  }
  const values = readField(form);
  const made = await context.attempt(() => context.useCases.createCustomField(fieldInput(values)));
  if (!made.ok)
    return data({ values, errors: fieldErrors(manage, made.error) }, { status: made.error.status });
  return redirectWithFlash(context, here, { kind: "fieldCreated", who: made.value.name });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.ownFields.title} · ${found?.workspace ?? ""}` }];
};

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
type Shown = Loaded["asked"][number];

/** The ids in the order that they have after one of them has gone a step. */
function moved(fields: readonly Shown[], at: number, step: -1 | 1): string[] {
  const ids = fields.map(({ id }) => id);
  const [id = ""] = ids.splice(at, 1);
  ids.splice(at + step, 0, id);
  return ids;
}

function MoveButton({ fields, at, step }: { fields: readonly Shown[]; at: number; step: -1 | 1 }) {
  const manage = useManage(sections);
  const words = manage.ownFields;
  const name = fields[at]?.name ?? "";
  const Icon = step < 0 ? ArrowUp : ArrowDown;
  const label = step < 0 ? words.up({ name }) : words.down({ name });
  return (
    <Form method="post" preventScrollReset>
      {moved(fields, at, step).map((id) => (
        <input key={id} type="hidden" name="move" value={id} />
      ))}
      <Button
        type="submit"
        size="small"
        variant="quiet"
        aria-label={label}
        title={label}
        disabled={at + step < 0 || at + step >= fields.length}
      >
        <Icon aria-hidden="true" className="size-4" />
      </Button>
    </Form>
  );
}

function askedWhere(manage: Pick<ManageMessages, "ownFields">, { inForm, inImport }: Shown): string {
  const { asked } = manage.ownFields;
  if (inForm && inImport) return asked.both;
  return inForm ? asked.form : inImport ? asked.file : asked.nowhere;
}

function FieldTable({ fields, base }: { fields: readonly Shown[]; base: string }) {
  const manage = useManage(sections);
  const roleWords = useRoleWords();
  const { columns, ...words } = manage.ownFields;
  return (
    <Table caption={words.caption}>
      <TableHead>
        <HeadCell>{columns.name}</HeadCell>
        <HeadCell>{columns.kind}</HeadCell>
        <HeadCell>{columns.asked}</HeadCell>
        <HeadCell>{columns.required}</HeadCell>
        <HeadCell>{columns.order}</HeadCell>
      </TableHead>
      <tbody>
        {fields.map((field, at) => (
          <Row key={field.id}>
            <Cell>
              <Link
                to={`${base}/settings/fields/${field.id}`}
                prefetch="intent"
                className="font-medium wrap-anywhere hover:underline"
              >
                {field.name}
              </Link>
            </Cell>
            <Cell label={columns.kind}>{words.kinds[field.kind]}</Cell>
            <Cell label={columns.asked}>{askedWhere(manage, field)}</Cell>
            <Cell label={columns.required}>
              {field.requiredFor.length > 0 ? (
                field.requiredFor.map((role) => roleWords(role).name).join(", ")
              ) : (
                <span className="text-muted">{words.requiredOfNobody}</span>
              )}
            </Cell>
            <Cell label={columns.order}>
              <span className="flex gap-1">
                <MoveButton fields={fields} at={at} step={-1} />
                <MoveButton fields={fields} at={at} step={1} />
              </span>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** The workspace's own fields in their order, and a form that makes one. */
export default function Fields() {
  const manage = useManage(sections);
  const { base, asked, retired, roles, inInvitations } = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: FieldValues; errors: Record<string, string> } | undefined;
  const words = manage.ownFields;
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <FieldTabs base={base} current="fields" />
      {!inInvitations && asked.length > 0 && <Notice tone="info" title={words.notAsked} />}
      {asked.length > 0 ? (
        <FieldTable fields={asked} base={base} />
      ) : (
        <EmptyState title={words.empty}>{words.emptyHelp}</EmptyState>
      )}
      {retired.length > 0 && (
        <Section title={words.retired} description={words.retiredHelp}>
          <ul className="grid gap-2">
            {retired.map((field) => (
              <li key={field.id}>
                <Link to={`${base}/settings/fields/${field.id}`} className="link wrap-anywhere">
                  {field.name}
                </Link>{" "}
                <span className="text-muted">{words.kinds[field.kind]}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={words.create} plain={asked.length === 0}>
        {/* A field more: the form begins empty. */}
        <FieldForm
          key={asked.length}
          values={answer?.values ?? emptyField}
          errors={answer?.errors}
          roles={roles}
          submit={words.createSubmit}
        />
      </Section>
    </>
  );
}
