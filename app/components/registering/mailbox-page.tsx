import type { Refusal } from "../../refusals";
import { useWords } from "../../request";
import { PublicShell } from "../public-shell";
import { Button, buttonClass } from "../ui/button";
import { HumanCheck } from "./human-check";
import { RegisterRefused } from "./register-form";

/** Registered: the rest is in the mailbox. The same for everybody, so that nobody learns who has an account. */
export function MailboxPage({
  workspace,
  email,
  here,
  again,
  humanSiteKey,
  refusal,
}: {
  workspace: { name: string; timeZone: string };
  email: string;
  /** The address of this page, to which "send it again" posts. */
  here: string;
  /** Back to the form. */
  again: string;
  /** Of the check for humans; null: there is none. */
  humanSiteKey: string | null;
  refusal?: Refusal;
}) {
  const { register } = useWords();
  return (
    <PublicShell
      workspace={workspace}
      title={register.sentTitle}
      lead={register.sent({ email })}
      aside={<p>{register.nothing}</p>}
    >
      <RegisterRefused refusal={refusal} />
      <form method="post" action={here} className="grid gap-4">
        <input type="hidden" name="email" value={email} />
        <HumanCheck siteKey={humanSiteKey} />
        <Button type="submit" name="intent" value="again" variant="secondary" size="large" wide>
          {register.again}
        </Button>
      </form>
      <a href={again} className={buttonClass({ variant: "quiet", size: "large", wide: true })}>
        {register.otherAddress}
      </a>
    </PublicShell>
  );
}
