import clsx from "clsx";
import Check from "lucide-react/icons/check";
import { useManage } from "../../manage-words";
import { imports } from "../../messages/manage/en/imports";
import { VisuallyHidden } from "../ui/visually-hidden";

const sections = { imports };

const importSteps = ["upload", "mapping", "review", "confirm", "progress", "result"] as const;
export type ImportStep = (typeof importSteps)[number];

/** Where one is on the way from a file to invited people. */
export function ImportSteps({ current }: { current: ImportStep }) {
  const manage = useManage(sections);
  const words = manage.imports.steps;
  const at = importSteps.indexOf(current);
  return (
    <ol aria-label={words.label} className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {importSteps.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? "step" : undefined}
          className={clsx(
            "inline-flex items-center gap-1.5",
            step === current ? "font-semibold text-accent-text" : "text-muted",
          )}
        >
          {index < at ? (
            <>
              <Check aria-hidden="true" className="size-3.5 text-ok" />
              <VisuallyHidden>{words.done} </VisuallyHidden>
            </>
          ) : (
            <span aria-hidden="true" className="tabular-nums">
              {index + 1}
            </span>
          )}
          {words[step]}
        </li>
      ))}
    </ol>
  );
}
