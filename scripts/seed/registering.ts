import { nameKeyOf } from "../../worker/domain/places/place-name.ts";
import { day } from "./chronicle.ts";
import type { Inviter, Lives } from "./lives.ts";

/** A registration link into a group: one place of two dozen is asked for, and somebody waits for approval. */
export function plantRegistrationLink(
  lives: Lives,
  workspaceId: string,
  link: { name: string; by: Inviter; groupId: string; maxUses: number; code: string; securityCode: string },
): void {
  const { rows, now } = lives;
  const at = now - 6 * day;
  const id = lives.idAt(at, "registrationLink");
  const op = lives.idAt(at, "event");
  const { name, by, groupId, maxUses, code, securityCode } = link;
  rows.registrationLinks.push({
    workspaceId,
    id,
    name,
    nameKey: nameKeyOf(name),
    code,
    securityCode,
    maxUses,
    uses: 0,
    createdBy: by.actor.id ?? "",
    createdAt: at,
    lastOp: op,
  });
  rows.registrationLinkPlaces.push({ workspaceId, linkId: id, placeId: groupId, groupId });
  lives.note({
    workspaceId,
    actor: by.actor,
    targetId: id,
    at,
    action: "registration_link.created",
    op,
    details: { name },
  });
  const askedAt = now - 2 * day;
  const person = { firstName: "Solveig", lastName: "Bakken", email: "solveig.bakken@fjordline.example" };
  const userId = lives.stranger(person, askedAt);
  rows.registrations.push({
    workspaceId,
    id: lives.idAt(askedAt, "registration"),
    ...person,
    language: "en",
    status: "waiting",
    linkId: id,
    generation: 1,
    issuedAt: askedAt,
    expiresAt: askedAt + 7 * day,
    sendTimes: [askedAt],
    userId,
    provedAt: askedAt + day / 24,
    createdAt: askedAt,
    lastOp: lives.idAt(askedAt, "event"),
  });
}
