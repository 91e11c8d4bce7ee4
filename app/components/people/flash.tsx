import { Form, Link } from "@remix-run/react";
import { useManage } from "../../manage-words";
import type { ManageMessages } from "../../messages/manage/en";
import { acts } from "../../messages/manage/en/people";
import { Button } from "../ui/button";
import { UndoMany } from "./undo-many";

const sections = { acts };

/** The result of the last post, kept in a cookie for one page. */
export interface Flash {
  kind: keyof ManageMessages["flash"] | "error";
  /** A name or an address. */
  who?: string;
  /** The sentence of a refused act. */
  text?: string;
  /** The person concerned. */
  personId?: string;
  /** Of an act on one person the invitation or the membership, of an act on many how many. */
  undo?: { op: string; until: number } & ({ invitationId: string } | { setUp: string } | { count: number });
  /** How many people are concerned. */
  count?: number;
  elsewhere?: boolean;
}

/** A flash with its sentence, and what is to be said besides: from the server, which alone has all of these words. */
export interface ToldFlash extends Flash {
  told: string;
  aside: string | undefined;
}

/** Undo, as long as the mail is here, and the way to the person. */
export function FlashActions({ flash, base, now }: { flash: Flash; base: string; now: number }) {
  const manage = useManage(sections);
  const { undo, personId } = flash;
  return (
    <>
      {undo && "count" in undo && undo.until > now && <UndoMany base={base} undo={undo} />}
      {undo && "invitationId" in undo && personId && undo.until > now && (
        <Form method="post" action={`${base}/people/${personId}`} preventScrollReset>
          <input type="hidden" name="op" value={undo.op} />
          <input type="hidden" name="who" value={flash.who} />
          <Button type="submit" name="undo" value={undo.invitationId} size="small">
            {manage.acts.undo}
          </Button>
        </Form>
      )}
      {undo && "setUp" in undo && undo.until > now && (
        <Form method="post" action={`${base}/people/set-up`} preventScrollReset>
          <input type="hidden" name="op" value={undo.op} />
          <input type="hidden" name="person" value={undo.setUp} />
          <Button type="submit" name="intent" value="undo" size="small">
            {manage.acts.undo}
          </Button>
        </Form>
      )}
      {personId && flash.kind !== "removed" && (
        <Link to={`${base}/people/${personId}`} className="link self-center text-sm">
          {manage.acts.view}
        </Link>
      )}
    </>
  );
}
