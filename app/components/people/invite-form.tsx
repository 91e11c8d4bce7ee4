import { Form, Link, useFetcher } from "@remix-run/react";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { AddressState } from "../../../worker/domain/invitations/check-addresses";
import { useManage } from "../../manage-words";
import type { ManageMessages } from "../../messages/manage/en";
import { errors } from "../../messages/manage/en/errors";
import { invite } from "../../messages/manage/en/invite";
import { seats } from "../../messages/manage/en/seats";
import { useHydrated, useWords } from "../../request";
import { Button, LinkButton } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { DefinitionList } from "../ui/definition-list";
import { ErrorSummary } from "../ui/error-summary";
import { Notice } from "../ui/notice";
import { TextField } from "../ui/text-field";
import { AddressBox } from "./address-box";
import { type InvitationChoices, InvitationFields, type InvitationValues } from "./invitation-fields";
import { type InviteDraft, keepDraft, readDraft } from "./invite-draft";
import { InviteResults, type SentMany } from "./invite-results";
import { KnownActions, type KnownPerson } from "./known-person";
import { type MailPreview, PreviewPane } from "./mail-preview";
import { emptyOffer, offerSentence, type Picked } from "./offer-fields";
import { ReminderTimes } from "./reminder-times";
import { type AddressCheck, type Addresses, useAddresses } from "./use-addresses";
import { useUsualChoice } from "./usual-language";

const sections = { errors, invite, seats };

/** What the form offers here and to this viewer: the invite page's loader says it. */
export interface InviteOptions extends InvitationChoices {
  base: string;
  workspace: string;
  customer: string;
  /** D10: which of the two the form shows, to read. */
  shown: { customer: boolean; workspace: boolean };
  nameNeeded: { first: boolean; last: boolean };
  nameFrom: "invitee" | "inviter_required" | "inviter_optional";
  startValues: InviteValues;
  /** D12: the form takes several addresses. */
  several: boolean;
  /** Whose draft is kept. */
  viewerId: string;
  /** How many seats are left, where there is an end of them. */
  seats: { left: number; seats: number; reserves: boolean } | null;
}

export interface InviteValues extends InvitationValues {
  tell: boolean;
}

/** What the action answers where it does not lead on. */
export interface InviteAnswer extends AddressCheck {
  done?: true;
  values?: InviteValues;
  /** The address is known here. */
  known?: KnownPerson | null;
  /** What became of several. */
  sent?: SentMany;
  /** Several were refused for good, and a file would do. */
  importInstead?: boolean;
  preview?: MailPreview | null;
}

function Known({ known, base }: { known: KnownPerson; base: string }) {
  const manage = useManage(sections);
  return (
    <Notice
      tone="warn"
      title={manage.errors[known.code]}
      actions={<KnownActions known={known} base={base} />}
    />
  );
}

/** Where people are invited to, where the form says it (D10, F2): nothing that could be changed here. */
function Whither({ options: { shown, customer, workspace } }: { options: InviteOptions }) {
  const { whither } = useManage(sections).invite;
  const items = [
    ...(shown.customer ? [{ term: whither.customer, value: customer }] : []),
    ...(shown.workspace ? [{ term: whither.workspace, value: workspace }] : []),
  ];
  return items.length > 0 ? <DefinitionList items={items} /> : null;
}

/** What sending will do to the people in the box, in one sentence. */
function consequence(
  manage: Pick<ManageMessages, "invite">,
  { chips, merged }: Addresses,
  sends: number,
): string {
  const { will } = manage.invite;
  const count = (state: AddressState) => chips.filter(({ checked }) => checked?.state === state).length;
  const left = (["member", "invited", "deactivated", "nameless", "wrong"] as const).flatMap((state) =>
    count(state) > 0 ? [will[state]({ count: count(state) })] : [],
  );
  if (merged > 0) left.push(will.merged({ count: merged }));
  return [sends > 0 ? will.send({ count: sends }) : will.none, left.length > 0 && `${left.join(", ")}.`]
    .filter(Boolean)
    .join(" ");
}

/** What the seats of the plan mean for what is about to be sent. */
function seatLine(
  manage: Pick<ManageMessages, "seats">,
  { left, seats, reserves }: NonNullable<InviteOptions["seats"]>,
): string {
  const words = manage.seats.invite;
  if (left === 0) return reserves ? words.noneToSend({ seats }) : words.none({ seats });
  return `${words.left({ left, seats })} ${reserves ? words.held : words.later}`;
}

/** How many of them get an invitation, as far as one knows. */
function sendable({ chips, typed }: Addresses): number {
  const open = chips.filter(({ checked }) => !checked || checked.state === "new").length;
  return typed.trim() ? open + 1 : open;
}

export interface InviteFormProps {
  options: InviteOptions;
  answer: InviteAnswer | undefined;
  /** Where it stands: the page shows the mail beside it, the dialog does not. */
  place: "page" | "dialog";
  busy: boolean;
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
  /** Something in the form leads on. */
  onLeave?: () => void;
}

