import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { LearnFrame } from "../components/learn-frame";
import { CertificateSheet } from "../components/learning/certificate";
import { PageHeader } from "../components/ui/page-header";
import { learnFrame, requireMember, requireProvedAddress } from "../member";
import { messagesFor } from "../messages/all.server";
import type { PageHandle } from "../page";
import { useWords } from "../request";
import { titled } from "../titles";

export const handle: PageHandle = { bare: true };
export const meta = titled;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const who = requireMember(request, context);
  requireProvedAddress(who);
  const found = await context.attempt(() =>
    context.useCases.viewOwnCertificate({ certificateId: params.certificateId ?? "" }),
  );
  if (!found.ok) throw new Response(null, { status: found.error.status === 422 ? 404 : found.error.status });
  const certificate = found.value;
  const { learn } = messagesFor(context);
  return {
    ...learnFrame(who),
    title: `${learn.certificateOf({ course: certificate.courseTitle })} · ${who.workspace.name}`,
    certificate,
  };
}

export default function LearnCertificate() {
  const page = useLoaderData<typeof loader>();
  const { learn } = useWords();
  return (
    <LearnFrame frame={page}>
      <div data-screen-only>
        <PageHeader
          title={learn.certificate}
          description={learn.printHint}
          back={
            <a href={`/w/${page.workspace.slug}/learn`} className="link">
              {learn.backHome}
            </a>
          }
        />
      </div>
      <CertificateSheet certificate={page.certificate} workspace={page.workspace} />
    </LearnFrame>
  );
}
