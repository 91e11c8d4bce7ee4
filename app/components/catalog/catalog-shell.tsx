import { useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { TimeZoneProvider, useWords } from "../../request";
import { LanguageSwitch } from "../language-switch";
import { mainId, SkipLink } from "../skip-link";
import { WorkspaceMark } from "../workspace-mark";

/** What the frame of the catalog shows, as loader data. */
export interface CatalogFrame {
  workspace: { slug: string; name: string; timeZone: string };
  /** Signed in as an active member: to their courses; else to sign in and back here. */
  member: boolean;
  /** `?lang=de` where the address asks for a language, so that links keep it; else empty. */
  lang: string;
}

/** The frame of the public catalog: the workspace's name, the way in, and nothing between reader and courses. */
export function CatalogShell({ frame, children }: { frame: CatalogFrame; children: ReactNode }) {
  const { catalog } = useWords();
  const { workspace, member, lang } = frame;
  const { pathname } = useLocation();
  const base = `/w/${workspace.slug}`;
  return (
    <TimeZoneProvider zone={workspace.timeZone}>
      <SkipLink />
      <header className="border-b border-line bg-surface" data-screen-only>
        <div className="mx-auto flex min-h-16 max-w-4xl items-center justify-between gap-4 px-4 text-md">
          <a href={`${base}/catalog${lang}`} className="flex min-h-11 min-w-0 items-center">
            <WorkspaceMark name={workspace.name} />
          </a>
          <nav aria-label={catalog.nav} className="shrink-0">
            <a
              href={
                member ? `${base}/learn` : `${base}/sign-in?returnTo=${encodeURIComponent(pathname + lang)}`
              }
              className="link flex min-h-11 items-center"
            >
              {member ? catalog.own : catalog.signIn}
            </a>
          </nav>
        </div>
      </header>
      <main id={mainId} tabIndex={-1} className="outline-none">
        <div className="mx-auto grid max-w-4xl gap-8 px-4 py-8 text-md sm:py-12">{children}</div>
      </main>
      <footer className="mx-auto max-w-4xl px-4 pb-8 text-base" data-screen-only>
        <LanguageSwitch here={pathname} />
      </footer>
    </TimeZoneProvider>
  );
}
