import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { PersonStatus } from "../components/people/person-status";
import { GroupFrame } from "../components/places/group-frame";
import { FoundPlaces } from "../components/places/place-tree";
import { Button, LinkButton } from "../components/ui/button";
import { Chip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { Cell, HeadCell, Person, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { VisuallyHidden } from "../components/ui/visually-hidden";
import { manage } from "../messages/manage/en";
import { useWords } from "../request";
import { groupOf, headOf, insideGroups } from "./manage.groups.server";
import { errorText, redirectWithFlash, returnTo } from "./manage.guard.server";

const tabs = ["members", "invited", "subgroups"] as const;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideGroups(context, request);
  const query = new URL(request.url).searchParams;
  const tab = tabs.find((known) => known === query.get("tab")) ?? "members";
  const cursor = query.get("cursor");
  if (cursor && !/^mem_[0-9a-z]{26}$/.test(cursor)) throw redirect(`${base}/groups/${params.groupId}`);
  const people = tab === "invited" ? "invited" : "current";
  const group = await groupOf(context, params.groupId, { people, cursor });
  return {
    base,
    workspace: workspace.name,
    group: headOf(group),
    tab,
    cursor,
    nextCursor: group.nextCursor,
    labels: workspace.policies["ui.status_labels"],
    propagates: workspace.policies["groups.propagate_learner"],
    reminds: group.may.remind,
    subgroups: group.subgroups,
    people: group.people.map(({ roles, ...person }) => ({
      ...person,
      roles: [...new Set(roles.map(({ role }) => role))],
    })),
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const { base } = insideGroups(context, request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const removed = await context.attempt(() =>
    context.useCases.removeGroupMember({ groupId: params.groupId ?? "", membershipId: text("remove") }),
  );
  return redirectWithFlash(
    context,
    returnTo(form, base, `${base}/groups/${params.groupId}`),
    removed.ok
      ? { kind: "groupRemoved", who: text("who") }
      : { kind: "error", text: errorText(removed.error) },
  );
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.group.name} · ${data.workspace}` : "" },
];

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

/** The page that one is on, to come back to after an act. */
function addressOf({ base, group, tab, cursor }: Loaded, next: string | null = cursor): string {
  const query = new URLSearchParams();
  if (tab !== "members") query.set("tab", tab);
  if (next) query.set("cursor", next);
  const address = `${base}/groups/${group.id}`;
  return query.size > 0 ? `${address}?${query}` : address;
}

function RowActs({ data, person }: { data: Loaded; person: Loaded["people"][number] }) {
  const { base, group, reminds } = data;
  const words = manage.groups;
  const who = person.name || person.email || "";
  const here = addressOf(data);
  return (
    <span className="flex flex-wrap justify-end gap-1">
      {reminds && person.remindable && (
        <Form method="post" action={`${base}/people/${person.id}`} preventScrollReset>
          <input type="hidden" name="returnTo" value={here} />
          <Button
            type="submit"
            name="remind"
            value={person.invitationId ?? ""}
            size="small"
            variant="quiet"
            aria-label={words.remindWho({ who })}
          >
            {words.remind}
          </Button>
        </Form>
      )}
      {group.may.members && (
        <Form method="post" preventScrollReset>
          <input type="hidden" name="returnTo" value={here} />
          <input type="hidden" name="who" value={who} />
          <Button
            type="submit"
            name="remove"
            value={person.id}
            size="small"
            variant="quiet"
            aria-label={words.removeWho({ who })}
          >
            {words.remove}
          </Button>
        </Form>
      )}
    </span>
  );
}

function People({ data }: { data: Loaded }) {
  const { base, tab, people, labels, propagates } = data;
  const { roles } = useWords();
  const words = manage.groups;
  const { columns } = words;
  const joined = tab === "members";
  return (
    <Table caption={words.tabs[tab]}>
      <TableHead>
        <HeadCell>{columns.person}</HeadCell>
        <HeadCell>{columns.roles}</HeadCell>
        <HeadCell>{columns.status}</HeadCell>
        {joined && <HeadCell>{columns.since}</HeadCell>}
        {propagates && <HeadCell>{columns.how}</HeadCell>}
        <HeadCell>
          <VisuallyHidden>{columns.acts}</VisuallyHidden>
        </HeadCell>
      </TableHead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id}>
            <Cell>
              <Person
                name={person.name}
                address={person.email}
                link={(text) => (
                  <Link to={`${base}/people/${person.id}`} className="hover:underline">
                    {text}
                  </Link>
                )}
              />
            </Cell>
            <Cell label={columns.roles}>
              <span className="flex flex-wrap gap-1">
                {person.roles.map((role) => (
                  <Chip key={role}>{roles[role].name}</Chip>
                ))}
              </span>
            </Cell>
            <Cell label={columns.status}>
              <PersonStatus status={person.status} delivery={person.delivery} labels={labels} />
            </Cell>
            {joined && (
              <Cell label={columns.since}>
                {person.joinedAt ? <Time at={person.joinedAt} /> : <span className="text-muted">–</span>}
              </Cell>
            )}
            {propagates && (
              <Cell label={columns.how}>
                {!person.derived ? (
                  words.direct
                ) : person.through ? (
                  <Link to={`${base}/groups/${person.through.id}`} className="link">
                    {words.through({ group: person.through.name })}
                  </Link>
                ) : (
                  words.throughBelow
                )}
              </Cell>
            )}
            <Cell part="menu">
              <RowActs data={data} person={person} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Pages({ data }: { data: Loaded }) {
  const { people, cursor, nextCursor } = data;
  return (
    <nav
      aria-label={manage.groups.tabs.members}
      className="flex flex-wrap items-center justify-between gap-3"
    >
      <p className="text-sm text-muted tabular-nums">{manage.groups.shown({ count: people.length })}</p>
      <span className="flex gap-2">
        {cursor && (
          <LinkButton to={addressOf(data, "")} size="small" rel="first">
            {manage.tree.first}
          </LinkButton>
        )}
        {nextCursor && (
          <LinkButton to={addressOf(data, nextCursor)} size="small" rel="next">
            {manage.tree.next}
          </LinkButton>
        )}
      </span>
    </nav>
  );
}

function Subgroups({ data }: { data: Loaded }) {
  const { base, group, subgroups } = data;
  const words = manage.groups;
  const create = group.may.manage && (
    <LinkButton to={`${base}/groups/new?parent=${group.id}`}>{words.subgroup}</LinkButton>
  );
  if (subgroups.length === 0) {
    return (
      <EmptyState title={words.noSubgroups} actions={create}>
        {words.noSubgroupsHelp}
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-4">
      {create && <div>{create}</div>}
      <FoundPlaces
        address={`${base}/groups`}
        places={subgroups.map((place) => ({ ...place, parentId: group.id, above: [] }))}
      />
    </div>
  );
}

/** A group: who is in it, who is invited, what lies below (screen 11). */
export default function Group() {
  const data = useLoaderData<typeof loader>();
  const { base, group, tab, people, cursor } = data;
  const words = manage.groups;
  return (
    <GroupFrame base={base} group={group} tab={tab}>
      {tab === "subgroups" ? (
        <Subgroups data={data} />
      ) : people.length === 0 && !cursor ? (
        <EmptyState
          title={tab === "members" ? words.nobody : words.nobodyInvited}
          actions={
            group.may.members &&
            !group.job && <LinkButton to={`${base}/groups/${group.id}/add`}>{words.addPeople}</LinkButton>
          }
        >
          {tab === "members" ? words.nobodyHelp : words.nobodyInvitedHelp}
        </EmptyState>
      ) : (
        <div className="grid gap-3">
          <People data={data} />
          <Pages data={data} />
        </div>
      )}
    </GroupFrame>
  );
}
