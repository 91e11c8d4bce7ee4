import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { CourseForm, type CourseValues } from "../components/courses/course-form";
import { majorText } from "../components/courses/price";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { courses } from "../messages/manage/en/courses";
import { posted } from "../posted";
import {
  courseErrors,
  courseInput,
  courseOf,
  courseValues,
  currencyChoices,
  hoursText,
  insideCourses,
  languageChoices,
} from "./manage.courses.server";
import { errorText, redirectWithFlash } from "./manage.guard.server";

const sections = { courses };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideCourses(context, request);
  const { course, may } = await courseOf(context, params.courseId);
  const here = `${base}/courses/${course.id}`;
  if (!may.edit) throw redirect(here);
  const { title, summary, description, status, visibility, price, topic, language, durationMinutes } = course;
  return {
    workspace: workspace.name,
    here,
    title,
    currencies: currencyChoices,
    languages: languageChoices(language ?? ""),
    values: {
      title,
      summary,
      description,
      status: String(status),
      visibility: String(visibility),
      amount: price ? majorText(price.amount, price.currency) : "",
      currency: price?.currency ?? "EUR",
      topic: topic ?? "",
      language: language ?? "",
      hours: hoursText(durationMinutes),
    },
  };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideCourses(context, request);
  const here = `${base}/courses/${params.courseId}`;
  const values = courseValues(await request.formData());
  const { input, errors } = courseInput(manage, values);
  if (errors) return data({ values, errors }, { status: 422 });
  const saved = await context.attempt(() =>
    context.useCases.changeCourse(posted({ ...input, courseId: params.courseId ?? "" })),
  );
  if (saved.ok) return redirectWithFlash(context, here, { kind: "courseSaved", who: saved.value.title });
  if (saved.error.code !== "VALIDATION_FAILED") {
    return redirectWithFlash(context, here, { kind: "error", text: errorText(manage, saved.error) });
  }
  return data({ values, errors: courseErrors(manage, saved.error) }, { status: 422 });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [
    { title: found ? `${manage.courses.editTitle({ course: found.title })} · ${found.workspace}` : "" },
  ];
};

export default function EditCourse() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: CourseValues; errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.courses;
  return (
    <>
      <PageHeader
        title={words.editTitle({ course: loaded.title })}
        back={
          <Link to={loaded.here} className="link">
            {words.backTo({ course: loaded.title })}
          </Link>
        }
      />
      <CourseForm
        values={answer?.values ?? loaded.values}
        errors={answer?.errors}
        currencies={loaded.currencies}
        languages={loaded.languages}
        submit={words.save}
        busy={busy}
      />
      <p className="flex flex-wrap gap-x-6 gap-y-2 border-t border-line pt-6">
        <a href={`${loaded.here}/preview`} className="link">
          {words.previewLink}
        </a>
        <Link to={`${loaded.here}/delete`} className="link">
          {words.delete.link}
        </Link>
      </p>
    </>
  );
}
