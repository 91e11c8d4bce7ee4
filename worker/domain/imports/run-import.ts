import * as z from "zod";
import {
  cancelRows,
  rowsToInvite,
  type SettledRow,
  settleCheckedRows,
  settleRows,
  stagedRows,
} from "../../../db/queries/import-rows.ts";
import {
  advanceImport,
  type CountChanges,
  canceledCounts,
  leaseImport,
  releaseImport,
  shiftedCounts,
} from "../../../db/queries/imports.ts";
import type { NewInvitationRows } from "../../../db/queries/new-invitations.ts";
import type { SeatCounts } from "../../../db/queries/seats.ts";
import { importStarter } from "../../../db/queries/starters.ts";
import { isGuardRefusal, isUniqueRefusal, raisedBy, type Statement } from "../../../db/queries/statements.ts";
import type { Actor, Context } from "../context.ts";
import { parsePlaces } from "../invitations/invitation-view.ts";
import {
  type Inviting,
  newInvitation,
  newInvitationStatements,
  type Offer,
  refusalOf,
  type Standing,
} from "../invitations/new-invitations.ts";
import { decideTerm } from "../invitations/terms.ts";
import { chooseLanguage, type Language } from "../languages.ts";
import { wakeMail } from "../mail/queue-mail.ts";
import { mailedCredentials, mayBeSetUp } from "../members/set-up-fields.ts";
import { setUpStatements } from "../members/set-up-rows.ts";
import { placeLanguage, spokenIn } from "../places/place-language.ts";
import { rootGroupId } from "../places/root-group.ts";
import { policiesOf } from "../policies.ts";
import { guardSeats, roomFor, roomToSend } from "../seats/room.ts";
import { isPasswordless } from "../sso/passwordless.ts";
import { starterAuthority } from "../starter-authority.ts";
import { systemUseCase, within } from "../use-case.ts";
import { type CellProblem, problemKey } from "./cell-problems.ts";
import {
  accountElsewhere,
  auditBlocked,
  checkRows,
  countOutcomes,
  fullRow,
  type KeptRow,
  knownOfSignIns,
  leanRow,
} from "./check-rows.ts";
import {
  type ChunkDone,
  chunkOf,
  chunkSizes,
  type ImportRecord,
  type ImportWork,
  moved,
  rulesOf,
} from "./import-work.ts";
import { dayOver, notTheirs, roleGone } from "./lost-since.ts";
import { type GroupsOfRows, groupsOfRows, namedNewGroup, withMadeGroups } from "./new-groups.ts";
import { accessEnds, blocksWithin, keptEnd, nameQueries, nowhere } from "./row-rules.ts";
import { sessionsOfRows } from "./sessions-of-rows.ts";
import { planRows, type RowToSetUp } from "./set-up-rows-of.ts";
import { signInLost, usernameTaken } from "./sign-in-of-row.ts";
import { undoChunk } from "./undo-chunk.ts";
import { updateChunk } from "./update-chunk.ts";

const leaseMs = 60_000;

/** A row that has its turn is asked of the workspace, and of those before it in its chunk: the file was read. */
const nothingRead = { emails: new Map<string, number>(), usernames: new Map<string, number>() };

/**
 * Works off one chunk of an import: checks rows, makes invitations, or takes them back. One worker holds an
 * import at a time; a worker that dies loses its lease and its chunk rolls back, so that a message that comes
 * twice, late or never neither loses nor doubles a row (F65). Each chunk asks anew what the uploader may.
 */
