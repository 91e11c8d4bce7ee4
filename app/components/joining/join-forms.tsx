import type { ReactNode } from "react";
import type { JoinPage } from "../../../worker/domain/joining/view-invitation";
import type { Messages } from "../../messages";
import { fieldErrors, type Refusal } from "../../refusals";
import { useWords } from "../../request";
import { Button, LinkButton } from "../ui/button";
import { ErrorSummary } from "../ui/error-summary";
import { Notice } from "../ui/notice";
import { PasswordField } from "../ui/password-field";
import { Rich } from "../ui/rich";
import { TextField } from "../ui/text-field";
import { Time } from "../ui/time";
import { LockedAddress } from "./locked-address";

/** What the form says when it comes back. */
export interface Answer {
  refusal: Refusal;
  /** What was typed, so that nobody types it twice; never a password. */
  typed: { firstName: string; lastName: string };
}

export interface JoinFormProps {
  page: JoinPage;
  answer?: Answer;
}

/** What the button of whoever needs no sign-in says: invited people join, who registered begins. */
function submitOf(join: Messages["join"], { registration, workspace }: JoinPage): string {
  if (!registration) return join.newPerson.submit({ workspace: workspace.name });
  return registration.waits ? join.registered.submitWaits : join.registered.submit;
}

function Submit({ intent, children }: { intent: string; children: ReactNode }) {
  return (
    <Button type="submit" name="intent" value={intent} variant="primary" size="large" wide>
      {children}
    </Button>
  );
}

/** What stands in the way and belongs to no field. */
function Refused({ refusal, page }: { refusal: Refusal | undefined; page: JoinPage }) {
  const { join, signIn, errors } = useWords();
  switch (refusal?.code) {
    case undefined:
      return null;
    case "VALIDATION_FAILED":
      return refusal.errors.length === 0 ? <Notice tone="error">{errors.conflict.lead}</Notice> : null;
    case "TERMS_CHANGED":
      return <Notice tone="warn">{join.termsChanged}</Notice>;
    case "LINK_FULL":
      return <Notice tone="warn">{join.registered.full}</Notice>;
    case "LINK_PAUSED":
    case "LINK_ENDED":
      return <Notice tone="warn">{join.registered.linkEnded}</Notice>;
    case "NO_SEAT":
      // The page says so above the form, with what can be done about it.
      return null;
    case "ADDRESS_TAKEN":
      return <Notice tone="warn">{join.addressTaken}</Notice>;
    case "EMAIL_UNVERIFIED":
      return <Notice tone="warn">{join.proveMailbox}</Notice>;
    case "ACCOUNT_EXISTS":
      // Where an account was made meanwhile, the page itself now asks to sign in.
      return page.viewer === "new_person" ? <Notice tone="warn">{join.proveMailbox}</Notice> : null;
    case "SIGN_IN_FAILED":
      return null;
    case "RATE_LIMITED":
      return <Notice tone="error">{signIn.tooMany({ seconds: refusal.retryAfter ?? 60 })}</Notice>;
    default:
      return <Notice tone="error" title={errors.conflict.title} />;
  }
}

/** A name where none is known, one password, and in. */
export function NewPersonForm({ page, answer }: JoinFormProps) {
  const words = useWords();
  const { invitation } = page;
  const minimum = page.policies["identity.password_min"];
  const errors = fieldErrors(words, answer?.refusal);
  return (
    <form method="post" className="grid gap-4" noValidate>
      <input type="hidden" name="revision" value={invitation.revision} />
      <Refused refusal={answer?.refusal} page={page} />
      <ErrorSummary errors={answer && errors} />
      <p>{words.join.newPerson.lead}</p>
      <LockedAddress email={invitation.email} hint={words.join.newPerson.address} />
      {(!invitation.firstName || page.registration) && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="firstName"
            label={words.common.firstName}
            autoComplete="given-name"
            maxLength={100}
            defaultValue={answer?.typed.firstName || invitation.firstName}
            error={errors.firstName}
            required
          />
          <TextField
            name="lastName"
            label={words.common.lastName}
            autoComplete="family-name"
            maxLength={100}
            defaultValue={answer?.typed.lastName || invitation.lastName}
            error={errors.lastName}
          />
        </div>
      )}
      <PasswordField
        name="password"
        label={words.password.label}
        hint={words.password.hint}
        autoComplete="new-password"
        minimum={minimum}
        error={errors.password}
        required
      />
      <Submit intent="join">{submitOf(words.join, page)}</Submit>
    </form>
  );
}

