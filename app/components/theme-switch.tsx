import { useLocation } from "@remix-run/react";
import clsx from "clsx";
import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { themes } from "../preferences";
import { useRequest } from "../request";

const icons = { system: Monitor, light: Sun, dark: Moon };

/** Light, dark or as the system; a plain form, so it works without scripts. */
export function ThemeSwitch() {
  const { theme: current, messages } = useRequest();
  const { pathname, search } = useLocation();
  return (
    <form method="post" action="/preferences" className="flex items-center justify-between gap-3 px-3 py-1">
      <input type="hidden" name="return_to" value={pathname + search} />
      <span className="text-sm text-muted">{messages.common.theme}</span>
      <span className="flex gap-1">
        {themes.map((theme) => {
          const Icon = icons[theme];
          return (
            <button
              key={theme}
              type="submit"
              name="theme"
              value={theme}
              aria-pressed={theme === current}
              aria-label={messages.common.themes[theme]}
              title={messages.common.themes[theme]}
              className={clsx(
                "grid size-8 place-items-center rounded-md hover:bg-sunken",
                theme === current ? "bg-sunken text-ink" : "text-muted",
              )}
            >
              <Icon aria-hidden="true" className="size-4" />
            </button>
          );
        })}
      </span>
    </form>
  );
}
