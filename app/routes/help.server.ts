import type { AppLoadContext } from "@remix-run/cloudflare";
import type { PageContext } from "../../worker/web";
import type { Language } from "../messages";
import { helpFor, managerHelp } from "../messages/help.server";

/** A help page as it is shown: sentences, and where they lead. */
export interface HelpPage {
  title: string;
  lead: string;
  parts: HelpPart[];
}

interface HelpPart {
  heading: string;
  texts: string[];
  links?: { to: string; label: string }[];
}

type Workspace = NonNullable<PageContext["workspace"]>;

/** What strangers may read, and what is for the manage area. */
export const publicTopics = ["not-received", "have-account"] as const;
export const managerTopics = [
  "users-with-account",
  "without-email",
  "groups",
  "roles",
  "registering",
  "limits",
] as const;

type PublicTopic = (typeof publicTopics)[number];
type ManagerTopic = Exclude<(typeof managerTopics)[number], "roles">;

/** A topic for everybody, by the policies of the workspace; managers read besides what they can do. */
export function publicHelp(
  context: AppLoadContext,
  workspace: Workspace,
  language: Language,
  topic: PublicTopic,
): HelpPage {
  const words = helpFor(context, language);
  const page =
    topic === "not-received"
      ? notReceived(context, workspace, words)
      : haveAccount(context, workspace, words);
  return { title: words.topics[topic], ...page };
}

function notReceived(context: AppLoadContext, workspace: Workspace, help: ReturnType<typeof helpFor>) {
  const { policies, slug } = workspace;
  const words = help.notReceived;
  const named = { workspace: workspace.name };
  const ttl = policies["invite.link_ttl_s"];
  const { provider } = context;
  const signIn = [{ to: `/w/${slug}/sign-in`, label: help.signIn }];
  const parts: HelpPart[] = [
    {
      heading: words.look.heading,
      texts: [
        words.look.spam(named),
        words.look.mailbox,
        words.look.sender({ sender: context.sender.address }),
        words.look.filter,
      ],
    },
    {
      heading: words.link.heading,
      texts: [
        ttl === null ? words.link.endless : words.link.term({ seconds: ttl }),
        policies["resend.token"] === "rotate" ? words.link.newest : words.link.all,
        ...(ttl === null ? [] : [words.link.ended]),
      ],
    },
    {
      heading: words.again.heading,
      texts: [
        words.again.ask,
        ...(provider ? [words.provider({ provider: provider.name })] : []),
        words.joined,
      ],
      links: signIn,
    },
  ];
  if (context.member?.mayInPart.includes("invitation.manage")) {
    const { notReceived: own } = managerHelp(context);
    parts.unshift({
      heading: own.heading,
      texts: [
        own.delivery,
        own.resend,
        policies["resend.token"] === "rotate" ? own.rotates : own.keeps,
        ...(policies["invite.copy_link"] ? [own.copy] : []),
        own.filter,
      ],
    });
    parts.push(forMailAdmins(context, slug, own.allow));
  }
  return { lead: words.lead(named), parts };
}

/** What somebody outside needs to let our mails through (F81). */
function forMailAdmins(
  { sender, member }: AppLoadContext,
  slug: string,
  words: ReturnType<typeof managerHelp>["notReceived"]["allow"],
): HelpPart {
  return {
    heading: words.heading,
    texts: [words.sender(sender), words.returnPath(sender.returnPath), words.signed(sender)],
    ...(member?.may.includes("workspace.manage") && {
      links: [{ to: `/w/${slug}/settings/sender`, label: words.check }],
    }),
  };
}

function haveAccount(context: AppLoadContext, workspace: Workspace, help: ReturnType<typeof helpFor>) {
  const { policies, slug } = workspace;
  const words = help.haveAccount;
  const { provider } = context;
  const signIn = [{ to: `/w/${slug}/sign-in`, label: help.signIn }];
  const only = provider?.only ? provider.name : null;
  return {
    lead: words.lead,
    parts: [
      {
        heading: words.join.heading,
        texts: only ? [words.join.provider({ provider: only })] : [words.join.follow, words.join.stays],
        links: signIn,
      },
      { heading: words.other.heading, texts: [words.other.ask] },
      ...(only
        ? []
        : [
            {
              heading: words.forgot.heading,
              texts: [words.forgot.choose],
              links: [{ to: `/w/${slug}/forgot`, label: help.forgot }],
            },
          ]),
      ...(policies["identity.username"] === "optional" || policies["identity.allow_no_email"]
        ? [{ heading: words.username.heading, texts: [words.username.text] }]
        : []),
    ],
  };
}

