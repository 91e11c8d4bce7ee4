import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { CertificateSheet } from "../components/learning/certificate";
import { PageHeader } from "../components/ui/page-header";
import { useWords } from "../request";
import { found, insideCourses } from "./manage.courses.server";

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { workspace } = insideCourses(context, request);
  const certificate = found(
    await context.attempt(() =>
      context.useCases.viewCertificate({ certificateId: params.certificateId ?? "" }),
    ),
  );
  return { workspace: { name: workspace.name, timeZone: workspace.timeZone }, certificate };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.certificate.courseTitle} · ${data.certificate.personName}` : "" },
];

export default function CertificatePage() {
  const { workspace, certificate } = useLoaderData<typeof loader>();
  const { learn } = useWords();
  return (
    <>
      <div data-screen-only>
        <PageHeader title={learn.certificate} description={learn.printHint} />
      </div>
      <CertificateSheet certificate={certificate} workspace={workspace} />
    </>
  );
}
