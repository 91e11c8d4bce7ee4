import { Form } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { invite } from "../../messages/manage/en/invite";
import { acts } from "../../messages/manage/en/people";
import { Button, LinkButton } from "../ui/button";

const sections = { acts, invite };

/** Somebody who stands in the way of an invitation: the code that says why, and ids of what to do about it. */
export interface KnownPerson {
  code: string;
  personId: string | null;
  invitationId: string | null;
}

/** The refusals that name somebody. */
export const knownCodes = ["ALREADY_MEMBER", "ALREADY_INVITED", "MEMBER_DEACTIVATED"];

/** What can be done about a person who is known here already (D19). */
export function KnownActions({ known, base }: { known: KnownPerson; base: string }) {
  const manage = useManage(sections);
  const { code, personId, invitationId } = known;
  const page = `${base}/people/${personId}`;
  const { invite, acts } = manage;
  if (!personId) {
    return (
      <p className="text-sm">
        {code !== "ALREADY_INVITED" && `${invite.knownHelp} `}
        <a href={`${base}/help/users-with-account`} className="link">
          {invite.knownMore}
        </a>
      </p>
    );
  }
  return (
    <>
      {code === "ALREADY_INVITED" && invitationId && (
        <>
          <Form method="post" action={page}>
            <input type="hidden" name="returnTo" value={`${base}/people`} />
            <Button type="submit" size="small" name="resend" value={invitationId}>
              {invite.pending.resend}
            </Button>
          </Form>
          <LinkButton to={`${page}/edit`} size="small">
            {invite.pending.edit}
          </LinkButton>
        </>
      )}
      {code === "MEMBER_DEACTIVATED" && (
        <LinkButton to={`${page}/reactivate`} size="small">
          {invite.deactivated.reactivate} …
        </LinkButton>
      )}
      <LinkButton to={page} size="small" variant={code === "ALREADY_MEMBER" ? "secondary" : "quiet"}>
        {acts.open}
      </LinkButton>
    </>
  );
}
