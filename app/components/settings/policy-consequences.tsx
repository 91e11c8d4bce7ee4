import type { UseCases } from "../../../worker/domain/index";
import { useWords } from "../../request";
import { Notice } from "../ui/notice";
import { usePolicyWords } from "./policy-words";

export type Review = Awaited<ReturnType<UseCases["reviewPolicies"]>>;

/** What is under way and meets the change: said before it is made. */
export function PolicyConsequences({ consequences }: { consequences: Review["consequences"] }) {
  const { consequences: words, consequencesTitle } = usePolicyWords();
  const { roles } = useWords();
  if (consequences.length === 0) return null;
  return (
    <Notice tone="warn" title={consequencesTitle}>
      <ul className="grid list-disc gap-1 ps-5">
        {consequences.map((one) => {
          const text =
            one.kind === "role_gone"
              ? words.role_gone({ ...one, role: roles[one.role].name })
              : "count" in one
                ? words[one.kind](one)
                : words[one.kind];
          return <li key={text}>{text}</li>;
        })}
      </ul>
    </Notice>
  );
}
