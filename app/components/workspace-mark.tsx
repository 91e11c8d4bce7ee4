import clsx from "clsx";
import { useLogo } from "../branding";

/**
 * A workspace's name with its logo, or with its first letter in its colour until it has one. `stacked` puts the logo
 * above the name, where a line is too short for both.
 */
export function WorkspaceMark({ name, stacked }: { name: string; stacked?: boolean }) {
  const logo = useLogo();
  return (
    <span
      className={clsx(
        "flex min-w-0 font-semibold",
        logo && stacked ? "flex-col items-start gap-1" : "items-center gap-2",
      )}
    >
      {logo ? (
        <img
          src={logo}
          alt=""
          height={32}
          className={clsx(
            "w-auto shrink-0 rounded-sm bg-paper object-contain p-0.5",
            stacked ? "h-9 max-w-full" : "h-8 max-w-24",
          )}
        />
      ) : (
        <span
          aria-hidden="true"
          data-letters={[...name][0]?.toLocaleUpperCase()}
          className="letters grid size-6 shrink-0 place-items-center rounded-sm bg-accent text-sm text-on-accent"
        />
      )}
      <span className="max-w-full truncate" title={name}>
        {name}
      </span>
    </span>
  );
}
