import type { JoinPage } from "../../../worker/domain/joining/view-invitation";
import { useWords } from "../../request";
import { PublicShell } from "../public-shell";
import { LinkButton } from "../ui/button";
import { Rich } from "../ui/rich";
import { Time } from "../ui/time";
import { type Answer, RequestLinkForm, SwitchAccountForm } from "./join-forms";

/** A link that is none of ours, or lost a part on the way; says nothing about any workspace. */
export function InvalidLinkPage({ retryAfter }: { retryAfter: number | null }) {
  const { join, errors } = useWords();
  const told = retryAfter
    ? { title: errors.rateLimited.title, lead: errors.rateLimited.lead({ seconds: retryAfter }) }
    : join.invalid;
  return (
    // The address holds what may be most of a link: no form of this page repeats it.
    <PublicShell title={told.title} lead={told.lead} aside={<p>{join.invalid.help}</p>} here="/">
      <LinkButton to="/" variant="primary" size="large" wide>
        {errors.notFound.action}
      </LinkButton>
    </PublicShell>
  );
}

/** The cookie that held the link is gone. */
export function LapsedPage() {
  const { join, errors, common } = useWords();
  return (
    <PublicShell title={join.lapsed.title} lead={join.lapsed.lead} aside={<p>{common.help}</p>}>
      <LinkButton to="/" variant="primary" size="large" wide>
        {errors.notFound.action}
      </LinkButton>
    </PublicShell>
  );
}

/** Expired, replaced, withdrawn, declined or used: what happened, and one next step that works. */
export function DeadInvitationPage({
  page,
  asked,
  answer,
}: {
  page: JoinPage;
  asked: boolean;
  answer?: Answer;
}) {
  const words = useWords();
  const { join } = words;
  const { workspace, invitation, state } = page;
  const named = { workspace: workspace.name };

  if (asked && (state === "expired" || state === "superseded")) {
    return (
      <PublicShell workspace={workspace} title={join.expired.sentTitle} lead={join.expired.sent}>
        <RequestLinkForm label={join.superseded.submit} answer={answer} />
      </PublicShell>
    );
  }
  switch (state) {
    case "expired":
      return (
        <PublicShell workspace={workspace} title={join.expired.title} lead={join.expired.lead(named)}>
          <RequestLinkForm label={join.expired.submit} answer={answer} />
        </PublicShell>
      );
    case "superseded":
      return (
        <PublicShell
          workspace={workspace}
          title={join.superseded.title}
          lead={
            invitation.lastSentAt && (
              <Rich
                text={join.superseded.lead}
                values={{ sentAt: <Time at={invitation.lastSentAt} show="exact" /> }}
              />
            )
          }
        >
          <p>{join.superseded.again}</p>
          <RequestLinkForm label={join.superseded.submit} answer={answer} />
        </PublicShell>
      );
    case "used":
      return <UsedPage page={page} />;
    case "waiting":
      return (
        <PublicShell workspace={workspace} title={join.waiting.title} lead={join.waiting.lead(named)}>
          <ContactOrStart page={page} />
        </PublicShell>
      );
    case "refused":
      return (
        <PublicShell workspace={workspace} title={join.refused.title} lead={join.refused.lead(named)}>
          <ContactOrStart page={page} />
        </PublicShell>
      );
    case "lapsed":
      return (
        <PublicShell workspace={workspace} title={join.forgotten.title} lead={join.forgotten.lead(named)}>
          <LinkButton to={`/w/${workspace.slug}/catalog`} variant="primary" size="large" wide>
            {words.register.title}
          </LinkButton>
        </PublicShell>
      );
    default: {
      const told = state === "declined" ? join.declined : join.canceled;
      return (
        <PublicShell workspace={workspace} title={told.title} lead={told.lead(named)}>
          <ContactOrStart page={page} />
        </PublicShell>
      );
    }
  }
}

function UsedPage({ page }: { page: JoinPage }) {
  const { used, otherAccount } = useWords().join;
  const { workspace, viewer } = page;
  const named = { workspace: workspace.name };
  if (viewer === "someone_else") {
    const lead = otherAccount.lead({ signedInAs: page.signedInAs ?? "", invited: page.invitation.email });
    return (
      <PublicShell workspace={workspace} title={used.title} lead={lead}>
        <SwitchAccountForm page={page} />
      </PublicShell>
    );
  }
  const member = viewer === "invitee";
  return (
    <PublicShell
      workspace={workspace}
      title={used.title}
      lead={member ? used.member(named) : used.lead(named)}
    >
      <LinkButton
        to={member ? `/w/${workspace.slug}` : `/w/${workspace.slug}/sign-in`}
        variant="primary"
        size="large"
        wide
      >
        {member ? used.open(named) : used.submit}
      </LinkButton>
    </PublicShell>
  );
}

/** Nothing can be done with the link itself: whoever can help, or else the start page. */
function ContactOrStart({ page }: { page: JoinPage }) {
  const { join, errors } = useWords();
  const contact = page.workspace.supportContact;
  if (contact && /^[^\s@]+@[^\s@]+$/.test(contact)) {
    return (
      <LinkButton to={`mailto:${contact}`} variant="primary" size="large" wide>
        {join.writeTo({ contact })}
      </LinkButton>
    );
  }
  return (
    <LinkButton to="/" variant="primary" size="large" wide>
      {errors.notFound.action}
    </LinkButton>
  );
}
