import X from "lucide-react/icons/x";
import type { ReactNode } from "react";
import { useEffect, useId, useRef } from "react";
import { useWords } from "../../request";

export interface DialogProps {
  title: ReactNode;
  children: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  /** Escape, the cross, or a click beside the dialog. */
  onClose: () => void;
}

/**
 * Render it to open it. Whatever opens it is a link to the page that shows the same form: without scripts one gets
 * that page, with them this. The browser gives the focus back to the opener.
 */
export function Dialog({ title, children, footer, onClose }: DialogProps) {
  const words = useWords();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own and arrives as cancel.
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className="m-auto w-full max-w-xl rounded-lg bg-surface text-ink shadow-float max-sm:mb-0 max-sm:max-w-none max-sm:rounded-b-none"
    >
      <div className="grid gap-4 p-6">
        <div className="flex items-start justify-between gap-4">
          <h2 id={titleId} className="text-lg font-semibold">
            {title}
          </h2>
          <button
            type="button"
            aria-label={words.common.close}
            onClick={onClose}
            className="-me-2 grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        </div>
        {children}
        {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-4">{footer}</div>}
      </div>
    </dialog>
  );
}
