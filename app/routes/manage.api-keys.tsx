import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Button, LinkButton } from "../components/ui/button";
import { CheckboxGroup } from "../components/ui/choice-group";
import { CopyField } from "../components/ui/copy-field";
import { EmptyState } from "../components/ui/empty-state";
import { ErrorSummary } from "../components/ui/error-summary";
import { Notice } from "../components/ui/notice";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { Select } from "../components/ui/select";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { TextField } from "../components/ui/text-field";
import { Time } from "../components/ui/time";
import { VisuallyHidden } from "../components/ui/visually-hidden";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { keys, permissions } from "../messages/manage/en/api-keys";
import { acts } from "../messages/manage/en/people";
import { posted } from "../posted";
import { useWords } from "../request";
import { fieldErrors, insideOf } from "./manage.guard.server";

const sections = { acts, keys, permissions };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideOf(context, request);
  const { keys } = await context.useCases.listApiKeys({});
  return {
    workspace: workspace.name,
    address: `${base}/settings/api-keys`,
    base,
    keys,
    scopes: member.may,
    // The ceiling of a key is one of the roles that every workspace has.
    roles: workspace.policies["roles.set"].filter((role) => member.grantable.includes(role)),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  insideOf(context, request);
  const form = await request.formData();
  const values = {
    name: String(form.get("name") ?? ""),
    scopes: form.getAll("scopes").map(String),
    maxRole: String(form.get("maxRole") ?? "learner"),
  };
  const errors: Record<string, string> = {};
  if (!values.name.trim()) errors.name = manage.keys.nameMissing;
  if (values.scopes.length === 0) errors.scopes = manage.keys.scopesMissing;
  if (Object.keys(errors).length > 0) return data({ values, errors, created: null }, { status: 422 });
  const made = await context.attempt(() => context.useCases.createApiKey(posted(values)));
  if (!made.ok) {
    return data(
      { values, errors: fieldErrors(manage, made.error), created: null },
      { status: made.error.status },
    );
  }
  return { values: null, errors: null, created: { name: made.value.name, key: made.value.key } };
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.keys.title} · ${found?.workspace ?? ""}` }];
};

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

function Keys({ keys, address, base }: Pick<Loaded, "keys" | "address" | "base">) {
  const manage = useManage(sections);
  const { columns, ...words } = manage.keys;
  return (
    <Table caption={words.title}>
      <TableHead>
        <HeadCell>{columns.name}</HeadCell>
        <HeadCell>{columns.scopes}</HeadCell>
        <HeadCell>{columns.creator}</HeadCell>
        <HeadCell>{columns.created}</HeadCell>
        <HeadCell>{columns.used}</HeadCell>
        <HeadCell>
          <VisuallyHidden>{columns.more}</VisuallyHidden>
        </HeadCell>
      </TableHead>
      <tbody>
        {keys.map((key) => (
          <Row key={key.id}>
            <Cell>
              <span className="font-medium">{key.name}</span>
            </Cell>
            <Cell label={columns.scopes}>
              <Scopes scopes={key.scopes} />
            </Cell>
            <Cell label={columns.creator}>
              <Link to={`${base}/people/${key.creator.membershipId}`} className="link">
                {key.creator.name || manage.acts.open}
              </Link>
            </Cell>
            <Cell label={columns.created}>
              <Time at={key.createdAt} />
            </Cell>
            <Cell label={columns.used}>
              {key.lastUsedAt ? (
                <Time at={key.lastUsedAt} />
              ) : (
                <span className="text-muted">{words.neverUsed}</span>
              )}
            </Cell>
            <Cell part="menu">
              {key.revokedAt !== null ? (
                <span className="text-muted">{words.revoked}</span>
              ) : (
                <LinkButton to={`${address}/${key.id}/revoke`} size="small" variant="quiet">
                  {words.revoke}
                  <VisuallyHidden> {key.name}</VisuallyHidden>
                </LinkButton>
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** As many as can be read at a glance, and the rest on demand. */
function Scopes({ scopes }: { scopes: readonly string[] }) {
  const manage = useManage(sections);
  const names = scopes.map((scope) => manage.permissions[scope] ?? scope);
  if (names.length <= 3) return <span className="text-sm">{names.join(", ")}</span>;
  const isAll = Object.keys(manage.permissions).every((permission) => scopes.includes(permission));
  return (
    <details className="text-sm">
      <summary>{isAll ? manage.keys.everything : manage.keys.scopesCount({ count: names.length })}</summary>
      <ul className="mt-1 grid gap-1">
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  );
}

export default function ApiKeys() {
  const manage = useManage(sections);
  const { keys, address, base, scopes, roles } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === "submitting";
  const { roles: roleWords } = useWords();
  const words = manage.keys;
  const values = answer?.values;
  const errors: Record<string, string> | undefined = answer?.errors ?? undefined;
  const created = answer?.created;
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      {created && (
        <Notice tone="ok" title={words.createdTitle({ name: created.name })}>
          <div className="grid max-w-2xl gap-2">
            <p>{words.createdLead}</p>
            <CopyField name="key" label={words.keyLabel} value={created.key} />
          </div>
        </Notice>
      )}
      {keys.length > 0 ? (
        <Keys keys={keys} address={address} base={base} />
      ) : (
        <EmptyState title={words.empty}>{words.emptyHelp}</EmptyState>
      )}
      <Section title={words.create}>
        {/* A new key begins with an empty form. */}
        <Form key={created?.key} method="post" className="grid max-w-xl gap-5">
          <ErrorSummary errors={errors} />
          <TextField
            name="name"
            label={words.name}
            hint={words.nameHint}
            required
            maxLength={100}
            autoComplete="off"
            error={errors?.name}
            defaultValue={values?.name}
          />
          <CheckboxGroup
            name="scopes"
            legend={words.scopes}
            required
            error={errors?.scopes}
            selected={values?.scopes}
            choices={scopes.map((scope) => ({ value: scope, label: manage.permissions[scope] ?? scope }))}
          />
          <Select
            name="maxRole"
            label={words.maxRole}
            hint={words.maxRoleHint}
            required
            error={errors?.maxRole}
            defaultValue={values?.maxRole ?? "learner"}
            options={roles.map((role) => ({ value: role, label: roleWords[role].name }))}
          />
          <div>
            <Button type="submit" variant="primary" pending={busy}>
              {words.submit}
            </Button>
          </div>
        </Form>
      </Section>
    </>
  );
}