/** A topic for the manage area, by the policies of the workspace. */
export function helpOfManagers(context: AppLoadContext, workspace: Workspace, topic: ManagerTopic): HelpPage {
  const words = managerHelp(context);
  const title = words.topics[topic];
  switch (topic) {
    case "users-with-account":
      return { title, ...withAccount(context, workspace, words) };
    case "without-email":
      return { title, ...withoutEmail(workspace, words) };
    case "groups":
      return { title, ...groupTree(workspace, words) };
    case "registering":
      return { title, ...registering(context, workspace, words) };
    case "limits":
      return { title, ...limits(workspace, words) };
  }
}

type Words = ReturnType<typeof managerHelp>;

function withAccount({ provider }: AppLoadContext, { policies, slug }: Workspace, all: Words) {
  const { here, elsewhere, lead, toPeople } = all.withAccount;
  const existing = policies["csv.existing"];
  return {
    lead,
    parts: [
      {
        heading: here.heading,
        texts: [
          policies["invite.existing_here"] === "error_help" ? here.plain : here.profile,
          here.invited,
          here.deactivated,
          existing === "fail" ? here.file.fail : existing === "skip" ? here.file.skip : here.file.other,
        ],
        links: [{ to: `/w/${slug}/people`, label: toPeople }],
      },
      {
        heading: elsewhere.heading,
        texts: [
          provider?.only ? elsewhere.provider : elsewhere.joins,
          elsewhere[policies["invite.existing_elsewhere"]],
        ],
      },
    ],
  };
}

function withoutEmail({ policies }: Workspace, { withoutEmail: words }: Words) {
  if (!policies["identity.allow_no_email"]) return { lead: words.off, parts: [] };
  const { heading, ...texts } = words.how;
  return { lead: words.lead, parts: [{ heading, texts: Object.values(texts) }] };
}

function groupTree({ policies }: Workspace, { groups: words }: Words) {
  const { lead, heading, propagates, private: closed, others, session, root, alone } = words;
  const texts = policies["groups.propagate_learner"] ? [propagates, closed, others] : [alone];
  if (policies["from_session.enabled"]) texts.push(session);
  if (policies["groups.root"]) texts.push(root);
  return { lead, parts: [{ heading, texts }] };
}

/** What whoever brings people in may want to read, by the policies of the workspace (F46). */
export function helpForInviting(
  context: AppLoadContext,
  { policies, slug }: Workspace,
): { to: string; label: string }[] {
  const own = managerHelp(context).topics;
  const topics = [
    ["not-received", helpFor(context, "en").topics["not-received"], true],
    ["users-with-account", own["users-with-account"], true],
    ["without-email", own["without-email"], policies["identity.allow_no_email"]],
    ["groups", own.groups, policies["groups.propagate_learner"]],
    ["limits", own.limits, true],
  ] as const;
  return topics
    .filter(([, , shown]) => shown)
    .map(([topic, label]) => ({ to: `/w/${slug}/help/${topic}`, label }));
}

function registering(
  { member }: AppLoadContext,
  { policies, slug }: Workspace,
  { registering: words }: Words,
) {
  const { links, queue } = words;
  if (policies["selfreg.mode"] === "off") return { lead: words.off, parts: [] };
  const decides = member?.mayInPart.includes("registration.manage") === true;
  const link = (path: string, label: string) =>
    decides ? { links: [{ to: `/w/${slug}/${path}`, label }] } : {};
  const check = policies["selfreg.check"];
  const moderated = check === "moderated";
  return {
    lead: words.lead,
    parts: [
      {
        heading: links.heading,
        texts: [
          links.what,
          links.part,
          links.count,
          links.ends,
          ...(policies["selfreg.mode"] === "group_link" ? [links.code] : []),
          links.gone,
        ],
        ...link("registration-links", words.toLinks),
      },
      {
        heading: queue.heading,
        texts: moderated
          ? [queue.waits, queue.approve, queue.refuse]
          : [check === "free" ? queue.free : queue.none],
        ...(moderated ? link("registrations?status=waiting", words.toQueue) : {}),
      },
    ],
  };
}

function limits({ policies }: Workspace, { limits: words }: Words) {
  const { files, mails, people } = words;
  const soft = policies["limits.users_soft"];
  return {
    lead: words.lead,
    parts: [
      {
        heading: files.heading,
        texts: [files.size, files.imports, policies["invite.multi_address"] ? files.form : files.one],
      },
      { heading: mails.heading, texts: [mails.day, mails.mailbox, mails.resend, mails.bulk] },
      {
        heading: people.heading,
        texts: [
          ...(soft === null ? [] : [people.soft({ people: new Intl.NumberFormat("en").format(soft) })]),
          people.trees,
        ],
      },
    ],
  };
}
