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
 * that page, with them this. Closing gives the focus back to the opener.
 */
export function Dialog({ title, children, footer, onClose }: DialogProps) {
  const words = useWords();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    // React has taken the dialog out of the page by then, so the browser cannot do it.
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
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
        <h2 id={titleId} className="pe-8 text-lg font-semibold">
          {title}
        </h2>
        {children}
        {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-4">{footer}</div>}
        {/* Last, so that the first field has the focus when the dialog opens. */}
        <button
          type="button"
          aria-label={words.common.close}
          onClick={onClose}
          className="absolute end-4 top-5 grid size-8 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      </div>
    </dialog>
  );
}
