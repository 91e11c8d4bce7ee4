import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { ConfirmPage } from "../components/courses/confirm-page";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { courses, sessions } from "../messages/manage/en/courses";
import { insideCourses, sessionOf } from "./manage.courses.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";

const sections = { courses, sessions };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideCourses(context, request);
  const { session, may } = await sessionOf(context, params.sessionId);
  const here = `${base}/sessions/${session.id}`;
  if (!may.cancel) throw redirect(here);
  return { workspace: workspace.name, here, session: session.title };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideCourses(context, request);
  const canceled = await context.attempt(() =>
    context.useCases.cancelCourseSession({ sessionId: params.sessionId ?? "" }),
  );
  return redirectWithFlash(
    context,
    `${base}/sessions/${params.sessionId}`,
    canceled.ok
      ? { kind: "sessionCanceled", who: canceled.value.title }
      : { kind: "error", text: errorText(manage, canceled.error) },
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: data ? `${manage.sessions.cancel.title({ session: data.session })} · ${data.workspace}` : "" },
  ];
};

export default function CancelSession() {
  const manage = useManage(sections);
  const { here, session } = useLoaderData<typeof loader>();
  const words = manage.sessions.cancel;
  return (
    <ConfirmPage
      here={here}
      back={manage.courses.backTo({ course: session })}
      words={{ ...words, title: words.title({ session }) }}
    />
  );
}
