import { Form, Link } from "@remix-run/react";
import { useEffect, useId, useRef } from "react";
import type { ProblemGroup } from "../../../worker/domain/imports/view-import";
import { useManage } from "../../manage-words";
import { imports } from "../../messages/manage/en/imports";
import { useRoleWords } from "../../role-words";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Section } from "../ui/section";
import { groupTitle, nameOf, sharesValue } from "./problem-words";

const sections = { imports };

/** From this many allowed values on one types instead of choosing: the domain names no more. */
const longList = 20;

/** Where a new group may stand. */
export interface ParentChoices {
  /** At the top as well. */
  atTop: boolean;
  groups: readonly { id: string; name: string }[];
}

interface GroupsProps {
  groups: readonly ProblemGroup[];
  kind: "error" | "warning";
  /** What the columns of the file mean. */
  mapping: readonly (string | null)[];
  /** Roles that the viewer may hand out. */
  grantable: readonly string[];
  /** Groups below which the viewer may make one that rows name; null: they make none. */
  parents: ParentChoices | null;
  /** Changes when a repair has come back, which takes the repaired group and its buttons away. */
  visit: string;
}

/** Mistakes, each with what mends all of its rows at once (F60). */
export function ProblemGroups({ groups, kind, mapping, grantable, parents, visit }: GroupsProps) {
  const manage = useManage(sections);
  const words = manage.imports.review;
  const list = useRef<HTMLDivElement>(null);
  const first = useRef(visit);
  useEffect(() => {
    if (first.current === visit) return;
    first.current = visit;
    // The button that was pressed is gone with its group: reading goes on where the groups begin.
    if (document.activeElement === document.body) list.current?.focus();
  }, [visit]);
  const shown = groups.filter((group) => group.kind === kind);
  const needConfirmation = shown.some(({ example }) => example?.code === "role_needs_confirmation");
  return (
    <div ref={list} tabIndex={-1} className="outline-none" data-groups={kind}>
      {shown.length > 0 && (
        <Section
          title={kind === "error" ? words.toMend : words.toLookAt}
          description={kind === "error" ? words.toMendLead : words.toLookAtLead}
        >
          {needConfirmation && kind === "error" && (
            <Form method="post" preventScrollReset>
              <Notice
                tone="warn"
                actions={
                  <Button type="submit" size="small" name="intent" value="confirmRoles">
                    {words.confirmRoles}
                  </Button>
                }
              >
                {words.confirmRolesLead}
              </Notice>
            </Form>
          )}
          <ul className="border-t border-line">
            {shown.map((group) => (
              <Group
                key={group.problem}
                group={group}
                mapping={mapping}
                grantable={grantable}
                parents={parents}
              />
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

/** What is mended by a value that the row has not yet: nobody shares an address. */
const missing: readonly string[] = ["required", "role_needs_place", "part_required"];

/** What is wrong with a column here, whatever stands in it. */
const emptied: readonly string[] = ["not_asked", "not_for_role", "column_gone"];

/** A group that is not there can be made right here. */
export const missingGroup: readonly string[] = ["group_unknown", "group_ignored", "group_new"];

function Group({
  group,
  mapping,
  grantable,
  parents,
}: {
  group: ProblemGroup;
  mapping: readonly (string | null)[];
  grantable: readonly string[];
  parents: ParentChoices | null;
}) {
  const manage = useManage(sections);
  const words = manage.imports.review;
  const { problem, count, line, example } = group;
  if (!example) return null;
  const { code, column, found, suggestion } = example;
  const title = groupTitle(manage, group);
  const shares = sharesValue(group);
  // One value for all makes sense where all say the same, or nothing; nobody shares an address.
  const replaceable =
    (shares || (missing.includes(code) && column !== "email")) &&
    code !== "surplus_cells" &&
    !code.startsWith("existing_") &&
    mapping.includes(column);
  return (
    <li className="grid gap-x-6 gap-y-2 border-b border-line py-3 last:border-b-0 md:grid-cols-[minmax(18rem,1fr)_auto]">
      <div className="grid content-start gap-0.5">
        <h3 className="font-medium">{title}</h3>
        <p className="text-sm text-muted">
          {[manage.imports.problems[code].mend, example.hint].filter(Boolean).join(" ")}{" "}
          <Link
            to={`?show=${group.kind === "error" ? "errors" : "warnings"}&problem=${encodeURIComponent(problem)}#rows`}
            className="link tabular-nums"
          >
            {count === 1 ? words.onlyLine({ line }) : words.rowsOf({ count })}
          </Link>
          {count > 1 && `, ${words.firstIn({ line })}`}
          {!shares && found !== "" && `: “${found.length > 60 ? `${found.slice(0, 60)} …` : found}”`}
          {(!shares || example.names) &&
            suggestion &&
            `, ${words.perhaps({ suggestion: nameOf(example, suggestion) })}`}
        </p>
      </div>
      <Form method="post" preventScrollReset className="flex flex-wrap items-start gap-2 md:justify-end">
        <input type="hidden" name="problem" value={problem} />
        {replaceable && (
          <>
            <Replacement example={example} title={title} grantable={grantable} />
            <Button type="submit" name="intent" value="replace">
              {words.replace({ count })}
            </Button>
          </>
        )}
        {parents && shares && missingGroup.includes(code) && <NewGroup name={found} parents={parents} />}
        {emptied.includes(code) && mapping.includes(column) && (
          <Button type="submit" name="intent" value="empty" formNoValidate>
            {words.empty({ count })}
          </Button>
        )}
        {!shares && suggestion && (
          <Button type="submit" name="intent" value="suggest">
            {words.takeSuggestions({ count })}
          </Button>
        )}
        <Button type="submit" variant="quiet" name="intent" value="exclude" formNoValidate>
          {words.exclude({ count })}
        </Button>
      </Form>
    </li>
  );
}

/** Makes the group that the rows name, in one click: at the top, or below another. */
function NewGroup({ name, parents: { atTop, groups } }: { name: string; parents: ParentChoices }) {
  const manage = useManage(sections);
  const words = manage.imports.review;
  return (
    <span className="flex flex-wrap items-start gap-2">
      {groups.length > (atTop ? 0 : 1) && (
        <select
          name="parentId"
          aria-label={words.createBelow({ name })}
          className="field min-w-32 max-w-56 grow basis-32 md:w-40 md:grow-0 md:basis-auto"
        >
          {atTop && <option value="">{words.createAtTop}</option>}
          {groups.map((group) => (
            <option key={group.id} value={group.id}>
              {words.below({ name: group.name })}
            </option>
          ))}
        </select>
      )}
      <Button type="submit" name="intent" value="createGroup" formNoValidate className="max-w-64 truncate">
        {words.createGroup({ name })}
      </Button>
    </span>
  );
}

/** What stands in the cells afterwards: one of the allowed values, the likeliest first, or free text. */
function Replacement({
  example,
  title,
  grantable,
}: {
  example: NonNullable<ProblemGroup["example"]>;
  title: string;
  grantable: readonly string[];
}) {
  const manage = useManage(sections);
  const words = manage.imports.review;
  const id = useId();
  const roleWords = useRoleWords();
  const { column, expected = [], suggestion } = example;
  const allowed = column === "role" ? expected.filter((role) => grantable.includes(role)) : expected;
  const label = words.replaceBy({ what: title });
  if (allowed.length > 0 && allowed.length < longList) {
    const start = suggestion && allowed.includes(suggestion) ? suggestion : "";
    return (
      <select
        name="value"
        aria-label={label}
        required
        defaultValue={start}
        className="field min-w-32 max-w-64 grow basis-32 md:w-48 md:grow-0 md:basis-auto"
      >
        <option value="">{words.choose}</option>
        {allowed.map((value) => (
          <option key={value} value={value}>
            {column === "role" ? roleWords(value).name : nameOf(example, value)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <>
      <input
        type="text"
        name="value"
        aria-label={label}
        required
        list={allowed.length > 0 ? id : undefined}
        defaultValue={suggestion ?? ""}
        autoComplete="off"
        className="field min-w-32 max-w-64 grow basis-32 md:w-48 md:grow-0 md:basis-auto"
      />
      {allowed.length > 0 && (
        <datalist id={id}>
          {allowed.map((value) => (
            <option key={value} value={value} label={example.names?.[value]} />
          ))}
        </datalist>
      )}
    </>
  );
}
