import { Form, Link, useFetcher } from "@remix-run/react";
import { type FormEvent, useEffect, useRef } from "react";
import type { Language } from "../../messages";
import { manage } from "../../messages/manage/en";
import { useHydrated, useWords } from "../../request";
import { Button, LinkButton } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { ErrorSummary } from "../ui/error-summary";
import { Notice } from "../ui/notice";
import { type InvitationChoices, InvitationFields, type InvitationValues } from "./invitation-fields";
import { type MailPreview, PreviewPane } from "./mail-preview";

/** What the form offers here and to this viewer: the invite page's loader says it. */
export interface InviteOptions extends InvitationChoices {
  base: string;
  workspace: string;
  customer: string;
  nameNeeded: { first: boolean; last: boolean };
  nameFrom: "invitee" | "inviter_required" | "inviter_optional";
  language: Language;
  startValues: InviteValues;
}

export interface InviteValues extends InvitationValues {
  tell: boolean;
}

/** What the action answers where it does not lead on. */
export interface InviteAnswer {
  done?: true;
  values?: InviteValues;
  errors?: Record<string, string>;
  /** The address is known here; ids of what to do about it. */
  known?: { code: string; personId: string | null; invitationId: string | null } | null;
  preview?: MailPreview | null;
}

function Known({ known, base }: { known: NonNullable<InviteAnswer["known"]>; base: string }) {
  const { code, personId, invitationId } = known;
  const page = `${base}/people/${personId}`;
  const { invite, acts } = manage;
  return (
    <Notice
      tone="warn"
      title={manage.errors[code]}
      actions={
        personId && (
          <>
            {code === "ALREADY_INVITED" && invitationId && (
              <>
                <Form method="post" action={page}>
                  <input type="hidden" name="returnTo" value={`${base}/people`} />
                  <Button type="submit" size="small" name="resend" value={invitationId}>
                    {invite.pending.resend}
                  </Button>
                </Form>
                <LinkButton to={`${page}/edit`} size="small">
                  {invite.pending.edit}
                </LinkButton>
              </>
            )}
            {code === "MEMBER_DEACTIVATED" && (
              <LinkButton to={`${page}/reactivate`} size="small">
                {invite.deactivated.reactivate} …
              </LinkButton>
            )}
            <LinkButton to={page} size="small" variant={code === "ALREADY_MEMBER" ? "secondary" : "quiet"}>
              {acts.open}
            </LinkButton>
          </>
        )
      }
    />
  );
}

/** The consequence that comes later: when the person will be reminded, in the workspace's time. */
function Reminders({ moments, zone }: { moments: readonly number[]; zone: string }) {
  const { invite } = manage;
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  });
  const times = moments.map((at) => format.format(at)).join("; ");
  return (
    <p className="text-sm text-muted" aria-live="polite" suppressHydrationWarning>
      {moments.length > 0 ? invite.reminders({ times, zone }) : invite.noReminders}
    </p>
  );
}

export interface InviteFormProps {
  options: InviteOptions;
  answer: InviteAnswer | undefined;
  /** Where it stands: the page shows the mail beside it, the dialog does not. */
  place: "page" | "dialog";
  busy: boolean;
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
}

/** The one form that invites a person. */
export function InviteForm({ options, answer, place, busy, onSubmit }: InviteFormProps) {
  const { base, nameNeeded, nameFrom } = options;
  const words = useWords();
  const hydrated = useHydrated();
  const previewer = useFetcher<InviteAnswer>({ key: "invite-preview" });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const values = answer?.values ?? options.startValues;
  const errors = answer?.errors;
  const { invite } = manage;
  const action = `${base}/people/invite`;

  useEffect(() => () => clearTimeout(timer.current), []);

  function preview(form: HTMLFormElement, field: string) {
    // The dialog shows no mail, only when there will be reminders.
    if (place === "dialog" && field !== "term" && field !== "until") return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const typed = new FormData(form);
      typed.set("intent", "preview");
      previewer.submit(typed, { method: "post", action });
    }, 400);
  }

  const named = nameFrom !== "invitee" || nameNeeded.first || nameNeeded.last;
  const mail = previewer.data?.preview ?? answer?.preview;
  return (
    <div className={place === "page" ? "grid gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]" : undefined}>
      <div className="grid content-start gap-5">
        {answer?.known && <Known known={answer.known} base={base} />}
        <Form
          method="post"
          action={action}
          className="grid content-start gap-5"
          noValidate={hydrated}
          onChange={(event) =>
            preview(event.currentTarget, (event.target as Element & { name: string }).name)
          }
          onSubmit={onSubmit}
        >
          {place === "dialog" && <input type="hidden" name="dialog" value="1" />}
          {!answer?.known && <ErrorSummary errors={errors} />}
          <InvitationFields
            choices={options}
            values={values}
            errors={errors}
            nameNeeded={nameNeeded}
            nameHint={!named && invite.nameHint}
            emailHint={words.common.emailHint}
          />
          <Checkbox name="tell" value="1" label={invite.tell} defaultChecked={values.tell} />
          <div className="grid gap-2 border-t border-line pt-4">
            {mail?.reminders && <Reminders moments={mail.reminders} zone={options.timeZone} />}
            <div className="flex flex-wrap gap-2">
              <Button type="submit" variant="primary" name="intent" value="send" pending={busy}>
                {invite.send}
              </Button>
              <Button type="submit" name="intent" value="prepare" disabled={busy}>
                {invite.prepare}
              </Button>
              {place === "page" && !hydrated && (
                <Button type="submit" name="intent" value="preview" variant="quiet">
                  {invite.preview}
                </Button>
              )}
              {place === "dialog" && (
                <Link to={action} className="link self-center">
                  {invite.asPage}
                </Link>
              )}
            </div>
            <p className="text-sm text-muted">{invite.prepareHint}</p>
          </div>
        </Form>
      </div>
      {place === "page" && <PreviewPane mail={mail} busy={previewer.state !== "idle"} />}
    </div>
  );
}
