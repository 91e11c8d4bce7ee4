import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { SessionForm, type SessionValues } from "../components/courses/session-form";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { courses, sessions } from "../messages/manage/en/courses";
import { posted } from "../posted";
import { insideCourses, sessionInput, sessionOf, sessionValues, zonesWith } from "./manage.courses.server";
import { errorText, fieldErrors, redirectWithFlash } from "./manage.guard.server";

const sections = { courses, sessions };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideCourses(context, request);
  const { session, may } = await sessionOf(context, params.sessionId);
  const here = `${base}/sessions/${session.id}`;
  if (!may.edit) throw redirect(here);
  return {
    workspace: workspace.name,
    here,
    title: session.title,
    zones: zonesWith(session.timeZone),
    values: {
      title: session.title,
      startsAt: session.wall.startsAt,
      endsAt: session.wall.endsAt,
      timeZone: session.timeZone,
      place: session.place ?? "",
      link: session.link ?? "",
      seats: session.seats === null ? "" : String(session.seats),
      groupId: "",
    },
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideCourses(context, request);
  const here = `${base}/sessions/${params.sessionId}`;
  const values = sessionValues(await request.formData());
  const saved = await context.attempt(() =>
    context.useCases.changeCourseSession(
      posted({ ...sessionInput(values), sessionId: params.sessionId ?? "" }),
    ),
  );
  if (saved.ok) {
    const { session, notices } = saved.value;
    return redirectWithFlash(context, here, {
      kind: notices.length > 0 ? "sessionTwice" : "sessionSaved",
      who: session.title,
    });
  }
  if (saved.error.code !== "VALIDATION_FAILED") {
    return redirectWithFlash(context, here, { kind: "error", text: errorText(manage, saved.error) });
  }
  return data({ values, errors: fieldErrors(manage, saved.error) }, { status: 422 });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: found ? `${manage.sessions.editTitle({ session: found.title })} · ${found.workspace}` : "" },
  ];
};

export default function EditSession() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: SessionValues; errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.sessions;
  return (
    <>
      <PageHeader
        title={words.editTitle({ session: loaded.title })}
        description={words.moved}
        back={
          <Link to={loaded.here} className="link">
            {manage.courses.backTo({ course: loaded.title })}
          </Link>
        }
      />
      <SessionForm
        values={answer?.values ?? loaded.values}
        errors={answer?.errors}
        zones={loaded.zones}
        groups={null}
        submit={words.save}
        busy={busy}
      />
      <p className="border-t border-line pt-6">
        <Link to={`${loaded.here}/cancel`} className="link">
          {words.cancel.link}
        </Link>
      </p>
    </>
  );
}
