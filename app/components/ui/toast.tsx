import X from "lucide-react/icons/x";
import type { ReactNode } from "react";
import { createContext, useCallback, useContext, useEffect, useRef, useState } from "react";
import { useWords } from "../../request";

/** Long enough to read a line and reach for Undo; the send waits on the server for as long. */
const shownForMs = 8000;

export interface Toast {
  text: ReactNode;
  /** Undo, or a link to what came of it. */
  action?: ReactNode;
}

const ToastContext = createContext<(toast: Toast) => void>(() => {});

/** Says something in passing. Never the only place where a result is told: flash messages are Notices too. */
export function useToast() {
  return useContext(ToastContext);
}

function ToastCard({ text, action, onGone }: Toast & { onGone: () => void }) {
  const words = useWords();
  const [held, setHeld] = useState(false);
  const gone = useRef(onGone);
  gone.current = onGone;

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => gone.current(), shownForMs);
    return () => clearTimeout(timer);
  }, [held]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only pauses the clock while someone reads or aims.
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex items-center gap-3 rounded-md bg-surface py-2 ps-4 pe-2 shadow-float"
    >
      <div className="min-w-0 grow">{text}</div>
      {action}
      <button
        type="button"
        aria-label={words.common.close}
        onClick={onGone}
        className="grid size-8 place-items-center rounded-sm text-muted hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden="true" className="size-4" />
      </button>
    </div>
  );
}

/** Holds the toasts of all pages below; a polite live region, so that results are heard. */
export function ToastRegion({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { id: number })[]>([]);
  const next = useRef(0);
  const show = useCallback((toast: Toast) => {
    const id = next.current++;
    setToasts((shown) => [...shown.slice(-2), { ...toast, id }]);
  }, []);

  return (
    <ToastContext.Provider value={show}>
      {children}
      <div
        aria-live="polite"
        data-screen-only
        className="pointer-events-none fixed inset-x-4 bottom-4 z-20 mx-auto grid max-w-md gap-2"
      >
        {toasts.map((toast) => (
          <ToastCard
            key={toast.id}
            text={toast.text}
            action={toast.action}
            onGone={() => setToasts((shown) => shown.filter((other) => other.id !== toast.id))}
          />
        ))}
      </div>
    </ToastContext.Provider>
  );
}
