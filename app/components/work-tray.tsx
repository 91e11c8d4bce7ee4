import { Link, useFetcher } from "@remix-run/react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useManage } from "../manage-words";
import { work } from "../messages/manage/en/work";
import type { WorkItem } from "./work-items";

const sections = { work };

const WorkItems = lazy(() => import("./work-items"));

const soonMs = 2_500;
const latestMs = 20_000;

interface Work {
  items: WorkItem[];
  running: number;
}

/**
 * What runs in the workspace and what ended a while ago (screen 17). It is read once after the page has come,
 * and again only while something runs: slower the longer nothing moves, and not while nobody looks. Without
 * scripts it is a link to the page of the same.
 */
export function WorkTray({ base }: { base: string }) {
  const manage = useManage(sections);
  const { load, data, state } = useFetcher<Work>({ key: "work" });
  const [open, setOpen] = useState(false);
  const address = `${base}/work`;
  const told = useFinished(data);
  useEffect(() => load(address), [load, address]);
  useLookAgain(data, state === "idle", () => load(address));
  const { work } = manage;
  return (
    <>
      <p className="sr-only" aria-live="polite">
        {told}
      </p>
      <noscript>
        <a href={address} className="link rounded-md bg-surface px-3 py-2 shadow-float">
          {work.label}
        </a>
      </noscript>
      {data && data.items.length > 0 && (
        <section aria-label={work.label}>
          <details
            onToggle={(event) => setOpen(event.currentTarget.open)}
            className="rounded-md bg-surface shadow-float open:w-72 open:max-w-[calc(100vw-2rem)]"
          >
            <summary className="min-h-9 cursor-pointer px-3 py-2 tabular-nums pointer-coarse:min-h-11">
              {data.running > 0
                ? work.running({ count: data.running })
                : work.recent({ count: data.items.length })}
            </summary>
            {open && (
              <div className="grid max-h-[60dvh] gap-3 overflow-y-auto border-t border-line p-3">
                <Suspense>
                  <WorkItems base={base} items={data.items} />
                </Suspense>
                <Link to={address} className="link w-fit text-sm">
                  {work.all}
                </Link>
              </div>
            )}
          </details>
        </section>
      )}
    </>
  );
}

/** Reads again while something runs. */
function useLookAgain(data: Work | undefined, idle: boolean, look: () => void) {
  const mark = data ? data.items.map(({ id, done, state }) => `${id} ${done} ${state}`).join() : "";
  const wait = useRef({ mark, ms: soonMs });
  const again = useRef(look);
  again.current = look;
  const runs = (data?.running ?? 0) > 0;

  useEffect(() => {
    if (!idle || !runs) return;
    const moved = wait.current.mark !== mark;
    wait.current = { mark, ms: moved ? soonMs : Math.min(wait.current.ms * 1.5, latestMs) };
    const whenSeen = () => {
      if (!document.hidden) again.current();
    };
    const timer = setTimeout(whenSeen, wait.current.ms);
    document.addEventListener("visibilitychange", whenSeen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", whenSeen);
    };
  }, [idle, runs, mark]);
}

/** The sentence for what has ended since it was last seen running. */
function useFinished(data: Work | undefined): string {
  const manage = useManage(sections);
  const running = useRef(new Set<string>());
  const [told, setTold] = useState("");
  useEffect(() => {
    if (!data) return;
    const ended = data.items.filter(({ id, state }) => state !== "running" && running.current.has(id));
    if (ended.length > 0) {
      setTold(ended.map(({ title }) => manage.work.finished({ what: title })).join(". "));
    }
    running.current = new Set(data.items.filter(({ state }) => state === "running").map(({ id }) => id));
  }, [data, manage]);
  return told;
}