/** The one form that invites a person, or several. */
export function InviteForm({ options, answer, place, busy, onSubmit, onLeave }: InviteFormProps) {
  const manage = useManage(sections);
  const { base, nameNeeded, nameFrom } = options;
  const words = useWords();
  const hydrated = useHydrated();
  const previewer = useFetcher<InviteAnswer>({ key: "invite-preview" });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<InviteDraft | null>(null);
  const [picked, setPicked] = useState<Picked>(answer?.values?.offer ?? emptyOffer);
  const values = answer?.values ?? { ...options.startValues, ...draft };
  const errors = answer?.errors;
  const { invite } = manage;
  const action = `${base}/people/invite`;
  const people = useAddresses(values.email, answer?.values ?? draft, action);
  const several = options.several && people.several;
  const [first] = people.chips;
  const named = several ? undefined : first?.checked;

  useEffect(() => () => clearTimeout(timer.current), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, unless somebody has begun before scripts ran.
  useEffect(() => {
    if (answer?.values || options.startValues.email || people.text) return;
    setDraft(readDraft(base, options.viewerId));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: chips change the form without an event of it.
  useEffect(() => {
    if (hydrated && form.current) keepDraft(base, options.viewerId, form.current);
  }, [people.text, draft]);

  function preview(form: HTMLFormElement, field: string) {
    // The dialog shows no mail, only when there will be reminders and what is spoken in the picked places.
    if (place === "dialog" && !["term", "until", "unitIds", "groupIds"].includes(field)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const typed = new FormData(form);
      typed.delete("email");
      typed.set("intent", "preview");
      previewer.submit(typed, { method: "post", action });
    }, 400);
  }

  /** Ctrl or Cmd with Enter sends from every field. */
  function sendByKeys(event: KeyboardEvent<HTMLFormElement>) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || busy) return;
    event.preventDefault();
    event.currentTarget.requestSubmit(event.currentTarget.querySelector<HTMLElement>("[value=send]"));
  }

  const count = sendable(people);
  const asksNames = nameFrom !== "invitee" || nameNeeded.first || nameNeeded.last;
  const placed = offerSentence(manage, picked, several ? count : 1);
  const mail = previewer.data?.preview ?? answer?.preview;
  const usualLanguage = useUsualChoice(mail?.usual, [picked.unit, picked.group]);
  return (
    <div className={place === "page" ? "grid gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]" : undefined}>
      <div className="grid content-start gap-5">
        {answer?.known && <Known known={answer.known} base={base} />}
        {answer?.sent && <InviteResults sent={answer.sent} base={base} onLeave={onLeave} />}
        {draft && !answer?.values && (
          <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
            {invite.draft}
            <Button size="small" variant="quiet" onClick={() => setDraft(null)}>
              {invite.draftDrop}
            </Button>
          </p>
        )}
        <Form
          ref={form}
          method="post"
          action={action}
          className="grid content-start gap-5"
          noValidate={hydrated}
          onChange={(event) => {
            keepDraft(base, options.viewerId, event.currentTarget);
            preview(event.currentTarget, (event.target as Element & { name: string }).name);
          }}
          onKeyDown={sendByKeys}
          onSubmit={onSubmit}
        >
          {place === "dialog" && <input type="hidden" name="dialog" value="1" />}
          {!answer?.known && <ErrorSummary errors={errors} />}
          <Whither options={options} />
          {answer?.importInstead && (
            <LinkButton to={`${base}/imports/new`} className="justify-self-start">
              {invite.several.import}
            </LinkButton>
          )}
          <InvitationFields
            key={draft ? "draft" : "new"}
            choices={options}
            values={
              named && (named.firstName || named.lastName)
                ? { ...values, firstName: named.firstName, lastName: named.lastName }
                : values
            }
            errors={errors}
            // Without scripts nobody knows yet whether they are needed here.
            nameNeeded={hydrated || !options.several ? nameNeeded : undefined}
            nameHint={!hydrated && options.several ? invite.several.namesHint : !asksNames && invite.nameHint}
            named={!several}
            usualLanguage={usualLanguage}
            onPick={(next) => {
              setPicked(next);
              // The fields of what is picked are written by scripts, which is no change of the form.
              if (form.current) preview(form.current, "unitIds");
            }}
            address={
              options.several ? (
                <AddressBox people={people} base={base} error={errors?.email} defaultValue={values.email} />
              ) : (
                // No type of its own: the browser would refuse several without saying what to do instead.
                <TextField
                  name="email"
                  inputMode="email"
                  label={invite.email}
                  hint={words.common.emailHint}
                  required
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  error={errors?.email}
                  defaultValue={values.email}
                />
              )
            }
          />
          <Checkbox name="tell" value="1" label={invite.tell} defaultChecked={values.tell} />
          <div className="grid gap-2 border-t border-line pt-4">
            {mail?.reminders && <ReminderTimes moments={mail.reminders} zone={options.timeZone} />}
            <div className="flex flex-wrap gap-2">
              <Button
                type="submit"
                variant="primary"
                name="intent"
                value="send"
                pending={busy}
                aria-keyshortcuts="Control+Enter Meta+Enter"
              >
                {several && count > 0 ? invite.sendMany({ count }) : invite.send}
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
            {several && <p className="text-sm">{consequence(manage, people, count)}</p>}
            {placed && <p className="text-sm">{placed}</p>}
            {options.seats && <p className="text-sm">{seatLine(manage, options.seats)}</p>}
            <p className="text-sm text-muted">{invite.prepareHint}</p>
          </div>
        </Form>
      </div>
      {place === "page" && <PreviewPane mail={mail} busy={previewer.state !== "idle"} />}
    </div>
  );
}
