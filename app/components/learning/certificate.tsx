import type { Certificate } from "../../../worker/domain/enrolments/view-certificate";
import { useLogo } from "../../branding";
import { useRequest, useWords } from "../../request";

/** A certificate as a sheet that can be printed: nothing else of the page comes along. */
export function CertificateSheet({
  certificate,
  workspace,
}: {
  certificate: Certificate;
  workspace: { name: string; timeZone: string };
}) {
  const { learn } = useWords();
  const logo = useLogo();
  const { language } = useRequest();
  const { personName, courseTitle, issuedAt, number } = certificate;
  const date = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    dateStyle: "long",
    timeZone: workspace.timeZone,
  }).format(issuedAt);
  return (
    <article
      aria-label={learn.certificateOf({ course: courseTitle })}
      className="rounded-lg border border-line bg-surface p-2 print:border-none print:p-0"
    >
      <div className="grid justify-items-center gap-6 rounded-md border-2 border-accent-text px-6 py-12 text-center print:py-24">
        <svg viewBox="0 0 64 68" aria-hidden="true" className="size-16 text-accent-text">
          <path
            d="M32 4l7 5 8.500-1 3.500 8 7.500 4-1 8.500 5 7-5 7 1 8.500-7.500 4-3.500 8-8.500-1-7 5-7-5-8.500 1-3.500-8-7.500-4 1-8.500-5-7 5-7-1-8.500 7.500-4 3.500-8 8.500 1z"
            fill="currentColor"
            opacity="0.16"
          />
          <path
            d="m20 33 8 8 16-17"
            fill="none"
            stroke="currentColor"
            strokeWidth="5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
        <p className="font-semibold tracking-widest uppercase">{learn.certificate}</p>
        <p className="text-muted">{learn.certificateLead}</p>
        <p className="text-2xl font-semibold wrap-anywhere">{personName}</p>
        <p className="text-muted">{learn.certificateDid}</p>
        <p className="text-xl font-semibold wrap-anywhere">{courseTitle}</p>
        <p>{learn.certificateOn({ date })}</p>
        <div className="grid gap-1 border-t border-line pt-6">
          {logo && (
            <img
              src={logo}
              alt=""
              className="h-12 w-auto max-w-48 justify-self-center bg-paper object-contain"
            />
          )}
          <p className="font-medium">{workspace.name}</p>
          <p className="text-base text-muted tabular-nums">{learn.certificateNumber({ number })}</p>
        </div>
      </div>
    </article>
  );
}
