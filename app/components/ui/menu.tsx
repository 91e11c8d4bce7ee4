import { Link } from "@remix-run/react";
import clsx from "clsx";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { useEffect, useId, useRef } from "react";
import { type ButtonLook, buttonClass } from "./button";

export interface MenuProps extends ButtonLook {
  /** What the opener shows. */
  trigger: ReactNode;
  /** What the opener is called where it shows only an icon: "More for Ana Ruiz". */
  label?: string;
  /** Which edge of the opener the menu keeps to. */
  align?: "start" | "end";
  triggerClass?: string;
  children: ReactNode;
}

function place(opener: HTMLElement, list: HTMLElement, align: "start" | "end") {
  const at = opener.getBoundingClientRect();
  const size = list.getBoundingClientRect();
  const below = at.bottom + size.height < window.innerHeight;
  const left = align === "start" ? at.left : at.right - size.width;
  const top = below ? at.bottom : Math.max(8, at.top - size.height);
  list.style.top = `${top}px`;
  list.style.maxHeight = `${window.innerHeight - top - 8}px`;
  list.style.left = `${Math.max(8, Math.min(left, window.innerWidth - size.width - 8))}px`;
}

/**
 * A list of links and buttons behind a button: the browser's popover, so it opens, closes and gives the focus back
 * without any script. Browsers without anchors get their position from the effect below.
 */
export function Menu({ trigger, label, align = "end", triggerClass, children, ...look }: MenuProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = list.current;
    if (!element || !opener.current) return;
    const button = opener.current;
    const anchored = CSS.supports("position-area: block-end");
    const onToggle = (event: Event) => {
      const open = (event as ToggleEvent).newState === "open";
      if (open && !anchored) place(button, element, align);
    };
    const onChosen = (event: Event) => {
      if ((event.target as Element).closest("a")) element.hidePopover();
    };
    element.addEventListener("toggle", onToggle);
    element.addEventListener("click", onChosen);
    return () => {
      element.removeEventListener("toggle", onToggle);
      element.removeEventListener("click", onChosen);
    };
  }, [align]);

  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-label={label}
        className={clsx(buttonClass({ variant: "quiet", ...look }), triggerClass)}
        // React 18 knows the attributes of popovers only in lower case.
        {...{ popovertarget: id }}
      >
        {trigger}
      </button>
      <div
        ref={list}
        id={id}
        {...{ popover: "auto" }}
        className={clsx(
          "max-w-[calc(100vw-2rem)] min-w-48 rounded-md bg-surface p-1 text-ink shadow-float",
          align === "end" ? "popover-below" : "popover-start",
        )}
      >
        {children}
      </div>
    </>
  );
}

const itemClass =
  "flex w-full items-center gap-2 rounded-sm px-3 py-1.5 text-start hover:bg-sunken pointer-coarse:min-h-11";

export interface MenuItemProps {
  icon?: ReactNode;
  /** The one chosen of several. */
  current?: boolean;
  children: ReactNode;
}

/** An item that goes somewhere. `document` for addresses outside Remix or without scripts. */
export function MenuLink({
  to,
  document,
  icon,
  current,
  children,
}: MenuItemProps & { to: string; document?: boolean }) {
  return (
    <Link
      to={to}
      reloadDocument={document}
      aria-current={current ? "true" : undefined}
      className={clsx(itemClass, current && "font-semibold")}
    >
      {icon}
      <span className="min-w-0 truncate">{children}</span>
    </Link>
  );
}

/** An item that does something: a submit button of the form round it or named by `form`. */
export function MenuButton({
  icon,
  current,
  danger,
  children,
  ...rest
}: MenuItemProps & { danger?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="submit"
      {...rest}
      aria-pressed={current}
      className={clsx(itemClass, current && "font-semibold", danger && "text-danger")}
    >
      {icon}
      <span className="min-w-0 truncate">{children}</span>
    </button>
  );
}

/** A heading inside a menu. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <p className="px-3 pt-2 pb-1 text-xs text-muted">{children}</p>;
}

/** A hairline inside a menu. */
export function MenuLine() {
  return <hr className="my-1 border-line" />;
}
