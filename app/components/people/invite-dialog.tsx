import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { useManage } from "../../manage-words";
import { invite } from "../../messages/manage/en/invite";
import { useWords } from "../../request";
import { Spinner } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { type InviteAnswer, InviteForm, type InviteOptions } from "./invite-form";

const sections = { invite };

/** The invite page's form over the list; the page stays the truth and works without scripts. */
export default function InviteDialog({ base, onClose }: { base: string; onClose: () => void }) {
  const manage = useManage(sections);
  const words = useWords();
  const options = useFetcher<{ options: InviteOptions; preview: InviteAnswer["preview"] }>();
  const sender = useFetcher<InviteAnswer>();
  const address = `${base}/people/invite`;
  const done = sender.data?.done;

  const { load } = options;
  useEffect(() => load(address), [load, address]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: closing once, when the answer says so.
  useEffect(() => {
    if (done) onClose();
  }, [done]);

  return (
    <Dialog title={manage.invite.title} onClose={onClose}>
      {options.data ? (
        <InviteForm
          options={options.data.options}
          answer={{ preview: options.data.preview, ...sender.data }}
          place="dialog"
          busy={sender.state !== "idle"}
          onLeave={onClose}
          onSubmit={(event) => {
            event.preventDefault();
            if (sender.state !== "idle") return;
            const { submitter } = event.nativeEvent as SubmitEvent;
            sender.submit((submitter as HTMLButtonElement | null) ?? event.currentTarget, {
              method: "post",
              action: address,
            });
          }}
        />
      ) : (
        <p className="flex items-center gap-2 py-8 text-muted">
          <Spinner />
          {words.common.loading}
        </p>
      )}
    </Dialog>
  );
}
