import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { Outlet, useLoaderData, useLocation } from "@remix-run/react";
import Armchair from "lucide-react/icons/armchair";
import BookOpen from "lucide-react/icons/book-open";
import ChartColumn from "lucide-react/icons/chart-column";
import FolderTree from "lucide-react/icons/folder-tree";
import House from "lucide-react/icons/house";
import IdCard from "lucide-react/icons/id-card";
import KeyRound from "lucide-react/icons/key-round";
import Mail from "lucide-react/icons/mail";
import MailPlus from "lucide-react/icons/mail-plus";
import Network from "lucide-react/icons/network";
import QrCode from "lucide-react/icons/qr-code";
import Receipt from "lucide-react/icons/receipt";
import ScrollText from "lucide-react/icons/scroll-text";
import Settings from "lucide-react/icons/settings";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import Tags from "lucide-react/icons/tags";
import Upload from "lucide-react/icons/upload";
import UserPlus from "lucide-react/icons/user-plus";
import Users from "lucide-react/icons/users";
import WholeWord from "lucide-react/icons/whole-word";
import { useEffect, useRef } from "react";
import { branding } from "../branding";
import { ManageShell, type NavItem } from "../components/manage-shell";
import { usePalette } from "../components/palette/use-palette";
import { type Flash, FlashActions, type ToldFlash } from "../components/people/flash";
import { forgetDrafts } from "../components/people/invite-draft";
import { useToast } from "../components/ui/toast";
import { WorkTray } from "../components/work-tray";
import { levelAbove } from "../customer";
import { ManageWords, manageOfPage, useManage } from "../manage-words";
import type { ManageMessages } from "../messages/manage/en";
import { people } from "../messages/manage/en/people";
import { nav, shell } from "../messages/manage/en/shell";
import { useNow } from "../request";
import { OwnRoles } from "../role-words";
import { insideOf, takeFlash } from "./manage.guard.server";

const sections = { nav, people, shell };

export { unlessPreview as shouldRevalidate } from "../components/people/revalidation";

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, person, base } = insideOf(context, request);
  const { flash, forget } = takeFlash(context);
  const ofPart = member.mayInPart.includes("people.view") && !member.may.includes("people.view");
  const registers =
    workspace.policies["selfreg.mode"] !== "off" && member.mayInPart.includes("registration.manage");
  const [part, waiting] = await Promise.all([
    ofPart ? context.attempt(() => context.useCases.viewOwnPart({})) : null,
    registers ? context.attempt(() => context.useCases.countWaitingRegistrations({})) : null,
  ]);
  return data(
    {
      base,
      ...branding(workspace),
      terms: context.terms("en"),
      workspace: { name: workspace.name, timeZone: workspace.timeZone },
      workspaces: person.workspaces.map(({ slug, name }) => ({
        name,
        to: `/w/${slug}`,
        current: slug === workspace.slug,
      })),
      customer: levelAbove(person.customers, workspace.customerId),
      viewer: {
        name: `${person.firstName} ${person.lastName}`.trim(),
        signIn: person.email || (person.loginName ?? ""),
      },
      may: member.may,
      /** Whose people the lists show; null: everybody's. */
      part: part?.ok ? part.value : null,
      // Lists that everybody sees their own part of.
      sees: {
        groups: member.mayInPart.includes("people.view"),
        courses: member.mayInPart.includes("course.view"),
        people: member.mayInPart.includes("people.view"),
        // Apart from the people, where the policy lists them so (D29).
        invitedOfGroups: workspace.policies["ui.pending_view"] !== "users_filter",
        invitations:
          member.mayInPart.includes("people.view") &&
          workspace.policies["ui.pending_view"] === "invitations_list",
        // Whoever may start long work sees how far it is.
        work: (["people.view", "course.create", "enrolment.manage"] as const).some((right) =>
          member.mayInPart.includes(right),
        ),
        // Where the catalog is off there may still be old ones: the pages stay, only the way to them is hidden.
        orders: workspace.policies["selfreg.mode"] === "catalog",
        audit: member.mayInPart.includes("audit.view"),
        imports: member.mayInPart.includes("invitation.create"),
        resends: member.mayInPart.includes("invitation.manage"),
        units:
          workspace.policies["units.enabled"] &&
          (member.may.includes("unit.manage") || member.roles.includes("unit_manager")),
      },
      learns: member.roles.includes("learner"),
      roleSwitch: { acting: member.acting, choices: member.roleChoices },
      roleNames: member.roleNames,
      /** How many wait for approval; null: nobody registers here, or it is not theirs to see. */
      waiting: waiting?.ok ? waiting.value.count : null,
      flash,
    },
    { headers: forget },
  );
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: found ? `${manage.people.title} · ${found.workspace.name}` : manage.people.title }];
};

/** What ends the draft of an invitation. */
const draftEnds = new Set<Flash["kind"]>(["invited", "invitedMany", "prepared", "preparedMany"]);

/** A flash that came with this very document stands in the page; one that came by a post goes past as a toast. */
function PassingFlash({ flash, base }: { flash: ToldFlash | null; base: string }) {
  const toast = useToast();
  const shown = useRef(flash);
  useEffect(() => {
    if (flash && draftEnds.has(flash.kind)) forgetDrafts(base);
  }, [flash, base]);
  useEffect(() => {
    if (!flash || shown.current === flash) return;
    shown.current = flash;
    toast({
      text: flash.aside ? `${flash.told}. ${flash.aside}` : flash.told,
      action: <FlashActions flash={flash} base={base} now={0} />,
    });
  }, [flash, base, toast]);
  return null;
}

