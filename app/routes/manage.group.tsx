import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import Ellipsis from "lucide-react/icons/ellipsis";
import UserMinus from "lucide-react/icons/user-minus";
import X from "lucide-react/icons/x";
import { PersonStatus } from "../components/people/person-status";
import { GroupFrame } from "../components/places/group-frame";
import { PlaceCourses } from "../components/places/place-courses";
import { FoundPlaces } from "../components/places/place-tree";
import { LinkTable } from "../components/registering/link-table";
import { Button, LinkButton } from "../components/ui/button";
import { Chip } from "../components/ui/chip";
import { EmptyState } from "../components/ui/empty-state";
import { Menu, MenuButton, MenuLink } from "../components/ui/menu";
import { Section } from "../components/ui/section";
import { Cell, HeadCell, Person, Row, Table, TableHead } from "../components/ui/table";
import { Time } from "../components/ui/time";
import { VisuallyHidden } from "../components/ui/visually-hidden";
import { useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { acts, list, people } from "../messages/manage/en/people";
import { groups, tree } from "../messages/manage/en/places";
import { links } from "../messages/manage/en/registering";
import { useRoleWords } from "../role-words";
import { groupOf, headOf, insideGroups } from "./manage.groups.server";
import { errorText, redirectWithFlash, returnTo } from "./manage.guard.server";

const sections = { acts, groups, links, list, people, tree };

/** The newest; the rest is on the page of links. */
const linksShown = 5;

const tabs = ["members", "invited", "subgroups", "courses"] as const;

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideGroups(context, request);
  const query = new URL(request.url).searchParams;
  const asked = tabs.find((known) => known === query.get("tab")) ?? "members";
  const cursor = query.get("cursor");
  if (cursor && !/^mem_[0-9a-z]{26}$/.test(cursor)) throw redirect(`${base}/groups/${params.groupId}`);
  const people = asked === "invited" ? "invited" : "current";
  const linked =
    workspace.policies["selfreg.mode"] === "group_link" &&
    member.mayInPart.includes("registration.manage") &&
    asked === "members" &&
    !cursor;
  const [group, links] = await Promise.all([
    groupOf(context, params.groupId, { people, cursor }),
    linked
      ? context.attempt(() =>
          context.useCases.listRegistrationLinks({ groupId: params.groupId ?? "", limit: linksShown }),
        )
      : null,
  ]);
  const tab = asked === "courses" && group.courses === null ? "members" : asked;
  return {
    base,
    workspace: workspace.name,
    group: headOf(group),
    tab,
    cursor,
    nextCursor: group.nextCursor,
    propagates: workspace.policies["groups.propagate_learner"],
    /** Invitations of this group are the viewer's: to remind of, and to withdraw. */
    manages: group.may.remind,
    takesMessage: workspace.policies["resend.message"],
    subgroups: group.subgroups,
    courses: group.courses,
    /** By which people join this group themselves; null: that is no way in here. */
    links: links?.ok ? links.value.links : null,
    assigns: member.mayInPart.includes("enrolment.manage"),
    people: group.people.map(({ roles, ...person }) => ({
      ...person,
      roles: [...new Set(roles.map(({ role }) => role))],
    })),
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
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
      : { kind: "error", text: errorText(manage, removed.error) },
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
  const manage = useManage(sections);
  const { base, group, manages, takesMessage, tab } = data;
  const words = manage.groups;
  const who = person.name || person.email || "";
  const here = addressOf(data);
  const back = new URLSearchParams({ returnTo: here });
  const form = `remove-${person.id}`;
  const icon = { className: "size-4 shrink-0 text-muted", "aria-hidden": true } as const;
  const withdraws = manages && tab === "invited" && person.invitationId !== null;
  return (
    <span className="flex flex-wrap items-center justify-end gap-1 sm:flex-nowrap">
      {manages && person.remindable && takesMessage && (
        <LinkButton
          to={`${base}/people/${person.id}/remind?${back}`}
          size="small"
          variant="quiet"
          className="whitespace-nowrap"
          aria-label={words.remindWho({ who })}
        >
          {words.remind}
        </LinkButton>
      )}
      {manages && person.remindable && !takesMessage && (
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
      {withdraws ? (
        <>
          <Form id={form} method="post" preventScrollReset hidden>
            <input type="hidden" name="returnTo" value={here} />
            <input type="hidden" name="who" value={who} />
          </Form>
          <Menu
            size="small"
            label={manage.list.more({ name: who })}
            trigger={<Ellipsis aria-hidden="true" className="size-4" />}
          >
            <MenuLink to={`${base}/people/${person.id}/cancel?${back}`} icon={<X {...icon} />}>
              {manage.acts.cancel}
            </MenuLink>
            {group.may.members && (
              <MenuButton form={form} name="remove" value={person.id} icon={<UserMinus {...icon} />}>
                {words.removeFrom}
              </MenuButton>
            )}
          </Menu>
        </>
      ) : (
        group.may.members && (
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
        )
      )}
    </span>
  );
}

function People({ data }: { data: Loaded }) {
  const manage = useManage(sections);
  const { base, tab, people, propagates } = data;
  const roleWords = useRoleWords();
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
                  <Chip key={role}>{roleWords(role).name}</Chip>
                ))}
              </span>
            </Cell>
            <Cell label={columns.status}>
              <PersonStatus status={person.status} delivery={person.delivery} />
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
  const manage = useManage(sections);
  const { base, group, people, cursor, nextCursor } = data;
  return (
    <nav
      aria-label={manage.groups.tabs.members}
      className="flex flex-wrap items-center justify-between gap-3"
    >
      <p className="flex flex-wrap gap-x-3 text-sm text-muted tabular-nums">
        {manage.groups.shown({ count: people.length })}
        <Link to={`${base}/people?groupId=${group.id}`} className="link">
          {manage.people.where.open}
        </Link>
      </p>
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
  const manage = useManage(sections);
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
        to={(id) => `${base}/groups/${id}`}
        places={subgroups.map((place) => ({ ...place, parentId: group.id, above: [] }))}
      />
    </div>
  );
}

function Courses({ data: { base, courses, assigns } }: { data: Loaded }) {
  const words = useManage(sections).groups;
  if (!courses || courses.length === 0) {
    return (
      <EmptyState
        title={words.noCourses}
        actions={assigns && <LinkButton to={`${base}/courses`}>{words.toCourses}</LinkButton>}
      >
        {assigns && words.noCoursesHelp}
      </EmptyState>
    );
  }
  return <PlaceCourses base={base} courses={courses} />;
}

/** The links by which people join this group themselves (`group_link`). */
function GroupLinks({ data: { base, group, links } }: { data: Loaded }) {
  const { links: words } = useManage(sections);
  if (links === null) return null;
  return (
    <Section
      title={words.ofGroup}
      description={words.ofGroupLead}
      actions={
        <LinkButton to={`${base}/registration-links/new?group=${group.id}`} size="small">
          {words.create}
        </LinkButton>
      }
    >
      {links.length > 0 && <LinkTable base={base} links={links} />}
    </Section>
  );
}

/** A group: who is in it, who is invited, what lies below, its courses (screen 11). */
export default function Group() {
  const manage = useManage(sections);
  const data = useLoaderData<typeof loader>();
  const { base, group, tab, people, cursor } = data;
  const words = manage.groups;
  return (
    <GroupFrame base={base} group={group} tab={tab}>
      {tab === "subgroups" ? (
        <Subgroups data={data} />
      ) : tab === "courses" ? (
        <Courses data={data} />
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
      <GroupLinks data={data} />
    </GroupFrame>
  );
}
