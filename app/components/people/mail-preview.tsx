import clsx from "clsx";
import { useManage } from "../../manage-words";
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

/** Styles of the mail's own would be refused by the page's policy, and dark mode is the reader's choice anyway. */
export function forFrame<Mail extends { html: string }>(mail: Mail): Mail {
  return { ...mail, html: mail.html.replace(/<style[\s\S]*?<\/style>/g, "") };
}

/** The mail as the invitee gets it, in a frame that may do nothing. */
export function PreviewPane({
  mail,
  busy,
  tall,
}: {
  mail: MailPreview | null | undefined;
  busy: boolean;
  /** Down to the button of the mail, where that is what one looks for. */
  tall?: boolean;
}) {
  const manage = useManage();
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
            className={clsx(
              "w-full rounded-md border border-line bg-surface",
              tall ? "h-[52rem]" : "h-[36rem]",
            )}
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