/** The badge says "99+" of more: they are not counted further. */
function waitingCount(manage: Pick<ManageMessages, "shell">, waiting: number): NavItem["count"] {
  const shown = waiting > 99 ? "99+" : String(waiting);
  return { shown, words: manage.shell.waiting({ count: shown }) };
}

export default function Manage() {
  const { terms, roleNames } = useLoaderData<typeof loader>();
  return (
    <ManageWords terms={terms}>
      <OwnRoles value={roleNames}>
        <ManageArea />
      </OwnRoles>
    </ManageWords>
  );
}

function ManageArea() {
  const manage = useManage(sections);
  const { base, workspace, workspaces, customer, viewer, may, sees, learns, roleSwitch, waiting, flash } =
    useLoaderData<typeof loader>();
  const location = useLocation();
  const now = useNow();
  const icon = { className: "size-4 shrink-0", "aria-hidden": true } as const;
  const nav: (NavItem | false)[][] = [
    [
      sees.people
        ? { to: `${base}/people`, label: manage.nav.people, icon: <Users {...icon} /> }
        : { to: `${base}/start`, label: manage.nav.start, icon: <House {...icon} /> },
      sees.invitations && {
        to: `${base}/people`,
        view: "status=pending",
        label: manage.nav.invitations,
        icon: <MailPlus {...icon} />,
      },
      sees.imports && {
        to: `${base}/imports`,
        label: manage.nav.imports,
        icon: <Upload {...icon} />,
      },
      waiting !== null && {
        to: `${base}/registrations`,
        label: manage.nav.registrations,
        icon: <UserPlus {...icon} />,
        ...(waiting > 0 && { count: waitingCount(manage, waiting) }),
      },
      waiting !== null && {
        to: `${base}/registration-links`,
        label: manage.nav.links,
        icon: <QrCode {...icon} />,
      },
    ],
    [
      sees.groups && { to: `${base}/groups`, label: manage.nav.groups, icon: <FolderTree {...icon} /> },
      sees.units && { to: `${base}/units`, label: manage.nav.units, icon: <Network {...icon} /> },
      sees.courses && {
        to: `${base}/courses`,
        label: manage.nav.courses,
        icon: <BookOpen {...icon} />,
        also: `${base}/sessions`,
      },
      may.includes("order.manage") &&
        sees.orders && { to: `${base}/orders`, label: manage.nav.orders, icon: <Receipt {...icon} /> },
    ],
    [
      may.includes("insights.view") && {
        to: `${base}/insights`,
        label: manage.nav.insights,
        icon: <ChartColumn {...icon} />,
      },
      sees.audit && {
        to: `${base}/audit`,
        label: manage.nav.audit,
        icon: <ScrollText {...icon} />,
      },
    ],
    [
      may.includes("workspace.manage") && {
        to: `${base}/settings`,
        label: manage.nav.settings,
        icon: <Settings {...icon} />,
        exact: true,
      },
      may.includes("workspace.manage") && {
        to: `${base}/settings/policies`,
        label: manage.nav.policies,
        icon: <SlidersHorizontal {...icon} />,
      },
      may.includes("workspace.manage") && {
        to: `${base}/settings/words`,
        label: manage.nav.words,
        icon: <WholeWord {...icon} />,
      },
      may.includes("workspace.manage") && {
        to: `${base}/settings/roles`,
        label: manage.nav.roles,
        icon: <IdCard {...icon} />,
      },
      may.includes("workspace.manage") && {
        to: `${base}/settings/fields`,
        label: manage.nav.fields,
        icon: <Tags {...icon} />,
      },
      may.includes("workspace.manage") && {
        to: `${base}/settings/seats`,
        label: manage.nav.seats,
        icon: <Armchair {...icon} />,
      },
      may.includes("invitation.create") && {
        to: `${base}/settings/mails`,
        label: manage.nav.mails,
        icon: <Mail {...icon} />,
      },
      may.includes("api_keys.manage") && {
        to: `${base}/settings/api-keys`,
        label: manage.nav.apiKeys,
        icon: <KeyRound {...icon} />,
      },
    ],
  ];
  const groups = nav
    .map((group) => group.filter((item) => item !== false))
    .filter(({ length }) => length > 0);
  const above = customer && { to: customer.to, label: manage.shell.allOf({ customer: customer.name }) };
  const roles = { ...roleSwitch, to: `${base}/acting` };
  const palette = usePalette({
    base,
    nav: groups,
    workspaces,
    customer: above ?? undefined,
    roles,
    may: { find: sees.people, invite: sees.imports, resend: sees.resends },
  });
  const first = useRef({ key: location.key, flash });
  const standing = flash === first.current.flash && location.key === first.current.key ? flash : null;
  return (
    <ManageShell
      workspace={workspace}
      workspaces={workspaces}
      customer={above ?? undefined}
      nav={groups}
      palette={palette}
      viewer={viewer}
      tray={sees.work && <WorkTray base={base} />}
      links={{
        account: `${base}/account`,
        sessions: `${base}/account/sessions`,
        other: learns ? { to: `${base}/learn`, label: manage.shell.toLearn } : undefined,
        roles,
        signOut: `${base}/sign-out`,
      }}
      flash={
        standing
          ? {
              tone: standing.kind === "error" ? "error" : "ok",
              title: standing.told,
              children: standing.aside,
              actions: <FlashActions flash={standing} base={base} now={now} />,
            }
          : undefined
      }
    >
      <PassingFlash flash={flash} base={base} />
      <Outlet />
    </ManageShell>
  );
}
