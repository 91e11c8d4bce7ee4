import { useSubmit } from "@remix-run/react";
import { type FormEvent, Fragment } from "react";
import { useManage } from "../../manage-words";
import { bulkBar } from "../../messages/manage/en/bulk-bar";
import { useHydrated, useRequest } from "../../request";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Menu, MenuButton, MenuLine } from "../ui/menu";
import type { PeopleAct } from "./bulk-acts";
import type { ListFilter } from "./filter";
import { bulkForm } from "./people-table";

const sections = { bulkBar };

interface BulkBarProps {
  base: string;
  filter: ListFilter;
  /** Rows of this page. */
  ids: readonly string[];
  selected: ReadonlySet<string>;
  /** Offers all that the filter matches, with their number where it is known; null: only what is ticked. */
  all: { count: number | null } | null;
  may: { manage: boolean; export: boolean };
  /** What can be done with people, in families. */
  acts: readonly (readonly PeopleAct[])[];
  onClear: () => void;
  onSelectPage: (ticked: boolean) => void;
}

/** What can be done with the ticked rows. Without script everything of it is there from the start. */
export function BulkBar({
  base,
  filter,
  ids,
  selected,
  all,
  may,
  acts,
  onClear,
  onSelectPage,
}: BulkBarProps) {
  const manage = useManage(sections);
  const hydrated = useHydrated();
  const { language } = useRequest();
  const submit = useSubmit();
  const whole = selected.size > 0 && ids.every((id) => selected.has(id));

  function send(event: FormEvent<HTMLFormElement>) {
    const { submitter } = event.nativeEvent as SubmitEvent;
    // A file is the browser's to fetch.
    if (submitter instanceof HTMLButtonElement && submitter.formMethod === "post") return;
    event.preventDefault();
    submit(submitter instanceof HTMLButtonElement ? submitter : event.currentTarget);
  }

  return (
    <form
      id={bulkForm}
      method="get"
      action={`${base}/people/bulk`}
      onSubmit={send}
      aria-label={manage.bulkBar.label}
      className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-2 border-y border-line px-2 py-1"
    >
      {Object.entries(filter).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {hydrated && (
        <Checkbox
          name="page"
          label={manage.bulkBar.selectPage}
          hideLabel
          checked={whole}
          onChange={(event) => onSelectPage(event.target.checked)}
        />
      )}
      <span className="text-muted tabular-nums" aria-live="polite">
        {selected.size > 0
          ? manage.bulkBar.selected({ count: selected.size })
          : hydrated
            ? manage.bulkBar.selectPage
            : manage.bulkBar.label}
      </span>
      {all && (!hydrated || whole) && (
        <Checkbox
          name="all"
          value="1"
          label={
            all.count === null
              ? manage.bulkBar.allMatchingPlain
              : manage.bulkBar.allMatching({ count: new Intl.NumberFormat(language).format(all.count) })
          }
        />
      )}
      {(!hydrated || selected.size > 0) && (
        <span className="flex flex-wrap gap-2 sm:ms-auto">
          {may.manage && (
            <>
              <Button type="submit" size="small" name="action" value="resend">
                {manage.bulkBar.resend}
              </Button>
              <Button type="submit" size="small" name="action" value="remind">
                {manage.bulkBar.remind}
              </Button>
              <Button type="submit" size="small" name="action" value="extend">
                {manage.bulkBar.extend}
              </Button>
              <Button type="submit" size="small" name="action" value="cancel">
                {manage.bulkBar.cancel}
              </Button>
            </>
          )}
          {acts.length > 0 && (
            <Menu variant="secondary" size="small" trigger={manage.bulkBar.change}>
              {acts.map((family, index) => (
                <Fragment key={family[0]}>
                  {index > 0 && <MenuLine />}
                  {family.map((act) => (
                    <MenuButton key={act} name="action" value={act} danger={act === "remove"}>
                      {manage.bulkBar.menu[act]}
                    </MenuButton>
                  ))}
                </Fragment>
              ))}
            </Menu>
          )}
          {may.export && (
            <Button type="submit" size="small" formMethod="post" formAction={`${base}/people.csv`}>
              {manage.bulkBar.export}
            </Button>
          )}
          {hydrated && (
            <Button variant="quiet" size="small" onClick={onClear}>
              {manage.bulkBar.clear}
            </Button>
          )}
        </span>
      )}
    </form>
  );
}
