import { manage } from "../../messages/manage/en";
import { DefinitionList } from "../ui/definition-list";

export interface MailPreview {
  fromName: string;
  subject: string;
  html: string;
  text: string;
  language: string;
  /** When the invitee would be reminded (UTC ms). */
  reminders?: readonly number[];
}

/** The mail as the invitee gets it, in a frame that may do nothing. */
export function PreviewPane({ mail, busy }: { mail: MailPreview | null | undefined; busy: boolean }) {
  const { invite } = manage;
  return (
    <section
      aria-label={invite.previewTitle}
      aria-busy={busy}
      className="grid content-start gap-3 lg:sticky lg:top-6"
    >
      <h2 className="text-lg font-semibold">{invite.previewTitle}</h2>
      {mail ? (
        <>
          <DefinitionList
            items={[
              { term: invite.previewFrom, value: mail.fromName },
              { term: invite.previewSubject, value: <span lang={mail.language}>{mail.subject}</span> },
            ]}
          />
          <iframe
            title={invite.previewFrame}
            sandbox=""
            srcDoc={mail.html}
            className="h-[36rem] w-full rounded-md border border-line bg-surface"
          />
          <details>
            <summary className="link">{invite.previewPlain}</summary>
            <pre
              lang={mail.language}
              className="mt-2 rounded-md bg-sunken p-3 wrap-anywhere text-sm whitespace-pre-wrap"
            >
              {mail.text}
            </pre>
          </details>
        </>
      ) : (
        <p className="text-muted">{invite.previewNone}</p>
      )}
    </section>
  );
}
