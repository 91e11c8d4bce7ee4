import { Link } from "@remix-run/react";
import Bell from "lucide-react/icons/bell";
import CalendarPlus from "lucide-react/icons/calendar-plus";
import Copy from "lucide-react/icons/copy";
import Ellipsis from "lucide-react/icons/ellipsis";
import History from "lucide-react/icons/history";
import Pencil from "lucide-react/icons/pencil";
import Send from "lucide-react/icons/send";
import UserRound from "lucide-react/icons/user-round";
import X from "lucide-react/icons/x";
import { useManage } from "../../manage-words";
import type { RoleKey } from "../../messages";
import { acts, list, people } from "../../messages/manage/en/people";
import { useRoleWords } from "../../role-words";
import { Checkbox } from "../ui/checkbox";
import { Chip } from "../ui/chip";
import { Menu, MenuButton, MenuLine, MenuLink } from "../ui/menu";
import { Rich } from "../ui/rich";
import { Cell, HeadCell, Person, Row, Table, TableHead } from "../ui/table";
import { Time } from "../ui/time";
import { VisuallyHidden } from "../ui/visually-hidden";
import { PersonStatus } from "./person-status";

const sections = { acts, list, people };

export type RowAct = "resend" | "remind" | "copy" | "edit" | "extend" | "cancel";

export interface ListedPerson {
  id: string;
  name: string;
  email: string | null;
  /** Of people without an address. */
  username: string | null;
  /** Of those who were let in without proof: the address that they typed, and until when it may be confirmed. */
  unproved: { address: string; until: number } | null;
  roles: readonly RoleKey[];
  status: string;
  delivery: string;
  invitationId: string | null;
  expiresAt: number | null;
  inviterName: string | null;
  registered: boolean;
  sentAt: number | null;
  seatWaitSince: number | null;
  accessEnded: boolean;
  joinedAt: number | null;
  lastSeenAt: number | null;
  /** What the viewer may do with this row, as the server says. */
  acts: readonly RowAct[];
}

/** The form that the buttons of all row menus belong to; the page renders it once. */
export const rowForm = "row-acts";
/** The form that the ticks belong to. */
export const bulkForm = "bulk";

/** Closes the menu a button stands in, as a link in it would. */
function closeMenu(element: HTMLElement) {
  element.closest<HTMLElement>("[popover]")?.hidePopover();
}

function RowMenu({ person, base }: { person: ListedPerson; base: string }) {
  const manage = useManage(sections);
  const { acts, invitationId } = person;
  const page = `${base}/people/${person.id}`;
  const icon = { className: "size-4 shrink-0 text-muted", "aria-hidden": true } as const;
  const post = {
    form: rowForm,
    formAction: page,
    value: invitationId ?? "",
    onClick: (event: { currentTarget: HTMLElement }) => closeMenu(event.currentTarget),
  };
  const never = person.delivery === "prepared";
  return (
    <Menu
      size="small"
      label={manage.list.more({ name: person.name || person.email || person.username || "" })}
      trigger={<Ellipsis aria-hidden="true" className="size-4" />}
    >
      <MenuLink to={page} icon={<UserRound {...icon} />}>
        {manage.acts.view}
      </MenuLink>
      {acts.includes("resend") && (
        <MenuButton {...post} name="resend" data-act="resend" icon={<Send {...icon} />}>
          {never ? manage.acts.send : manage.acts.resend}
        </MenuButton>
      )}
      {acts.includes("remind") && (
        <MenuButton {...post} name="remind" icon={<Bell {...icon} />}>
          {manage.acts.remind}
        </MenuButton>
      )}
      {acts.includes("copy") && (
        <MenuButton {...post} name="copy" icon={<Copy {...icon} />}>
          {manage.acts.copyLink}
        </MenuButton>
      )}
      {acts.includes("edit") && (
        <span data-act-holder="edit">
          <MenuLink to={`${page}/edit`} icon={<Pencil {...icon} />}>
            {manage.acts.edit}
          </MenuLink>
        </span>
      )}
      {acts.includes("extend") && (
        <MenuLink to={`${base}/people/bulk?action=extend&ids=${person.id}`} icon={<CalendarPlus {...icon} />}>
          {manage.acts.extend}
        </MenuLink>
      )}
      <MenuLink to={`${page}#history`} icon={<History {...icon} />}>
        {manage.acts.history}
      </MenuLink>
      {acts.includes("cancel") && (
        <>
          <MenuLine />
          <MenuLink to={`${page}/cancel`} icon={<X {...icon} />}>
            {manage.acts.cancel}
          </MenuLink>
        </>
      )}
    </Menu>
  );
}

