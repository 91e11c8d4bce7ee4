import { Form, Link, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useManage } from "../../manage-words";
import { groups } from "../../messages/manage/en/places";
import { cards } from "../../messages/manage/en/set-up";
import { useRequest } from "../../request";
import { Button, LinkButton } from "../ui/button";
import { FilterChip } from "../ui/chip";
import { PageHeader } from "../ui/page-header";

const sections = { cards, groups };

/** What every page of a group shows above its own. */
export interface GroupHead {
  id: string;
  name: string;
  description: string;
  visibility: "public" | "private";
  isRoot: boolean;
  unitName: string | null;
  members: number;
  invited: number;
  above: readonly { id: string; name: string }[];
  subgroupCount: number;
  /** Null for who sees no courses. */
  courseCount: number | null;
  job: { kind: "delete_group" | "regroup"; done: number; total: number } | null;
  may: { manage: boolean; members: boolean; invite: boolean; cards: boolean };
}

export type GroupTab = "members" | "invited" | "subgroups" | "courses" | "settings";

/** The head of a group's pages, with the way to each of them and to the groups above. */
export function GroupFrame({
  base,
  group,
  tab,
  children,
}: {
  base: string;
  group: GroupHead;
  tab: GroupTab;
  children: ReactNode;
}) {
  const manage = useManage(sections);
  const { language } = useRequest();
  const number = new Intl.NumberFormat(language);
  const words = manage.groups;
  const address = `${base}/groups/${group.id}`;
  const { sees } = useRouteLoaderData("routes/manage") as { sees: { invitedOfGroups: boolean } };
  const tabs: [GroupTab, string, number | null, boolean][] = [
    ["members", address, group.members, true],
    // Where they are found by the filter of the list alone, the page stays for whoever is sent to it (D29).
    ["invited", `${address}?tab=invited`, group.invited, sees.invitedOfGroups || tab === "invited"],
    ["subgroups", `${address}?tab=subgroups`, group.subgroupCount, true],
    ["courses", `${address}?tab=courses`, group.courseCount, group.courseCount !== null],
    ["settings", `${address}/settings`, null, group.may.manage],
  ];
  const facts = [
    words[group.visibility],
    group.unitName !== null && words.unitLine({ unit: group.unitName }),
  ].filter((fact) => fact !== false);
  return (
    <>
      <PageHeader
        title={group.name}
        back={
          <nav aria-label={words.back} className="flex flex-wrap gap-x-1">
            <Link to={`${base}/groups`} className="link">
              {words.back}
            </Link>
            {group.above.map(({ id, name }) => (
              <span key={id} className="flex gap-x-1">
                <span aria-hidden="true" className="text-muted">
                  ›
                </span>
                <Link to={`${base}/groups/${id}`} className="link wrap-anywhere">
                  {name}
                </Link>
              </span>
            ))}
          </nav>
        }
        description={
          <>
            <p>{facts.join(" · ")}</p>
            {group.description && <p className="whitespace-pre-line">{group.description}</p>}
          </>
        }
        actions={
          !group.job && (
            <>
              {group.may.cards && (
                <Form method="post" action={`${base}/people/cards`}>
                  <input type="hidden" name="returnTo" value={address} />
                  <Button type="submit" name="group" value={group.id}>
                    {manage.cards.group}
                  </Button>
                </Form>
              )}
              {group.may.members && <LinkButton to={`${address}/add`}>{words.addPeople}</LinkButton>}
              {group.may.invite && (
                <LinkButton to={`${base}/people/invite?groupIds=${group.id}`} variant="primary">
                  {words.invite}
                </LinkButton>
              )}
            </>
          )
        }
      />
      {group.job && (
        <div role="status" className="grid gap-2 rounded-md border border-line bg-surface p-4">
          <label htmlFor="group-job">
            {words.jobs[group.job.kind]({
              done: number.format(group.job.done),
              total: number.format(group.job.total),
            })}
          </label>
          <progress
            id="group-job"
            max={Math.max(group.job.total, 1)}
            value={group.job.done}
            className="h-2 w-full accent-accent-text"
          />
        </div>
      )}
      <nav aria-label={words.tabs.label} className="flex flex-wrap gap-2">
        {tabs.map(([name, to, count, shown]) =>
          shown ? (
            <FilterChip
              key={name}
              to={to}
              current={name === tab}
              count={count === null ? undefined : number.format(count)}
            >
              {words.tabs[name]}
            </FilterChip>
          ) : null,
        )}
      </nav>
      {children}
    </>
  );
}
