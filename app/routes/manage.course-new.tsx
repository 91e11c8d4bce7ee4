import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { CourseForm, type CourseValues } from "../components/courses/course-form";
import { PageHeader } from "../components/ui/page-header";
import { manageOfPage, useManage } from "../manage-words";
import { manageOf } from "../manage-words.server";
import { courses } from "../messages/manage/en/courses";
import { posted } from "../posted";
import {
  courseErrors,
  courseInput,
  courseValues,
  currencyChoices,
  insideCourses,
  languageChoices,
} from "./manage.courses.server";
import { redirectWithFlash } from "./manage.guard.server";

const sections = { courses };

export function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, member, base } = insideCourses(context, request);
  if (!member.mayInPart.includes("course.create")) throw redirect(`${base}/courses`);
  return {
    workspace: workspace.name,
    address: `${base}/courses`,
    currencies: currencyChoices,
    languages: languageChoices(""),
    values: courseValues(new FormData()),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const manage = manageOf(context);
  const { base } = insideCourses(context, request);
  const values = courseValues(await request.formData());
  const { input, errors } = courseInput(manage, values);
  if (errors) return data({ values, errors }, { status: 422 });
  const made = await context.attempt(() => context.useCases.createCourse(posted(input)));
  if (!made.ok)
    return data({ values, errors: courseErrors(manage, made.error) }, { status: made.error.status });
  return redirectWithFlash(context, `${base}/courses/${made.value.id}`, {
    kind: "courseCreated",
    who: made.value.title,
  });
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => {
  const manage = manageOfPage(matches, sections);
  return [{ title: `${manage.courses.create} · ${found?.workspace ?? ""}` }];
};

export default function NewCourse() {
  const manage = useManage(sections);
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData() as { values: CourseValues; errors: Record<string, string> } | undefined;
  const busy = useNavigation().state === "submitting";
  const words = manage.courses;
  return (
    <>
      <PageHeader
        title={words.create}
        back={
          <Link to={loaded.address} className="link">
            {words.back}
          </Link>
        }
      />
      <CourseForm
        values={answer?.values ?? loaded.values}
        errors={answer?.errors}
        currencies={loaded.currencies}
        languages={loaded.languages}
        submit={words.createSubmit}
        busy={busy}
      />
    </>
  );
}
