import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { CatalogCoursePage as Found } from "../../worker/domain/catalog/view-catalog-course";
import { branding } from "../branding";
import { addressesOf, inOneLine, type PublicHead, publicMeta, speakAddress } from "../catalog";
import { CatalogShell } from "../components/catalog/catalog-shell";
import { CatalogCoursePage, type EnrolRefusal } from "../components/catalog/course-page";
import { majorText } from "../components/courses/price";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { posted } from "../posted";
import { fieldsOf } from "../refusals";

export const handle: PageHandle = { bare: true };
export const meta = publicMeta;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const asked = speakAddress(context, new URL(request.url).searchParams);
  const slug = params.workspace ?? "";
  const found = await context.attempt(() =>
    context.useCases.viewCatalogCourse({ workspaceSlug: slug, courseId: params.courseId ?? "" }),
  );
  const { workspace, member, origin } = context;
  if (!found.ok || !workspace) {
    throw new Response(null, {
      status: found.ok || found.error.code === "VALIDATION_FAILED" ? 404 : found.error.status,
    });
  }
  const { course, dates, reader, ownDates } = found.value;
  const { catalog } = messagesFor(context);
  const path = `/w/${slug}/catalog/${course.id}`;
  const addresses = addressesOf(origin, path, asked);
  const description = inOneLine(
    course.summary || course.description || catalog.lead({ workspace: workspace.name }),
  );
  const head: PublicHead = {
    title: `${course.title} · ${workspace.name}`,
    description,
    ...addresses,
    image: workspace.logo && `${origin}${workspace.logo}`,
    siteName: workspace.name,
    data: structured(found.value, addresses.canonical, description),
  };
  return {
    ...branding(workspace),
    head,
    frame: {
      workspace: { slug, name: workspace.name, timeZone: workspace.timeZone },
      member: member !== null && member.status !== "deactivated",
      lang: asked ? `?lang=${asked}` : "",
    },
    base: `/w/${slug}`,
    unsold: course.price && !context.sells ? workspace.name : null,
    course,
    dates,
    reader,
    ownDates,
  };
}

/** The course in the words of schema.org. */
function structured({ course, dates, workspace }: Found, url: string, description: string): object {
  const offer = {
    "@type": "Offer",
    url,
    category: course.price ? "Paid" : "Free",
    price: course.price ? majorText(course.price.amount, course.price.currency) : "0",
    priceCurrency: course.price?.currency ?? "EUR",
  };
  const workload = course.durationMinutes === null ? {} : { courseWorkload: `PT${course.durationMinutes}M` };
  return {
    "@context": "https://schema.org",
    "@type": "Course",
    name: course.title,
    description,
    url,
    provider: { "@type": "Organization", name: workspace.name },
    ...(course.language && { inLanguage: course.language }),
    ...(course.topic && { about: course.topic }),
    offers: [offer],
    hasCourseInstance:
      dates.length === 0
        ? [{ "@type": "CourseInstance", courseMode: "Online", ...workload }]
        : dates.map((date) => ({
            "@type": "CourseInstance",
            name: date.title,
            courseMode: date.online ? (date.place ? "Blended" : "Online") : "Onsite",
            startDate: new Date(date.startsAt).toISOString(),
            endDate: new Date(date.endsAt).toISOString(),
            ...(date.place && { location: { "@type": "Place", name: date.place } }),
            ...workload,
          })),
  };
}

const refusals: Readonly<Record<string, EnrolRefusal>> = {
  SESSION_FULL: "fullNow",
  SESSION_OVER: "dateOver",
  PAYMENT_REQUIRED: "priced",
  EDIT_CONFLICT: "changed",
};

export async function action({ request, params, context }: ActionFunctionArgs) {
  const base = `/w/${params.workspace}`;
  const courseId = params.courseId ?? "";
  // Whatever else was posted goes on as it is: the domain refuses fields it does not know.
  const { session, ...fields } = fieldsOf(await request.formData());
  const enrolled = await context.attempt(() =>
    context.useCases.enrolMyself(posted({ ...fields, courseId, ...(session && { sessionId: session }) })),
  );
  if (enrolled.ok) return redirect(`${base}/learn/courses/${courseId}`, 303);
  const { code, status } = enrolled.error;
  if (code === "EMAIL_UNVERIFIED") return redirect(`${base}/account/verify`, 303);
  if (code === "PASSWORD_CHANGE_REQUIRED") return redirect(`${base}/account/password`, 303);
  const refusal = refusals[code];
  if (!refusal) throw new Response(null, { status });
  return data({ refusal }, status);
}

export default function CatalogCourse() {
  const { frame, head: _, ...page } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <CatalogShell frame={frame}>
      <CatalogCoursePage {...page} lang={frame.lang} refusal={answer?.refusal} />
    </CatalogShell>
  );
}
