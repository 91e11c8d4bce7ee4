import type { ReactNode } from "react";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { Language, Messages } from "./messages";
import type { Theme } from "./preferences";
import type { Terms } from "./terms";

/**
 * What a page needs to know about the request it answers. The server fills it from the load context; the browser
 * reads it back from <html>, so it never travels in loader data, which is fetched again and again.
 */
export interface RequestFacts {
  /** Empty in the browser: nonces are hidden from scripts. */
  nonce: string;
  requestId: string;
  language: Language;
  messages: Messages;
  /** Words of the workspace that are not the usual ones; the browser makes its messages with them. */
  ownTerms: Partial<Terms>;
  theme: Theme;
  /** When the server rendered, UTC milliseconds: both renders must say the same "2 hours ago". */
  now: number;
  /** A page without React in the browser: public pages and every error document. */
  bare: boolean;
}

const RequestContext = createContext<RequestFacts | null>(null);
const TimeZoneContext = createContext("UTC");

/** Hands the facts of the request to every component. */
export const RequestProvider = RequestContext.Provider;

/** The facts of the request that this page answers. */
export function useRequest(): RequestFacts {
  const facts = useContext(RequestContext);
  if (!facts) throw new Error("useRequest needs a RequestProvider");
  return facts;
}

/** The words in the reader's language. */
export function useWords(): Messages {
  return useRequest().messages;
}

/** Sets the zone in which <Time> speaks until the browser's own is known: the workspace's. */
export function TimeZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  return <TimeZoneContext.Provider value={zone}>{children}</TimeZoneContext.Provider>;
}

/** The workspace's zone, or UTC outside any workspace. */
export function useTimeZone(): string {
  return useContext(TimeZoneContext);
}

/** The server's time while hydrating, then the real one, a minute at a time. */
export function useNow(): number {
  const [now, setNow] = useState(useRequest().now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** False on the server and without scripts, true once React runs: for controls that are useless before. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    unchanging,
    () => true,
    () => false,
  );
}

const unchanging = () => () => {};

// On the server there is no layout, and React says so.
const useBeforePaint = typeof document === "undefined" ? useEffect : useLayoutEffect;

/**
 * For a control that is a plain one until scripts run: the ref goes around the plain one, on an element of its own,
 * and `take` is called once
 * when the other has taken its place, with what stands in it by then and whether it had the focus. Nothing that was
 * typed early is lost.
 */
export function useTakeover(take: (plain: HTMLElement, focused: boolean) => void) {
  const hydrated = useHydrated();
  const plain = useRef<HTMLElement | null>(null);
  const focused = useRef(false);
  useBeforePaint(() => {
    if (hydrated && plain.current) take(plain.current, focused.current);
  }, [hydrated]);
  return useCallback((node: HTMLElement | null) => {
    if (node) plain.current = node;
    else focused.current = plain.current?.contains(document.activeElement) ?? false;
  }, []);
}
