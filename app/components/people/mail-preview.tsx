import clsx from "clsx";
import { useState } from "react";
import { useManage } from "../../manage-words";
import { languageNames } from "../../messages";
import type { ManageMessages } from "../../messages/manage/en";
import { invite } from "../../messages/manage/en/invite";
import { useHydrated } from "../../request";
import { Button } from "../ui/button";
import { DefinitionList } from "../ui/definition-list";
import type { UsualLanguage } from "./usual-language";

const sections = { invite };

export interface MailPreview {
  fromName: string;
  subject: string;
  html: string;
  text: string;
  language: string;
  usual?: UsualLanguage;
  /** When the invitee would be reminded (UTC ms). */
  reminders?: readonly number[];
}

/** Styles of the mail's own would be refused by the page's policy, and dark mode is the reader's choice anyway. */
export function forFrame<Mail extends { html: string }>(mail: Mail): Mail {
  return { ...mail, html: mail.html.replace(/<style[\s\S]*?<\/style>/g, "") };
}

/** The language of a mail, with the place that it comes from. */
function spokenIn(
  { invite }: Pick<ManageMessages, "invite">,
  language: string,
  usual: UsualLanguage,
): string {
  const name = languageNames[language as keyof typeof languageNames] ?? language;
  return usual.of !== null && usual.language === language
    ? invite.languageOf({ language: name, place: usual.of })
    : name;
}

/** How wide the mail is shown: as there is room, or as a phone has it. */
const widths = { wide: "", phone: "max-w-[23.5rem] justify-self-center" } as const;

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
  const manage = useManage(sections);
  const { invite } = manage;
  const hydrated = useHydrated();
  const [width, setWidth] = useState<keyof typeof widths>("wide");
  return (
    <section
      aria-label={invite.previewTitle}
      aria-busy={busy}
      className="grid content-start gap-3 lg:sticky lg:top-6"
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-lg font-semibold">{invite.previewTitle}</h2>
        {mail && hydrated && (
          <fieldset className="flex gap-1 max-sm:hidden">
            <legend className="sr-only">{invite.previewWidth}</legend>
            {(Object.keys(widths) as (keyof typeof widths)[]).map((name) => (
              <Button
                key={name}
                size="small"
                variant={name === width ? "secondary" : "quiet"}
                aria-pressed={name === width}
                onClick={() => setWidth(name)}
              >
                {invite.previewWidths[name]}
              </Button>
            ))}
          </fieldset>
        )}
      </div>
      {mail ? (
        <>
          <DefinitionList
            items={[
              { term: invite.previewFrom, value: mail.fromName },
              { term: invite.previewSubject, value: <span lang={mail.language}>{mail.subject}</span> },
              ...(mail.usual
                ? [{ term: invite.previewLanguage, value: spokenIn(manage, mail.language, mail.usual) }]
                : []),
            ]}
          />
          <iframe
            title={invite.previewFrame}
            sandbox=""
            srcDoc={mail.html}
            className={clsx(
              "w-full rounded-md border border-line bg-surface",
              widths[width],
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