export const runImport = systemUseCase(
  z.strictObject({ workspaceId: z.string(), importId: z.string() }),
  async (ctx, { workspaceId, importId }): Promise<ChunkDone> => {
    const now = ctx.now();
    const lease = ctx.ids.next("event");
    const [[leased], [starter]] = await ctx.db.batch([
      leaseImport(ctx.db, workspaceId, importId, lease, now, now + leaseMs),
      importStarter(ctx.db, workspaceId, importId),
    ]);
    if (!leased || !starter) return { more: false };
    if (!starter.open) {
      // A suspended workspace waits: the sweeper looks again when it is open.
      await releaseImport(ctx.db, workspaceId, importId, lease);
      return { more: false };
    }
    const policies = policiesOf(starter.preset, starter.policyOverrides);
    const { undoneBy } = leased.options;
    const undoes = leased.status === "undoing" && undoneBy;
    const actor = (
      undoes ? undoneBy : { kind: leased.actorKind, id: leased.actorId, name: leased.actorName }
    ) as Actor;
    const permission = undoes ? "invitation.manage" : "invitation.create";
    const authority = starterAuthority(starter, actor.kind, within(permission), policies);
    const setsUp = leased.status === "running" && leased.options.setUp === true;
    if (!authority || (setsUp && !mayBeSetUp({ policies, plan: starter.plan }))) {
      await stop(ctx, leased, lease);
      return { more: false };
    }
    const work: ImportWork = {
      record: leased,
      lease,
      customerId: starter.customerId,
      policies,
      plan: starter.plan,
      timeZone: starter.timeZone,
      actor,
      authority,
    };
    try {
      if (leased.status === "checking") return await checkChunk(ctx, work);
      if (leased.status === "undoing") return await undoChunk(ctx, work);
      return leased.counts.update ? await updateChunk(ctx, work) : await inviteChunk(ctx, work, starter);
    } catch (error) {
      // Somebody invited one of these people, took a seat or a username meanwhile, or the lease is another's: the chunk
      // is planned anew.
      if (
        !isGuardRefusal(error) &&
        !isUniqueRefusal(error) &&
        !["NO_SEAT", "ROLE_GONE"].includes(raisedBy(error) ?? "")
      )
        throw error;
      await releaseImport(ctx.db, workspaceId, importId, lease);
      return { more: true, retryAfter: 2 };
    }
  },
);

async function checkChunk(ctx: Context, work: ImportWork): Promise<ChunkDone> {
  const { record, lease } = work;
  const { workspaceId, id } = record;
  const [staged, names, fields] = await ctx.db.batch([
    stagedRows(ctx.db, workspaceId, id, chunkSizes.usual.rows + 1),
    ...nameQueries(ctx, workspaceId, record.mapping),
  ]);
  const { chunk: rows, more } = chunkOf(staged, chunkSizes.usual);
  const rules = rulesOf(ctx, work, names, fields);
  const checked = rows.length > 0 ? await checkRows(ctx, workspaceId, id, rules, rows) : [];
  const changes: CountChanges = { ...countOutcomes(checked), staged: -checked.length };
  await write(ctx, [
    ...(checked.length > 0 ? [settleCheckedRows(ctx.db, workspaceId, id, checked)] : []),
    ...auditBlocked(ctx, { workspaceId, importId: id, actor: work.actor }, checked),
    advanceImport(ctx.db, workspaceId, id, lease, {
      ...(more ? {} : { status: "ready" }),
      counts: shiftedCounts(changes),
      lease: null,
      leaseUntil: null,
    }),
  ]);
  return { more };
}

