import type { ReactNode } from "react";
import { fieldErrors, type Refusal } from "../../refusals";
import { useRequest, useWords } from "../../request";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/error-summary";
import { Notice } from "../ui/notice";
import { TextField } from "../ui/text-field";
import { HumanCheck } from "./human-check";

/** What somebody typed, so that nobody types it twice. */
export interface TypedRegistration {
  firstName: string;
  lastName: string;
  email: string;
}

export interface RegisterFormProps {
  action: string;
  typed: TypedRegistration;
  refusal?: Refusal;
  submit: string;
  /** Of the check for humans; null: there is none. */
  humanSiteKey: string | null;
  /** What the form says beside name and address: hidden fields of the way in, a security code, the check for humans. */
  children?: ReactNode;
}

/** Name and address, and the mail leaves: everything else is asked once the mailbox is proved. */
export function RegisterForm({ action, typed, refusal, submit, humanSiteKey, children }: RegisterFormProps) {
  const words = useWords();
  const { language } = useRequest();
  const errors = fieldErrors(words, refusal);
  return (
    <form method="post" action={action} className="grid gap-4" noValidate>
      <RegisterRefused refusal={refusal} />
      <ErrorSummary errors={refusal && errors} />
      <input type="hidden" name="language" value={language} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="firstName"
          label={words.common.firstName}
          autoComplete="given-name"
          maxLength={100}
          defaultValue={typed.firstName}
          error={errors.firstName}
          required
        />
        <TextField
          name="lastName"
          label={words.common.lastName}
          autoComplete="family-name"
          maxLength={100}
          defaultValue={typed.lastName}
          error={errors.lastName}
        />
      </div>
      <TextField
        type="email"
        name="email"
        label={words.common.email}
        hint={words.register.emailHint}
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={typed.email}
        error={errors.email}
        required
      />
      {children}
      <HumanCheck siteKey={humanSiteKey} />
      <Button type="submit" variant="primary" size="large" wide>
        {submit}
      </Button>
    </form>
  );
}

/** What stands in the way and belongs to no field. */
export function RegisterRefused({ refusal }: { refusal: Refusal | undefined }) {
  const { register, signIn, errors } = useWords();
  switch (refusal?.code) {
    case undefined:
    case "VALIDATION_FAILED":
      return null;
    case "RATE_LIMITED":
      return <Notice tone="error">{signIn.tooMany({ seconds: refusal.retryAfter ?? 60 })}</Notice>;
    case "HUMAN_UNPROVED":
      return <Notice tone="error">{register.unproved}</Notice>;
    case "HUMAN_CHECK_UNAVAILABLE":
      return <Notice tone="error">{register.unreachable}</Notice>;
    default:
      return <Notice tone="error" title={errors.conflict.title} />;
  }
}