/** The address has an account: its password signs in and joins at once. */
export function SignInToJoinForm({ page, answer }: JoinFormProps) {
  const words = useWords();
  const { invitation, workspace } = page;
  const wrong = answer?.refusal.code === "SIGN_IN_FAILED";
  const errors = wrong
    ? { password: words.join.hasAccount.wrong({ email: invitation.email }) }
    : fieldErrors(words, answer?.refusal);
  const error = errors.password;
  return (
    <form method="post" className="grid gap-4" noValidate>
      <input type="hidden" name="revision" value={invitation.revision} />
      <Refused refusal={answer?.refusal} page={page} />
      <ErrorSummary errors={answer && errors} />
      <div className="grid gap-1">
        <h2 className="text-lg font-semibold">{words.join.hasAccount.title}</h2>
        <p>{words.join.hasAccount.lead({ email: invitation.email, workspace: workspace.name })}</p>
      </div>
      <LockedAddress email={invitation.email} />
      <PasswordField
        name="password"
        label={words.password.label}
        hint={words.join.hasAccount.passwordHint}
        autoComplete="current-password"
        error={error}
        required
      />
      <Submit intent="sign-in">{words.join.hasAccount.submit}</Submit>
    </form>
  );
}

/** Signed in with the invited address: one button. */
export function OneButtonForm({ page, answer }: JoinFormProps) {
  const words = useWords();
  return (
    <form method="post" className="grid gap-4">
      <input type="hidden" name="revision" value={page.invitation.revision} />
      <Refused refusal={answer?.refusal} page={page} />
      <p>{words.join.signedIn.lead({ email: page.signedInAs ?? page.invitation.email })}</p>
      <Submit intent="join">{submitOf(words.join, page)}</Submit>
    </form>
  );
}

/**
 * There is no seat: who is invited can be told when there is one (F109). A form of its own, so that the Enter key in the
 * other joins.
 */
export function SeatLine({ page, full, free }: { page: JoinPage; full: boolean; free: boolean }) {
  const { join } = useWords();
  const { seatWaitSince } = page.invitation;
  const named = { workspace: page.workspace.name };
  if (seatWaitSince !== null) {
    return (
      <Notice>
        <Rich text={join.seatLine.waits} values={{ since: <Time at={seatWaitSince} show="exact" /> }} />
      </Notice>
    );
  }
  if (free) return <Notice tone="ok">{join.seatLine.free(named)}</Notice>;
  if (!full) return null;
  return (
    <Notice
      tone="warn"
      actions={
        !page.registration && (
          <form method="post">
            <Button type="submit" name="intent" value="wait-for-seat">
              {join.seatLine.ask}
            </Button>
          </form>
        )
      }
    >
      {join.noSeat(named)}
    </Notice>
  );
}

/** Signed in as somebody else: sign out and come back here. */
export function SwitchAccountForm({ page }: { page: JoinPage }) {
  const { otherAccount } = useWords().join;
  return (
    <form method="post" className="grid gap-3">
      <Submit intent="switch">{otherAccount.switch({ invited: page.invitation.email })}</Submit>
      <LinkButton to="/" variant="quiet" size="large" wide>
        {otherAccount.stay({ signedInAs: page.signedInAs ?? "" })}
      </LinkButton>
    </form>
  );
}

/** Mails a new link to the invited mailbox, and to no other. */
export function RequestLinkForm({ answer, label }: { answer?: Answer; label: string }) {
  const { join, signIn } = useWords();
  const refusal = answer?.refusal;
  const seconds = refusal?.retryAfter;
  return (
    <form method="post" className="grid gap-4">
      {refusal?.code === "RESEND_LIMIT" && (
        <Notice tone="warn">{seconds ? join.resendLimit({ seconds }) : join.resendLimitPlain}</Notice>
      )}
      {refusal?.code === "RATE_LIMITED" && (
        <Notice tone="error">{signIn.tooMany({ seconds: seconds ?? 60 })}</Notice>
      )}
      <Submit intent="request-link">{label}</Submit>
    </form>
  );
}
