import { Link, type LinkProps } from "@remix-run/react";
import clsx from "clsx";
import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from "react";
import { forwardRef } from "react";

/** How a button or a link that stands for one looks. */
export interface ButtonLook {
  /** One primary a view; danger only for what cannot be taken back. */
  variant?: "primary" | "secondary" | "quiet" | "danger";
  /** small in rows, medium on manage pages, large for invitees and learners. */
  size?: "small" | "medium" | "large";
  /** Fills the line. */
  wide?: boolean;
}

const variants = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-ink hover:bg-sunken",
  quiet: "border-transparent text-ink hover:bg-sunken",
  danger: "border-transparent bg-danger text-on-danger hover:bg-danger-hover",
};

const sizes = {
  small: "min-h-8 px-2 text-base pointer-coarse:min-h-11",
  medium: "min-h-9 px-3 text-base pointer-coarse:min-h-11",
  large: "min-h-11 px-4 text-md",
};

/** The classes of a button, for elements that are neither Button nor LinkButton (summary, popover openers). */
export function buttonClass({ variant = "secondary", size = "medium", wide }: ButtonLook = {}): string {
  return clsx(
    // The frame that one does not see is what a system with colours of its own shows of a button.
    "inline-flex items-center justify-center gap-2 rounded-md border py-1 text-center font-medium transition-colors",
    "disabled:opacity-60",
    variants[variant],
    sizes[size],
    // Names of any length stand in wide ones.
    wide && "w-full wrap-anywhere",
  );
}

/** A turning ring that says "under way"; the words beside it say what. */
export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-4 shrink-0 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  );
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, ButtonLook {
  /** Under way: keeps the focus, ignores further clicks, shows a spinner. */
  pending?: boolean;
  icon?: ReactNode;
}

/** A button; give `type="submit"` to send its form. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant, size, wide, pending, icon, type = "button", className, children, onClick, ...rest },
  ref,
) {
  function click(event: MouseEvent<HTMLButtonElement>) {
    if (pending) event.preventDefault();
    else onClick?.(event);
  }
  return (
    <button
      {...rest}
      ref={ref}
      type={type}
      aria-disabled={pending || undefined}
      onClick={click}
      className={clsx(buttonClass({ variant, size, wide }), pending && "cursor-progress", className)}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  );
});

export interface LinkButtonProps extends LinkProps, ButtonLook {
  icon?: ReactNode;
}

/** A link that looks like a button: it goes somewhere, it does nothing. */
export const LinkButton = forwardRef<HTMLAnchorElement, LinkButtonProps>(function LinkButton(
  { variant, size, wide, icon, className, children, ...rest },
  ref,
) {
  return (
    <Link {...rest} ref={ref} className={clsx(buttonClass({ variant, size, wide }), className)}>
      {icon}
      {children}
    </Link>
  );
});
