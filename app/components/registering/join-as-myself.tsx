import type { ReactNode } from "react";
import { fieldErrors, type Refusal } from "../../refusals";
import { useWords } from "../../request";
import { Button, buttonClass } from "../ui/button";
import { Notice } from "../ui/notice";
import { RegisterRefused } from "./register-form";

/** Somebody who is signed in with an address that is proved, and no member here: one press, and no mail. */
export function JoinAsMyself({
  action,
  other,
  workspace,
  email,
  waits,
  refusal,
  children,
}: {
  action: string;
  /** The form for another address. */
  other: string;
  workspace: string;
  email: string;
  /** Somebody has to approve. */
  waits: boolean;
  refusal: Refusal | undefined;
  /** What the way in asks for besides. */
  children?: ReactNode;
}) {
  const words = useWords();
  const { register } = words;
  return (
    <form method="post" action={action} className="grid gap-4" noValidate>
      <Refused workspace={workspace} refusal={refusal} />
      {refusal && fieldErrors(words, refusal).email && <Notice tone="error">{register.domain}</Notice>}
      {children}
      <Button type="submit" name="intent" value="join" variant="primary" size="large" wide>
        {waits ? register.askAs({ email }) : register.joinAs({ email })}
      </Button>
      <a href={other} className={buttonClass({ variant: "quiet", size: "large", wide: true })}>
        {register.otherAddress}
      </a>
    </form>
  );
}

function Refused({ workspace, refusal }: { workspace: string; refusal: Refusal | undefined }) {
  const { register, join } = useWords();
  switch (refusal?.code) {
    case "NO_SEAT":
      return <Notice tone="warn">{join.noSeat({ workspace })}</Notice>;
    case "LINK_PAUSED":
      return <Notice tone="warn">{register.closed.paused.lead}</Notice>;
    case "LINK_FULL":
      return <Notice tone="warn">{register.closed.full.lead}</Notice>;
    case "LINK_ENDED":
      return <Notice tone="warn">{register.closed.ended.lead}</Notice>;
    default:
      return <RegisterRefused refusal={refusal} />;
  }
}
