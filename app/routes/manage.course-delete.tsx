import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { ConfirmPage } from "../components/courses/confirm-page";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { courses } from "../messages/manage/en/courses";
import { courseOf, insideCourses } from "./manage.courses.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";

const sections = { courses };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideCourses(context, request);
  const { course, may } = await courseOf(context, params.courseId);
  const here = `${base}/courses/${course.id}`;
  if (!may.edit) throw redirect(here);
  return { workspace: workspace.name, here, course: course.title };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideCourses(context, request);
  const gone = await context.attempt(() =>
    context.useCases.deleteCourse({ courseId: params.courseId ?? "" }),
  );
  return gone.ok
    ? redirectWithFlash(context, `${base}/courses`, { kind: "courseDeleted", who: gone.value.title })
    : redirectWithFlash(context, `${base}/courses/${params.courseId}`, {
        kind: "error",
        text: errorText(manage, gone.error),
      });
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: data ? `${manage.courses.delete.title({ course: data.course })} · ${data.workspace}` : "" },
  ];
};

export default function DeleteCourse() {
  const manage = useManage(sections);
  const { here, course } = useLoaderData<typeof loader>();
  const { delete: words, backTo } = manage.courses;
  return (
    <ConfirmPage here={here} back={backTo({ course })} words={{ ...words, title: words.title({ course }) }} />
  );
}
