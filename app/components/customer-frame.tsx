import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { CustomerFrameData } from "../customer";
import { ManageWords } from "../manage-words";
import { TimeZoneProvider } from "../request";
import { PersonMenu } from "./person-menu";
import { mainId, SkipLink } from "./skip-link";
import { Notice } from "./ui/notice";

/** The frame of the pages above all workspaces: whose they are, and the way back into each. */
export function CustomerFrame({ frame, children }: { frame: CustomerFrameData; children: ReactNode }) {
  return (
    <ManageWords terms={frame.terms}>
      <TimeZoneProvider zone="UTC">
        <SkipLink />
        <header className="border-b border-line bg-surface" data-screen-only>
          <div className="mx-auto flex min-h-14 max-w-5xl items-center gap-4 px-4 md:px-8">
            <Link to={frame.home} className="min-w-0 grow truncate font-semibold" title={frame.customer.name}>
              {frame.customer.name}
            </Link>
            {frame.signOut && (
              <PersonMenu
                viewer={frame.viewer}
                links={{ workspaces: frame.workspaces, account: frame.account, signOut: frame.signOut }}
                compact
              />
            )}
          </div>
        </header>
        <main id={mainId} tabIndex={-1} className="outline-none">
          <div className="mx-auto grid max-w-5xl gap-8 px-4 py-8 md:px-8">
            {frame.flash && (
              <Notice tone={frame.flash.kind === "error" ? "error" : "ok"} title={frame.flash.told} />
            )}
            {children}
          </div>
        </main>
      </TimeZoneProvider>
    </ManageWords>
  );
}
