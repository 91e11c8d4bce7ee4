import { useWords } from "../../request";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Rich } from "../ui/rich";
import { Time } from "../ui/time";

/** The address that somebody typed who was let in without proof, and until when they may confirm it. */
export interface Unproved {
  address: string;
  /** UTC ms. */
  until: number;
}

/** Stands on every page of the portal until the address is confirmed: what is to be done until when, and the mail once more. */
export function ConfirmAddress({ unproved, to }: { unproved: Unproved; to: string }) {
  const { confirm } = useWords();
  return (
    <div className="mx-auto w-full max-w-4xl px-4 pt-6">
      <Notice
        tone="warn"
        title={confirm.notYet({ address: unproved.address })}
        actions={
          <form method="post" action={to}>
            <Button type="submit">{confirm.again}</Button>
          </form>
        }
      >
        <Rich text={confirm.until} values={{ at: <Time at={unproved.until} show="exact" /> }} />
      </Notice>
    </div>
  );
}
