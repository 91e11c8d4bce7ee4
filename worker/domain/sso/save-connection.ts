import * as z from "zod";
import {
  changeConnection,
  connectionOf,
  endProviderSessions,
  forgetIdentities,
  insertConnection,
  type SsoConnection,
} from "../../../db/queries/single-sign-on.ts";
import { guardChanged, type Statement } from "../../../db/queries/statements.ts";
import { audit } from "../audit.ts";
import { commit } from "../commit.ts";
import { DomainError, invalidField } from "../errors.ts";
import { organisationNameField } from "../fields.ts";
import { standingOf } from "../members/member-change.ts";
import { type MemberContext, memberUseCase } from "../use-case.ts";
import { type ConnectionView, connectionView, secretPurpose } from "./connection-view.ts";

const issuerHelp = {
  not_a_url: "Enter the whole address, like https://id.example.com.",
  not_https: "The address has to begin with https://.",
  private: "This address is not reachable from the internet, so it is not asked.",
  with_query: "Leave out everything from the ? or # on.",
} as const;

const printable = /^[\x20-\x7e]+$/;

const saveConnectionFields = z.strictObject({
  name: organisationNameField,
  issuer: z.string("Enter the issuer's address.").trim().max(500, "This address is too long."),
  clientId: z
    .string("Enter the client ID.")
    .trim()
    .max(500, "This client ID is too long.")
    .regex(printable, "Enter the client ID as the provider shows it."),
  /** Left out: the one that is kept stays. */
  clientSecret: z
    .string("Enter the client secret.")
    .trim()
    .max(2_000, "This client secret is too long.")
    .regex(printable, "Enter the client secret as the provider shows it.")
    .optional(),
});

/**
 * Sets the identity provider of the workspace. Another issuer or client is another provider: nobody is bound to it,
 * it was not tried, it is not enforced, and sessions of the one before end. Another name or secret changes nothing
 * of that. The secret is kept sealed and never shown again.
 *
 * Throws VALIDATION_FAILED on the field, also on `clientSecret` where it is missing, EDIT_CONFLICT.
 */
export const saveConnection = memberUseCase(
  "workspace.manage",
  saveConnectionFields,
  async (ctx, input): Promise<ConnectionView> => {
    const { db, workspace } = ctx;
    const refusal = ctx.identity.refuseIssuer(input.issuer);
    if (refusal) throw invalidField("issuer", refusal, issuerHelp[refusal]);
    const [seen] = await connectionOf(db, workspace.id);
    const { name, issuer, clientId } = input;
    const isOther = !seen || seen.issuer !== issuer || seen.clientId !== clientId;
    // A secret belongs to a client of one provider: it is not handed to another that somebody names later.
    if (isOther && input.clientSecret === undefined) {
      throw invalidField("clientSecret", "required", "Enter the client secret of this client.");
    }
    const op = ctx.ids.next("event");
    const secret =
      input.clientSecret === undefined
        ? null
        : await ctx.vault.seal(secretPurpose(workspace.id), input.clientSecret);
    const kept = seen && !isOther ? seen : null;
    const row: SsoConnection = {
      workspaceId: workspace.id,
      id: kept?.id ?? ctx.ids.next("ssoConnection"),
      name,
      issuer,
      clientId,
      sealedSecret: secret?.sealed ?? kept?.sealedSecret ?? "",
      secretKey: secret?.keyId ?? kept?.secretKey ?? "",
      testedAt: kept?.testedAt ?? null,
      testedBy: kept?.testedBy ?? null,
      enforcedAt: kept?.enforcedAt ?? null,
      spareAdmin: kept?.spareAdmin ?? null,
      createdAt: seen?.createdAt ?? ctx.now(),
      lastOp: op,
    };
    const standing = standingOf(ctx, "workspace.manage");
    const done = await commit(
      ctx,
      [
        seen ? changeConnection(db, seen, standing, row) : insertConnection(db, row, standing),
        guardChanged(db),
        ...(isOther ? withoutProvider(ctx) : []),
        ...audit(ctx, {
          workspaceId: workspace.id,
          actor: ctx.actor,
          action: seen ? "sso.changed" : "sso.connected",
          targetId: row.id,
          op,
          details: {
            before: seen ? told(seen) : null,
            after: { ...told(row), ...(secret && { clientSecret: "changed" }) },
          },
        }),
      ],
      connectionView(row),
    );
    if (!done) throw new DomainError("EDIT_CONFLICT");
    return done;
  },
);

/** What a provider leaves behind that is one no more. */
export function withoutProvider({ db, workspace }: MemberContext): Statement[] {
  return [forgetIdentities(db, workspace.id), endProviderSessions(db, workspace.id)];
}

function told({ name, issuer, clientId }: Pick<SsoConnection, "name" | "issuer" | "clientId">) {
  return { name, issuer, clientId };
}
