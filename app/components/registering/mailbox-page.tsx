import type { Refusal } from "../../refusals";
import { useWords } from "../../request";
import { PublicShell } from "../public-shell";
import { Button, buttonClass } from "../ui/button";
import { Notice } from "../ui/notice";

/** Registered: the rest is in the mailbox. The same for everybody, so that nobody learns who has an account. */
export function MailboxPage({
  workspace,
  email,
  here,
  again,
  refusal,
}: {
  workspace: { name: string; timeZone: string };
  email: string;
  /** The address of this page, to which "send it again" posts. */
  here: string;
  /** Back to the form. */
  again: string;
  refusal?: Refusal;
}) {
  const words = useWords();
  const { register, signIn } = words;
  return (
    <PublicShell
      workspace={workspace}
      title={register.sentTitle}
      lead={register.sent({ email })}
      aside={<p>{register.nothing}</p>}
    >
      {refusal?.code === "RATE_LIMITED" && (
        <Notice tone="error">{signIn.tooMany({ seconds: refusal.retryAfter ?? 60 })}</Notice>
      )}
      <form method="post" action={here} className="grid">
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
