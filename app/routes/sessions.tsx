import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { LearnFrame } from "../components/learn-frame";
import { Button } from "../components/ui/button";
import { PageHeader } from "../components/ui/page-header";
import { Rich } from "../components/ui/rich";
import { StatusBadge } from "../components/ui/status-badge";
import { Time } from "../components/ui/time";
import { deviceName } from "../device-name";
import { learnFrame, requireMember } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { textOf } from "../refusals";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const who = requireMember(request, context, { learns: true });
  const { account } = messagesFor(context);
  const { sessions } = await context.useCases.listSessions({});
  const query = new URL(request.url).searchParams;
  const others = query.get("others");
  return {
    ...learnFrame(who),
    title: `${account.sessions} · ${who.workspace.name}`,
    sessions: sessions.map(({ userAgent, ...session }) => ({ ...session, device: deviceName(userAgent) })),
    ended: query.has("ended"),
    othersEnded: others && /^\d{1,3}$/.test(others) ? Number(others) : null,
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  requireMember(request, context, { learns: true });
  const here = `/w/${params.workspace}/account/sessions`;
  const form = await request.formData();
  if (textOf(form, "intent") === "end-others") {
    const { ended } = await context.useCases.endOtherSessions({});
    return redirect(`${here}?others=${ended}`, 303);
  }
  const sessionId = textOf(form, "sessionId");
  // One that is gone already is what was asked for.
  await context.attempt(() => context.useCases.endSession({ sessionId }));
  return redirect(`${here}?ended=1`, 303);
}

export default function Sessions() {
  const page = useLoaderData<typeof loader>();
  const { account } = useWords();
  const others = page.sessions.filter(({ current }) => !current).length;
  const told =
    page.othersEnded !== null
      ? account.othersEnded({ count: page.othersEnded })
      : page.ended
        ? account.ended
        : null;
  return (
    <LearnFrame frame={page} flash={told ? { tone: "ok", children: told } : undefined}>
      <PageHeader
        title={account.sessions}
        description={others > 0 ? account.sessionsLead : account.onlyThis}
        actions={
          others > 0 && (
            <form method="post">
              <Button type="submit" name="intent" value="end-others" size="large">
                {account.endOthers}
              </Button>
            </form>
          )
        }
      />
      <ul className="border-t border-line">
        {page.sessions.map((session) => {
          const device = session.device || account.unknownDevice;
          return (
            <li
              key={session.id}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-3"
            >
              <div className="grid min-w-0 gap-1">
                <p className="flex flex-wrap items-center gap-x-3">
                  <span id={session.id} className="font-medium">
                    {device}
                  </span>
                  {session.current && <StatusBadge tone="good">{account.thisDevice}</StatusBadge>}
                </p>
                <p className="text-base text-muted">
                  <Rich
                    text={account.startedAt}
                    values={{ at: <Time at={session.createdAt} show="exact" /> }}
                  />
                  {session.ipPrefix && ` ${account.from({ place: session.ipPrefix })}`}
                  {" · "}
                  <Rich text={account.lastSeen} values={{ at: <Time at={session.lastSeenAt} /> }} />
                </p>
              </div>
              {!session.current && (
                <form method="post">
                  <input type="hidden" name="sessionId" value={session.id} />
                  <Button type="submit" name="intent" value="end" aria-describedby={session.id} size="large">
                    {account.end}
                  </Button>
                </form>
              )}
            </li>
          );
        })}
      </ul>
    </LearnFrame>
  );
}
