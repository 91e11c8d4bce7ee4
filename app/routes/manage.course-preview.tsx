import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { branding } from "../branding";
import { CatalogShell } from "../components/catalog/catalog-shell";
import { CatalogCoursePage } from "../components/catalog/course-page";
import { Notice } from "../components/ui/notice";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";
import { found, insideCourses } from "./manage.courses.server";

export const handle: PageHandle = { bare: true };
export const meta = titled;
export const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) => loaderHeaders;

/** The page of a course in the catalog before it is there, for its editors alone: kept and indexed nowhere. */
export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace, base } = insideCourses(context, request);
  const { course, dates } = found(
    await context.attempt(() => context.useCases.previewCatalogCourse({ courseId: params.courseId ?? "" })),
  );
  return data(
    {
      ...branding(workspace),
      title: `${course.title} · ${workspace.name}`,
      frame: {
        workspace: { slug: workspace.slug, name: workspace.name, timeZone: workspace.timeZone },
        member: true,
        lang: "",
      },
      base,
      course,
      dates,
      edit: `${base}/courses/${course.id}/edit`,
    },
    { headers: { "X-Robots-Tag": "noindex" } },
  );
}

export default function CoursePreview() {
  const { frame, edit, base, course, dates } = useLoaderData<typeof loader>();
  const { catalog } = useWords();
  return (
    <CatalogShell frame={frame}>
      <Notice
        tone="info"
        actions={
          <a href={edit} className="link">
            {catalog.previewBack}
          </a>
        }
      >
        {catalog.preview}
      </Notice>
      <CatalogCoursePage
        base={base}
        course={course}
        dates={dates}
        reader="guest"
        ownDates={[]}
        lang=""
        preview
      />
    </CatalogShell>
  );
}
