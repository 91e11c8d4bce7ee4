import * as z from "zod";
import type { SignedInPerson } from "../context.ts";
import {
  type OfferedPlaces,
  parsePlaces,
  type RoleView,
  seenPlaces,
} from "../invitations/invitation-view.ts";
import type { CustomRole } from "../permissions.ts";
import type { Policies } from "../policies.ts";
import { mustWait } from "../registering/accept-registration.ts";
import type { RegistrationOfLink } from "../registering/read-registration.ts";
import { parseSeatWait } from "../seats/seat-wait.ts";
import { isPasswordless } from "../sso/passwordless.ts";
import { publicUseCase } from "../use-case.ts";
import { type LinkState, readLink, workspaceOf } from "./read-link.ts";

/** Who is looking, seen from the invitation. */
export type Viewer =
  /** Nobody signed in, and the address has no proved account: may set a password. */
  | "new_person"
  /** Nobody signed in, and the address has an account: signs in and joins. */
  | "account_signed_out"
  /** Signed in with the invited address, proved. */
  | "invitee"
  /** Signed in with another address. */
  | "someone_else";

export interface JoinPage {
  state: LinkState;
  viewer: Viewer;
  invitation: {
    id: string;
    email: string;
    firstName: string;
    lastName: string;
    roles: RoleView[];
    /** Where they will be, and what waits for them there. */
    places: OfferedPlaces;
    /** Last day of access in the workspace's zone; null: without end. */
    accessEndsOn: string | null;
    inviterName: string | null;
    note: string | null;
    expiresAt: number | null;
    endedAt: number | null;
    lastSentAt: number | null;
    revision: number;
    language: string;
    /** Since when they wait for a seat and have not been told of one (F109). */
    seatWaitSince: number | null;
  };
  /** Of who registered: there is no inviter, and nothing that they did not choose themselves; null for an invitation. */
  registration: {
    /** They are a member already. */
    isMember: boolean;
    /** Somebody has to approve after the mailbox is proved (F132). */
    waits: boolean;
    /** The course that they came for. */
    courseId: string | null;
    /** What is not to be had any more. */
    missing: RegistrationOfLink["missing"];
  } | null;
  /** The roles of the workspace's own that are offered, by name. */
  roleNames: Pick<CustomRole, "id" | "name" | "description">[];
  workspace: ReturnType<typeof workspaceOf>;
  policies: Pick<Policies, "identity.password_min" | "activation.after" | "terms">;
  /** The identity provider that the workspace offers, and whether it is the only way in. */
  singleSignOn: { name: string; only: boolean } | null;
  /** The address of the signed-in person, so that "switch account" can show both. */
  signedInAs: string | null;
}

export const joinFields = z.strictObject({ token: z.string().max(16_384) });

/**
 * The page behind a link: every state of the invitation times every viewer (screens 7 to 9). Reading
 * changes nothing, so mail scanners and previews may open it as often as they like (F98).
 *
 * Throws INVITATION_INVALID.
 */
export const viewInvitation = publicUseCase(joinFields, async (ctx, { token }): Promise<JoinPage> => {
  const read = await readLink(ctx, token);
  const { invitation, membership } = read.row;
  const wait = parseSeatWait(read.row.seatWait);
  const person = personOf(ctx.caller);
  // A replaced link may have been for an address that the invitation has left: it says no more about it.
  const told = read.claims.gen >= invitation.floorGeneration;
  const viewer = viewerOf(person, invitation.email, read.row.accountVerifiedAt !== null, read.claims.via);
  return {
    state: read.state,
    viewer: told || viewer === "invitee" ? viewer : "account_signed_out",
    invitation: {
      id: invitation.id,
      email: told ? invitation.email : "",
      firstName: told ? membership.firstName : "",
      lastName: told ? membership.lastName : "",
      roles: told ? read.roles : [],
      places: seenPlaces(parsePlaces(told ? read.row.places : null), "everywhere"),
      accessEndsOn: told ? membership.accessEndsOn : null,
      inviterName: invitation.inviterKind === "member" ? invitation.inviterName : null,
      note: told ? invitation.note : null,
      expiresAt: invitation.expiresAt,
      endedAt: invitation.endedAt,
      lastSentAt: invitation.lastSentAt,
      revision: invitation.revision,
      language: invitation.language,
      seatWaitSince: wait && wait.toldAt === null ? wait.since : null,
    },
    registration: read.registration && {
      isMember: read.registration.isMember,
      waits: mustWait(read, read.registration),
      courseId: read.registration.courseIds[0] ?? null,
      missing: told ? read.registration.missing : { courses: [], dates: [] },
    },
    roleNames: read.customRoles
      .filter(({ id }) => told && read.roles.some(({ role }) => role === id))
      .map(({ id, name, description }) => ({ id, name, description })),
    workspace: workspaceOf(read),
    policies: {
      "identity.password_min": read.policies["identity.password_min"],
      "activation.after": read.policies["activation.after"],
      terms: read.policies.terms,
    },
    singleSignOn: read.singleSignOn && { name: read.singleSignOn.name, only: isPasswordless(read) },
    signedInAs: person?.email ?? null,
  };
});

/** The signed-in person behind a caller, or null. */
export function personOf(caller: { kind: string; person?: SignedInPerson }): SignedInPerson | null {
  return caller.kind === "person" || caller.kind === "member" ? (caller.person ?? null) : null;
}

/**
 * Decides what an invitee is asked for. A mailed link proves the mailbox, so an account that never
 * proved it counts as none; a copied link proves nothing, and such an account must sign in.
 */
export function viewerOf(
  person: SignedInPerson | null,
  invitedEmail: string,
  accountVerified: boolean,
  via: "mail" | "copy",
): Viewer {
  if (person && person.email === invitedEmail) {
    return person.emailVerified || via === "copy" ? "invitee" : "new_person";
  }
  if (person) return "someone_else";
  return accountVerified ? "account_signed_out" : "new_person";
}
