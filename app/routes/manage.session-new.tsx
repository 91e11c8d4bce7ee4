import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { SessionForm, type SessionValues } from "../components/courses/session-form";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { courses, sessions } from "../messages/manage/en/courses";
import { posted } from "../posted";
import {
  courseOf,
  insideCourses,
  placeChoices,
  sessionInput,
  sessionValues,
  zonesWith,
} from "./manage.courses.server";
import { fieldErrors, redirectWithFlash } from "./manage.guard.server";

const sections = { courses, sessions };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const inside = insideCourses(context, request);
  const { workspace, member, base } = inside;
  const [{ course, may }, { groups }] = await Promise.all([
    courseOf(context, params.courseId),
    placeChoices(context, inside),
  ]);
  const here = `${base}/courses/${course.id}`;
  if (!may.addSession) throw redirect(here);
  return {
    workspace: workspace.name,
    here: `${here}?tab=sessions`,
    course: course.title,
    zones: zonesWith(workspace.timeZone),
    groups: member.mayInPart.includes("session.manage") && groups.length > 0 ? groups : null,
    values: { ...sessionValues(new FormData()), timeZone: workspace.timeZone },
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideCourses(context, request);
  const values = sessionValues(await request.formData());
  const made = await context.attempt(() =>
    context.useCases.createCourseSession(
      posted({
        ...sessionInput(values),
        courseId: params.courseId ?? "",
        ...(values.groupId ? { groupId: values.groupId } : {}),
      }),
    ),
  );
  if (!made.ok) {
    return data({ values, errors: fieldErrors(manage, made.error) }, { status: made.error.status });
  }
  const { session, notices } = made.value;
  return redirectWithFlash(context, `${base}/sessions/${session.id}`, {
    kind: notices.length > 0 ? "sessionTwice" : "sessionCreated",
    who: session.title,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: found ? `${manage.sessions.createTitle({ course: found.course })} · ${found.workspace}` : "" },
  ];
};

export default function NewSession() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: SessionValues; errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.sessions;
  return (
    <>
      <PageHeader
        title={words.createTitle({ course: loaded.course })}
        back={
          <Link to={loaded.here} className="link">
            {manage.courses.backTo({ course: loaded.course })}
          </Link>
        }
      />
      <SessionForm
        values={answer?.values ?? loaded.values}
        errors={answer?.errors}
        zones={loaded.zones}
        groups={loaded.groups}
        submit={words.createSubmit}
        busy={busy}
      />
    </>
  );
}
