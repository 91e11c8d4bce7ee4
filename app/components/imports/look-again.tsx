import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

const soonMs = 1_000;
const latestMs = 8_000;

/**
 * Reads the page's data again while something is under way: slower the longer nothing moves, and not at all
 * while nobody looks. Without scripts the page loads itself again.
 */
export function LookAgain({ mark }: { mark: number }) {
  const { revalidate, state } = useRevalidator();
  const wait = useRef({ mark, ms: soonMs });

  useEffect(() => {
    if (state !== "idle") return;
    const moved = wait.current.mark !== mark;
    wait.current = { mark, ms: moved ? soonMs : Math.min(wait.current.ms * 1.5, latestMs) };
    let timer = setTimeout(look, wait.current.ms);
    function look() {
      if (!document.hidden) revalidate();
    }
    function seen() {
      clearTimeout(timer);
      if (!document.hidden) timer = setTimeout(look, 100);
    }
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [mark, state, revalidate]);

  return (
    <noscript>
      <meta httpEquiv="refresh" content="3" />
    </noscript>
  );
}
