import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import type { ColumnKey } from "../../worker/domain/imports/columns";
import { columnName } from "../components/imports/problem-words";
import { ImportSteps } from "../components/imports/steps";
import { Button, LinkButton } from "../components/ui/button";
import { ErrorSummary } from "../components/ui/error-summary";
import { FieldError, fieldId } from "../components/ui/field";
import { PageHeader } from "../components/ui/page-header";
import { StatusBadge } from "../components/ui/status-badge";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { imports } from "../messages/manage/en/imports";
import { posted } from "../posted";
import { found, importErrorText, insideImports, requireStep, stepPath } from "./manage.import.server";

const sections = { imports };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideImports(context, request);
  const importId = params.importId ?? "";
  const view = await found(context, (useCases) => useCases.viewColumns({ importId }));
  requireStep(base, view, "mapping");
  return {
    base,
    workspace: workspace.name,
    id: view.id,
    fileName: view.fileName,
    // Before anybody has said what they are, an unsure one starts with what it may mean and no other does.
    columns: view.columns.map(({ suggestion, chosen, ...column }) => {
      const free = suggestion && view.status === "mapping" && !view.mapping.includes(suggestion);
      return { ...column, chosen: chosen ?? (free ? suggestion : null) };
    }),
    targets: view.targets,
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideImports(context, request);
  const form = await request.formData();
  const count = Number(form.get("columns"));
  const mapping = Array.from({ length: count > 0 && count <= 100 ? count : 0 }, (_, index) => {
    return String(form.get(`column-${index}`) ?? "") || null;
  });
  const mapped = await context.attempt(() =>
    context.useCases.mapColumns({ importId: params.importId ?? "", mapping: posted(mapping) }),
  );
  if (mapped.ok) return redirect(stepPath(base, mapped.value), 303);
  const { error } = mapped;
  const words = manage.imports.mapping;
  const errors: Record<string, string> = {};
  for (const { path, code } of error.errors) {
    const index = Number(path.split(".")[1]);
    const target = mapping[index] as ColumnKey | null | undefined;
    if (code === "duplicate_target" && target) {
      errors[`column-${index}`] = words.twice({ target: columnName(manage, target) });
    }
  }
  if (error.code === "NO_EMAIL_COLUMN") errors[""] = words.noEmail;
  if (Object.keys(errors).length === 0) errors[""] = importErrorText(manage, error);
  return data({ errors, mapping }, { status: error.status });
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.imports.mapping.title} · ${page?.workspace ?? ""}` }];
};

const confidence = { exact: "good", alias: "good", near: "attention", none: "quiet" } as const;

/** What the columns mean, where their headings do not say it (F68). */
export default function ImportMapping() {
  const manage = useManage(sections);
  const { base, id, fileName, columns, targets } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === "submitting";
  const words = manage.imports.mapping;
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.lead({ file: fileName })}
        back={
          <Link to={`${base}/imports`} className="link">
            {manage.imports.back}
          </Link>
        }
      />
      <ImportSteps current="mapping" />
      <Form method="post" className="grid gap-5">
        <ErrorSummary errors={answer?.errors} />
        <input type="hidden" name="columns" value={columns.length} />
        <Table caption={words.title}>
          <TableHead>
            <HeadCell>{words.column}</HeadCell>
            <HeadCell>{words.samples}</HeadCell>
            <HeadCell>{words.meaning}</HeadCell>
          </TableHead>
          <tbody>
            {columns.map(({ index, header, samples, target, confidence: sure, chosen }) => {
              const name = `column-${index}`;
              const heading = header || words.unnamed({ number: index + 1 });
              const error = answer?.errors[name];
              return (
                <Row key={name}>
                  <Cell>
                    <div className="grid gap-0.5 py-1">
                      <span className="font-medium wrap-anywhere">{heading}</span>
                      {target !== "dropped" && (
                        <span className="text-sm">
                          <StatusBadge tone={target === "later" ? "quiet" : confidence[sure]}>
                            {target === "later" ? words.later : words.sure[sure]}
                          </StatusBadge>
                        </span>
                      )}
                    </div>
                  </Cell>
                  <Cell label={words.samples}>
                    <ul className="grid text-sm text-muted">
                      {samples.map((sample) => (
                        <li key={sample} className="sm:max-w-64 sm:truncate" title={sample}>
                          {sample}
                        </li>
                      ))}
                      {samples.length === 0 && (
                        <li>{target === "dropped" ? words.notStored : words.nothingInIt}</li>
                      )}
                    </ul>
                  </Cell>
                  <Cell label={words.meaning}>
                    {target === "dropped" ? (
                      <span className="text-sm text-muted">{words.dropped}</span>
                    ) : (
                      <div className="grid gap-1 py-1 sm:min-w-52">
                        <select
                          name={name}
                          id={fieldId(name)}
                          aria-label={words.meaningOf({ header: heading })}
                          aria-invalid={error ? true : undefined}
                          aria-describedby={error ? `${fieldId(name)}-error` : undefined}
                          defaultValue={answer ? (answer.mapping[index] ?? "") : (chosen ?? "")}
                          className="field"
                        >
                          <option value="">{words.ignore}</option>
                          {targets.map(({ column, label }) => (
                            <option key={column} value={column}>
                              {columnName(manage, column, label)}
                            </option>
                          ))}
                        </select>
                        <FieldError id={`${fieldId(name)}-error`}>{error}</FieldError>
                      </div>
                    )}
                  </Cell>
                </Row>
              );
            })}
          </tbody>
        </Table>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={busy}>
            {words.go}
          </Button>
          <LinkButton to={`${base}/imports/${id}/cancel`} variant="quiet">
            {manage.imports.review.give}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
