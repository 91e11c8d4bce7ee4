import type { ReactNode } from "react";
import type { LearnFrameData } from "../member";
import { useWords } from "../request";
import { OwnRoles } from "../role-words";
import { LearnShell, type LearnShellProps } from "./learn-shell";
import { ConfirmAddress } from "./learning/confirm-address";

/** The learner portal's shell with its navigation. */
export function LearnFrame({
  frame,
  flash,
  children,
}: {
  frame: LearnFrameData;
  flash?: LearnShellProps["flash"];
  children: ReactNode;
}) {
  const { learn, account, catalog } = useWords();
  const base = `/w/${frame.workspace.slug}`;
  const home = `${base}/learn`;
  return (
    <OwnRoles value={frame.roleNames}>
      <LearnShell
        workspace={{ ...frame.workspace, home }}
        nav={[
          { to: home, label: learn.title, exact: true },
          ...(frame.catalog ? [{ to: `${base}/catalog`, label: catalog.find }] : []),
          { to: `${home}/profile`, label: account.title },
        ]}
        navLabel={learn.nav}
        viewer={frame.viewer}
        links={{
          account: frame.unproved ? `${home}/profile` : `${base}/account`,
          sessions: `${base}/account/sessions`,
          other: frame.manages ? { to: `${base}/people`, label: learn.switchToManage } : undefined,
          workspaces: frame.workspaces.map(({ slug, name }) => ({
            to: `/w/${slug}`,
            name,
            current: slug === frame.workspace.slug,
          })),
          roles: { ...frame.roleSwitch, to: `${base}/acting` },
          signOut: `${base}/sign-out`,
        }}
        flash={flash}
        above={frame.unproved && <ConfirmAddress unproved={frame.unproved} to={`${home}/confirm`} />}
      >
        {children}
      </LearnShell>
    </OwnRoles>
  );
}
