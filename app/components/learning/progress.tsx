import type { OwnLearning } from "../../../worker/domain/learning/view-own-learning";
import { useWords } from "../../request";

type Stage = "fresh" | "begun" | "half" | "nearly" | "done";

/** How far somebody is, in words. */
export function stageOf({
  status,
  progress,
}: Pick<OwnLearning["courses"][number], "status" | "progress">): Stage {
  if (status === "completed") return "done";
  if (progress === 0) return "fresh";
  if (progress < 50) return "begun";
  return progress < 80 ? "half" : "nearly";
}

/** How far one is in a course: a ring that fills, the number in it. */
export function ProgressRing({ course, percent }: { course: string; percent: number }) {
  const { learn } = useWords();
  const round = 2 * Math.PI * 26;
  return (
    <svg
      viewBox="0 0 64 64"
      role="img"
      aria-label={`${learn.progressOf({ course })}: ${learn.progress({ percent })}`}
      className="size-16 shrink-0 text-accent-text"
    >
      <circle cx="32" cy="32" r="26" fill="none" stroke="var(--line)" strokeWidth="6" />
      {percent > 0 && (
        <circle
          cx="32"
          cy="32"
          r="26"
          fill="none"
          stroke="currentColor"
          strokeWidth="6"
          strokeLinecap="round"
          strokeDasharray={`${(round * percent) / 100} ${round}`}
          transform="rotate(-90 32 32)"
        />
      )}
      {percent === 100 ? (
        <path
          d="m22 33 7 7 14-15"
          fill="none"
          stroke="currentColor"
          strokeWidth="5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : (
        <text x="32" y="37" textAnchor="middle" className="fill-ink text-sm font-semibold">
          {percent}
        </text>
      )}
    </svg>
  );
}
