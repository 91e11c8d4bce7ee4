import Search from "lucide-react/icons/search";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useManage } from "../../manage-words";
import { palette } from "../../messages/manage/en/shell";
import { useHydrated } from "../../request";
import { Button } from "../ui/button";
import { Kbd } from "../ui/kbd";
import type { PaletteProps } from "./palette";

const sections = { palette };

const Palette = lazy(() => import("./palette"));

/** The parts of the palette for the frame of the manage area. */
export interface PaletteParts {
  /** The button of the sidebar. */
  wide: ReactNode;
  /** The button of the bar of narrow screens. */
  narrow: ReactNode;
  /** Apart from both: a dialog within what is hidden would be hidden too. */
  dialog: ReactNode;
}

/**
 * The command palette, opened by Ctrl or ⌘ and K or by its button; it is loaded then and not before. Without scripts there
 * is none: everything it leads to stands in the menus.
 */
export function usePalette(props: Omit<PaletteProps, "onClose">): PaletteParts {
  const { palette } = useManage(sections);
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      if (event.altKey || event.shiftKey || event.defaultPrevented) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  if (!hydrated) return { wide: null, narrow: null, dialog: null };
  return {
    wide: (
      <Button
        onClick={() => setOpen(true)}
        aria-keyshortcuts="Control+K Meta+K"
        className="w-full text-muted"
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        <span className="min-w-0 grow truncate text-start font-normal">{palette.open}</span>
        <span aria-hidden="true">
          <Kbd>{palette.key}</Kbd>
        </span>
      </Button>
    ),
    narrow: (
      <Button variant="quiet" aria-label={palette.open} onClick={() => setOpen(true)}>
        <Search aria-hidden="true" className="size-5" />
      </Button>
    ),
    dialog: open && (
      <Suspense>
        <Palette {...props} onClose={() => setOpen(false)} />
      </Suspense>
    ),
  };
}
