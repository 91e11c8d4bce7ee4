import { Form } from "@remix-run/react";
import { useId } from "react";
import { useManage } from "../../manage-words";
import type { ManageMessages } from "../../messages/manage/en";
import { imports } from "../../messages/manage/en/imports";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { FieldError } from "../ui/field";
import { Select } from "../ui/select";
import { Cell, HeadCell, Row, Table, TableHead } from "../ui/table";
import { TextField } from "../ui/text-field";

const sections = { imports };

/** What is looked for, as the address of the page says it. */
export interface Sought {
  column: string;
  find: string;
  replace: string;
  wholeCell: boolean;
  matchCase: boolean;
}

/** What a replacement would change, or why it cannot be done. */
export type Preview =
  | { count: number; examples: readonly { line: number; before: string; after: string }[] }
  | { error: string };

interface ReplaceInColumnProps {
  columns: readonly { header: string; label: string }[];
  /** Kept in the address beside what is looked for. */
  show: string;
  here: string;
  sought: Sought | null;
  preview: Preview | null;
}

/** Finds a text in a column and shows what changes before anything does (screen 3c). */
export function ReplaceInColumn({ columns, show, here, sought, preview }: ReplaceInColumnProps) {
  const manage = useManage(sections);
  const words = manage.imports.review.find;
  const errorId = useId();
  const error = preview && "error" in preview ? preview.error : undefined;
  return (
    <details id="replace" className="scroll-mt-16" open={sought !== null}>
      <summary className="link w-fit min-h-8 content-center pointer-coarse:min-h-11">{words.open}</summary>
      <div className="grid gap-4 py-3">
        {/* By its key the form takes what the address says, also after Back. */}
        <Form
          key={JSON.stringify(sought)}
          method="get"
          action={`${here}#replace`}
          preventScrollReset
          className="grid gap-4"
        >
          <input type="hidden" name="show" value={show} />
          <div className="grid items-start gap-4 sm:grid-cols-3">
            <Select
              name="column"
              label={words.column}
              required
              defaultValue={sought?.column}
              options={columns.map(({ header, label }) => ({
                value: header,
                label: label === header ? label : words.named({ header, label }),
              }))}
            />
            <TextField
              name="find"
              label={words.find}
              markOptional={false}
              maxLength={1_000}
              defaultValue={sought?.find}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? errorId : undefined}
            />
            <TextField
              name="with"
              label={words.replace}
              markOptional={false}
              maxLength={1_000}
              defaultValue={sought?.replace}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </div>
          <div className="flex flex-wrap gap-x-6 gap-y-2">
            <Checkbox
              name="whole"
              value="1"
              label={words.wholeCell}
              description={words.wholeCellAbout}
              defaultChecked={sought?.wholeCell}
            />
            <Checkbox name="case" value="1" label={words.matchCase} defaultChecked={sought?.matchCase} />
          </div>
          <FieldError id={errorId}>{error}</FieldError>
          <div>
            <Button type="submit">{words.preview}</Button>
          </div>
        </Form>
        {sought && preview && "count" in preview && <Changes sought={sought} {...preview} />}
      </div>
    </details>
  );
}

function Changes({
  sought,
  count,
  examples,
}: {
  sought: Sought;
  count: number;
  examples: readonly { line: number; before: string; after: string }[];
}) {
  const manage = useManage(sections);
  const words = manage.imports.review.find;
  if (count === 0) return <p role="status">{words.none}</p>;
  const { column, find, replace, wholeCell, matchCase } = sought;
  return (
    <div className="grid gap-3">
      <p role="status">{words.changes({ count })}</p>
      <Table caption={words.changes({ count })}>
        <TableHead>
          <HeadCell>{manage.imports.review.line}</HeadCell>
          <HeadCell>{words.before}</HeadCell>
          <HeadCell>{words.after}</HeadCell>
        </TableHead>
        <tbody>
          {examples.map(({ line, before, after }) => (
            <Row key={line}>
              <Cell label={manage.imports.review.line}>
                <span className="tabular-nums">{line}</span>
              </Cell>
              <Cell label={words.before}>
                <span className="text-muted wrap-anywhere">{shortened(manage, before)}</span>
              </Cell>
              <Cell label={words.after}>
                <span className="wrap-anywhere">{shortened(manage, after)}</span>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      <Form method="post" preventScrollReset>
        <input type="hidden" name="column" value={column} />
        <input type="hidden" name="find" value={find} />
        <input type="hidden" name="with" value={replace} />
        {wholeCell && <input type="hidden" name="whole" value="1" />}
        {matchCase && <input type="hidden" name="case" value="1" />}
        <Button type="submit" name="intent" value="replaceColumn">
          {words.go({ count })}
        </Button>
      </Form>
    </div>
  );
}

function shortened(manage: Pick<ManageMessages, "imports">, text: string): string {
  const words = manage.imports.review.find;

  if (text === "") return words.empty;
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