async function inviteChunk(
  ctx: Context,
  work: ImportWork,
  {
    language,
    providerEnforcedAt,
    ...counts
  }: { language: string; providerEnforcedAt: number | null } & SeatCounts,
): Promise<ChunkDone> {
  const { record, lease, policies, plan, timeZone, actor, authority } = work;
  const { workspaceId, id, options } = record;
  const now = ctx.now();
  const setsUp = options.setUp === true;
  const size = setsUp ? chunkSizes.setUp : chunkSizes.usual;
  const { chunk: found, more } = chunkOf(
    await rowsToInvite(ctx.db, workspaceId, id, {
      afterLine: record.cursor,
      limit: size.rows + 1,
      rootId: rootGroupId(workspaceId),
    }),
    size,
  );
  const inviting: Inviting = {
    workspaceId,
    policies,
    plan,
    actor,
    origin: "import",
    importId: id,
    op: ctx.ids.next("event"),
    delay: 0,
    bulk: true,
  };
  const term = decideTerm(ctx, policies, {});
  const reach = authority.reach("invitation.create") ?? nowhere;
  const accessEnd = accessEnds(timeZone, now);
  const planned: NewInvitationRows[] = [];
  /** Of an import that makes members at once; each with the row that says so. */
  const toSetUp: { row: RowToSetUp; settled: SettledRow }[] = [];
  const settled: SettledRow[] = [];
  const room = setsUp ? roomFor(policies, counts) : roomToSend(policies, counts);
  const newGroups = await groupsOfRows(
    ctx,
    work,
    found.map(({ resolved }) => fullRow(resolved)),
  );
  const { elsewhere, owners } = await knownOfSignIns(
    ctx,
    { workspaceId, importId: id },
    { blocksWithin: blocksWithin(policies, work.customerId) },
    found.map(({ resolved }) => ({ row: fullRow(resolved) })),
    nothingRead,
  );
  const usernames = new Map<string, number>();
  const sessions = await sessionsOfRows(
    ctx,
    workspaceId,
    reach,
    found.map(({ resolved }) => fullRow(resolved)),
  );
  const usual = chooseLanguage([language], "en");
  for (const { line, resolved, goneUnit, goneGroup, goneCourse, spoken, ...known } of found) {
    const checked = fullRow(resolved);
    const { row, problem: unmade } = newGroups.placed(checked);
    const standing: Standing | undefined = known.membership?.id ? known : undefined;
    const refusal = refusalOf(standing, now);
    const problem: CellProblem | null = goneUnit
      ? { column: "unit", code: "unit_unknown", found: "" }
      : goneGroup
        ? { column: "group", code: "group_unknown", found: "" }
        : goneCourse
          ? { column: "courses", code: "course_unknown", found: "" }
          : (unmade ??
            sessions.problemOf(row) ??
            roleGone(row, { policies, customRoles: authority.customRoles }) ??
            notTheirs(row, reach, authority) ??
            dayOver(row, { accessEnd, now }));
    const refused = refusal !== null && standing !== undefined;
    // Whoever is here already is left alone, whatever the row says beside.
    const kept =
      refused || problem
        ? null
        : (signInLost(row, policies, setsUp) ??
          (row.email !== null && elsewhere.has(row.email) ? accountElsewhere(row.email) : null) ??
          usernameTaken(row, { owners, lines: usernames }, standing?.membership.id));
    const full = !refused && planned.length + toSetUp.length >= room;
    if (problem || kept || full) {
      const why: CellProblem = problem ?? kept ?? { column: "email", code: "no_seat", found: "" };
      settled.push({
        line,
        outcome: "error",
        problem: problemKey("!", why),
        membershipId: null,
        invitationId: null,
        resolved: leanRow({ ...row, problems: [why] }),
      });
    } else if (refusal && standing) {
      const outcome =
        refusal === "ALREADY_MEMBER"
          ? "already_member"
          : refusal === "MEMBER_DEACTIVATED"
            ? "deactivated"
            : "already_invited";
      settled.push({
        line,
        outcome,
        problem: `=${outcome}`,
        // Whom an address belongs to is told to whoever sees everybody (D19).
        membershipId: reach === "everywhere" ? standing.membership.id : null,
        invitationId: null,
      });
    } else {
      sessions.take(row);
      const person = {
        firstName: row.firstName,
        lastName: row.lastName,
        language: row.language ?? options.language ?? spokenByRow(row, spoken, newGroups, usual),
        externalId: row.externalId,
      };
      const offered = {
        roles: row.roles,
        unitIds: row.unitIds,
        groupIds: row.groupIds,
        courseIds: row.courseIds,
        sessionIds: row.sessionIds,
        accessEnd: keptEnd(row.accessEndsOn, accessEnd),
        labels: row.labels,
        customFields: row.customFields,
      };
      const told = namedNewGroup(checked) ? { resolved: leanRow(row) } : {};
      if (setsUp) {
        if (row.usernameKey !== null) usernames.set(row.usernameKey, line);
        toSetUp.push({
          row: {
            ...person,
            email: row.email,
            username: row.username,
            notifyEmail: row.notifyEmail,
            offer: offered,
            standing,
          },
          settled: {
            line,
            outcome: "set_up",
            problem: null,
            membershipId: null,
            invitationId: null,
            ...told,
          },
        });
        continue;
      }
      if (row.email === null) throw new Error("a row without an address was among those to invite");
      const offer: Offer = {
        ...person,
        ...offered,
        email: row.email,
        places: parsePlaces(null),
        note: row.note ?? options.message ?? null,
        term,
        tellInviter: false,
        sends: options.send !== false,
      };
      const rowsOfOne = newInvitation(ctx, inviting, offer, standing);
      planned.push(rowsOfOne);
      settled.push({
        line,
        outcome: "invited",
        problem: null,
        membershipId: rowsOfOne.membership.id,
        invitationId: rowsOfOne.invitation.id,
        ...told,
      });
    }
  }
  const settingUp = {
    workspaceId,
    policies,
    actor,
    importId: id,
    op: inviting.op,
    delay: 0,
    passwordless: isPasswordless({ singleSignOn: { enforced: providerEnforcedAt !== null }, policies }),
    credentials: mailedCredentials(policies, options.credentials),
  };
  const members = await planRows(
    ctx,
    settingUp,
    toSetUp.map(({ row }) => row),
  );
  for (const [at, one] of toSetUp.entries()) {
    settled.push({ ...one.settled, membershipId: members[at]?.row.membership.id ?? null });
  }
  const { made, statements: making } = newGroups.making(
    [...planned, ...members.map(({ row }) => row)].flatMap(({ groupIds }) => groupIds),
  );
  const statements: Statement[] = [
    ...making,
    ...newInvitationStatements(ctx, inviting, planned),
    ...setUpStatements(ctx, settingUp, members),
    ...(planned.length + members.length > 0
      ? guardSeats(ctx, { id: workspaceId, policies, seats: counts.seats })
      : []),
    ...(settled.length > 0 ? [settleRows(ctx.db, workspaceId, id, settled)] : []),
    ...auditBlocked(ctx, { workspaceId, importId: id, actor }, settled),
    advanceImport(ctx.db, workspaceId, id, lease, {
      cursor: found.at(-1)?.line ?? record.cursor,
      counts: shiftedCounts(moved(found, settled)),
      ...withMadeGroups(record, made),
      ...(more ? {} : { status: "done", finishedAt: now }),
      lease: null,
      leaseUntil: null,
    }),
  ];
  await write(ctx, statements);
  if (members.length > 0 || planned.some(({ outboxId }) => outboxId !== null))
    await wakeMail(ctx, workspaceId);
  return { more };
}

/** In which language whoever comes by a row is written to, by what its places speak (F82). */
function spokenByRow(row: KeptRow, spoken: string | null, newGroups: GroupsOfRows, usual: Language): string {
  if (spoken === null) return usual;
  const known = JSON.parse(spoken) as Record<string, string>;
  const groupIds = row.groupIds.flatMap((id) => newGroups.speaking(id) ?? []);
  return spokenIn({ ...row, groupIds }, (id) => placeLanguage(known[id]), usual).language;
}

/** The uploader may not go on: what is done stays done, the rest will not be. */
async function stop(ctx: Context, record: ImportRecord, lease: string): Promise<void> {
  const { workspaceId, id, status } = record;
  await write(ctx, [
    ...(status === "running" ? [cancelRows(ctx.db, workspaceId, id)] : []),
    advanceImport(ctx.db, workspaceId, id, lease, {
      status: "failed",
      failure: { code: "RIGHT_LOST", params: {} },
      ...(status === "running" ? { counts: canceledCounts() } : {}),
      finishedAt: ctx.now(),
      lease: null,
      leaseUntil: null,
    }),
  ]);
}

async function write(ctx: Context, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements;
  if (first) await ctx.db.batch([first, ...rest]);
}