function Activity({ person }: { person: ListedPerson }) {
  const manage = useManage(sections);
  const { status, sentAt, lastSeenAt, joinedAt } = person;
  const joined = status === "active" || status === "deactivated" || status === "unproved";
  const [words, at] = joined
    ? lastSeenAt
      ? [manage.people.seen, lastSeenAt]
      : [manage.people.joined, joinedAt]
    : [manage.people.sent, sentAt];
  if (!at)
    return <span className="text-muted">{joined ? manage.people.neverSeen : manage.people.notSent}</span>;
  return <Rich text={words} values={{ at: <Time at={at} /> }} />;
}

function LinkEnd({ person }: { person: ListedPerson }) {
  const manage = useManage(sections);
  const { status, expiresAt } = person;
  if (status !== "pending" && status !== "expired") return <span className="text-muted">–</span>;
  if (expiresAt === null) return <span className="text-muted">{manage.people.noEnd}</span>;
  if (status === "expired")
    return <Rich text={manage.people.ended} values={{ at: <Time at={expiresAt} /> }} />;
  return <Time at={expiresAt} />;
}

export interface PeopleTableProps {
  people: readonly ListedPerson[];
  base: string;
  /** Ticks only for those who may act on several at once. */
  selectable: boolean;
  selected: ReadonlySet<string>;
  onSelect: (id: string, ticked: boolean, range: boolean) => void;
}

/** Members and invitations, one a row. */
export function PeopleTable({ people, base, selectable, selected, onSelect }: PeopleTableProps) {
  const manage = useManage(sections);
  const roleWords = useRoleWords();
  const { columns } = manage.people;
  return (
    <Table caption={manage.people.title}>
      <TableHead>
        {selectable && (
          <HeadCell>
            <VisuallyHidden>{columns.select}</VisuallyHidden>
          </HeadCell>
        )}
        <HeadCell>{columns.person}</HeadCell>
        <HeadCell>{columns.roles}</HeadCell>
        <HeadCell>{columns.status}</HeadCell>
        <HeadCell>{columns.activity}</HeadCell>
        <HeadCell>{columns.expires}</HeadCell>
        <HeadCell>{columns.inviter}</HeadCell>
        <HeadCell>
          <VisuallyHidden>{columns.more}</VisuallyHidden>
        </HeadCell>
      </TableHead>
      <tbody>
        {people.map((person) => {
          const title = person.name || person.email || person.username || "";
          return (
            <Row key={person.id} selected={selected.has(person.id)}>
              {selectable && (
                <Cell part="tick">
                  <Checkbox
                    id={`tick-${person.id}`}
                    name="ids"
                    value={person.id}
                    form={bulkForm}
                    hideLabel
                    label={manage.list.tick({ name: title })}
                    checked={selected.has(person.id)}
                    onChange={(event) =>
                      onSelect(
                        person.id,
                        event.target.checked,
                        (event.nativeEvent as MouseEvent).shiftKey === true,
                      )
                    }
                  />
                </Cell>
              )}
              {/* Seven columns leave the name too little of its share: it keeps a width of its own here. */}
              <Cell style={{ width: "auto", maxWidth: "none" }}>
                <div className="sm:w-52">
                  <Person
                    name={person.name}
                    address={
                      person.unproved
                        ? manage.people.saysToBe({ address: person.unproved.address })
                        : (person.email ?? person.username)
                    }
                    link={(text) => (
                      <Link to={`${base}/people/${person.id}`} data-row-link="" className="hover:underline">
                        {text}
                      </Link>
                    )}
                  />
                </div>
              </Cell>
              <Cell label={columns.roles}>
                <span className="flex flex-wrap gap-1 sm:max-w-28 sm:flex-col sm:items-start">
                  {person.roles.map((role) => (
                    <Chip key={role} title={roleWords(role).name}>
                      {roleWords(role).name}
                    </Chip>
                  ))}
                </span>
              </Cell>
              <Cell label={columns.status}>
                <PersonStatus
                  status={person.status}
                  delivery={person.delivery}
                  until={person.unproved?.until}
                  seatWaitSince={person.seatWaitSince}
                  accessEnded={person.accessEnded}
                />
              </Cell>
              <Cell label={columns.activity}>
                <Activity person={person} />
              </Cell>
              <Cell label={columns.expires}>
                <LinkEnd person={person} />
              </Cell>
              <Cell label={columns.inviter}>
                {person.registered
                  ? manage.people.registered
                  : (person.inviterName ?? <span className="text-muted">–</span>)}
              </Cell>
              <Cell part="menu">
                <RowMenu person={person} base={base} />
              </Cell>
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}
