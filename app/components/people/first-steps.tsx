import { Link } from "@remix-run/react";
import Check from "lucide-react/icons/check";
import type { ReactNode } from "react";
import { useManage } from "../../manage-words";
import { firstSteps } from "../../messages/manage/en/first-steps";
import { Section } from "../ui/section";

const sections = { firstSteps };

/** What is done already of that with which an empty workspace begins. */
export type Steps = Record<"invite" | "words" | "policies" | "look", boolean>;

const paths = {
  invite: "/people/invite",
  words: "/settings/words",
  policies: "/settings/policies",
  look: "/settings/look",
} as const;

/** What an administrator of an empty workspace does first. */
export function FirstSteps({
  base,
  steps,
  children,
}: {
  base: string;
  steps: Steps;
  /** The ways of the first step. */
  children?: ReactNode;
}) {
  const words = useManage(sections).firstSteps;
  return (
    <Section title={words.title} description={words.lead}>
      {children}
      <ol className="grid gap-x-8 border-t border-line sm:grid-cols-2">
        {(["invite", "words", "policies", "look"] as const).map((step, index) => (
          <li key={step} className="flex gap-3 border-b border-line py-3">
            <span
              aria-hidden="true"
              className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-sm font-semibold tabular-nums"
            >
              {steps[step] ? <Check className="size-4" /> : index + 1}
            </span>
            <div className="min-w-0">
              <Link to={`${base}${paths[step]}`} className="link font-medium">
                {words[step].title}
              </Link>
              {steps[step] && <span className="text-muted"> · {words.done}</span>}
              <p className="text-sm text-muted">{words[step].about}</p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
