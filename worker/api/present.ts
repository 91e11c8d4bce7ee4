import type { AuditPage } from "../domain/audit-trail/list-audit-events.ts";
import type { CallerWorkspace } from "../domain/context.ts";
import type { CustomFieldView } from "../domain/custom-fields/field-definition.ts";
import type { InvitationView } from "../domain/invitations/invitation-view.ts";
import type { InvitedMany, InviteResult } from "../domain/invitations/invite-many.ts";
import type { InvitationPage } from "../domain/invitations/list-invitations.ts";
import type { InvitationDetail } from "../domain/invitations/view-invitation-detail.ts";
import type { StartedJob } from "../domain/jobs/start-job.ts";
import type { JobView } from "../domain/jobs/view-job.ts";
import type { LabelView } from "../domain/labels/list-labels.ts";
import type { Relabelled } from "../domain/labels/relabel-people.ts";
import type { Language } from "../domain/languages.ts";
import type { Erased } from "../domain/members/erase-person.ts";
import type { PeoplePage, PersonRow } from "../domain/members/list-people.ts";
import type { MemberState } from "../domain/members/member-change.ts";
import type { PersonData } from "../domain/members/person-data.ts";
import type { PlacedMember } from "../domain/members/place-member.ts";
import type { SetUp } from "../domain/members/set-up-member.ts";
import type { MemberPage, TimelineEntry } from "../domain/members/view-member.ts";
import type { CustomRole } from "../domain/permissions.ts";
import type { ChangedGroup } from "../domain/places/change-group.ts";
import type { GroupView } from "../domain/places/group-view.ts";
import type { GroupPage } from "../domain/places/list-groups.ts";
import type { UnitLine, UnitPage } from "../domain/places/list-units.ts";
import type { UnitView } from "../domain/places/unit-view.ts";
import type { GroupDetail } from "../domain/places/view-group.ts";
import { presetOf } from "../domain/policies.ts";
import type { DeletedRole } from "../domain/roles/delete-custom-role.ts";
import type { SeatsPage } from "../domain/seats/view-seats.ts";
import type { PolicyReview } from "../domain/workspaces/review-policies.ts";
import { offerErrors } from "./offer.ts";
import { publicError, publicParams } from "./problems.ts";
import type { Shape } from "./shapes.ts";

/** From what the domain answers to what the API shows: ISO times, and nothing that is not named here. */
export function presentInvitation(view: InvitationView): Shape<"Invitation"> {
  return {
    id: view.id,
    status: view.status,
    email: view.email,
    firstName: view.firstName,
    lastName: view.lastName,
    roles: view.roles,
    expiresAt: moment(view.expiresAt),
    userId: view.userId,
    delivery: view.delivery,
    sentAt: moment(view.sentAt),
    createdAt: isoTime(view.createdAt),
    units: view.units,
    groups: view.groups,
    courses: view.courses,
    sessions: view.sessions.map(({ id, title, startsAt }) => ({ id, title, startsAt: isoTime(startsAt) })),
    accessExpiresAt: moment(view.accessEndsAt),
    labels: view.labels,
    customFields: view.customFields,
    language: view.language as Language,
    message: view.note,
    deliveryDetail: view.deliveryDetail ?? null,
    reminders: view.reminders.map(isoTime),
    inviter: view.inviter,
    revision: view.revision,
    endedAt: moment(view.endedAt),
    endReason: view.endReason ?? null,
    seatWaitSince: moment(view.seatWaitSince ?? null),
  };
}

export function presentInvitationDetail(detail: InvitationDetail): Shape<"InvitationDetail"> {
  return { ...presentInvitation(detail.invitation), timeline: detail.timeline.map(presentEvent) };
}

export function presentInvitations(page: InvitationPage): Shape<"InvitationPage"> {
  return {
    data: page.rows.map((row) => ({
      id: row.id,
      status: row.status,
      email: row.email,
      firstName: row.firstName,
      lastName: row.lastName,
      roles: row.roles,
      expiresAt: moment(row.expiresAt),
      userId: row.userId,
      delivery: row.delivery,
      sentAt: moment(row.sentAt),
      seatWaitSince: moment(row.seatWaitSince),
      createdAt: isoTime(row.createdAt),
      inviterName: row.inviterName,
    })),
    nextCursor: page.nextCursor,
  };
}

export function presentBatch({ results }: Pick<InvitedMany, "results">): Shape<"BatchAnswer"> {
  return { results: results.map(presentResult) };
}

function presentResult({ email, outcome, invitation, error }: InviteResult) {
  return {
    email,
    outcome,
    ...(invitation ? { invitation: presentInvitation(invitation) } : {}),
    ...(error
      ? {
          error: {
            code: error.code,
            detail: error.message,
            ...(error.details.errors ? { errors: offerErrors(error.details.errors).map(publicError) } : {}),
            ...(error.details.params ? { params: publicParams(error.details.params) } : {}),
          },
        }
      : {}),
  };
}

export function presentStartedJob({ jobId, total }: StartedJob): Shape<"StartedJob"> {
  return { id: jobId, total };
}

export function presentJob(job: JobView): Shape<"Job"> {
  return {
    id: job.id,
    action: job.kind,
    status: job.status,
    total: job.total,
    waiting: job.waiting,
    outcomes: job.outcomes.map(({ outcome, count }) => ({ outcome, count })),
    results: job.rows.map(({ membershipId, registrationId, email, outcome }) => ({
      userId: membershipId,
      registrationId,
      email,
      outcome,
    })),
    nextCursor: job.nextCursor,
    createdAt: isoTime(job.createdAt),
    finishedAt: moment(job.finishedAt),
  };
}

export function presentLink(link: { url: string; expiresAt: number | null }): Shape<"CopiedLink"> {
  return { url: link.url, expiresAt: moment(link.expiresAt) };
}

export function presentUsers({ rows, nextCursor }: PeoplePage): Shape<"UserPage"> {
  return { data: rows.map(presentUser), nextCursor };
}

export function presentUserDetail(page: MemberPage): Shape<"UserDetail"> {
  return {
    ...presentUser({
      ...page,
      roles: page.roles.map(({ role, unitId, groupId }) => ({ role, unitId, groupId })),
      invitationId: page.invitation?.id ?? null,
    }),
    notifyEmail: page.notifyEmail,
    units: page.units,
    groups: page.groups,
    labels: page.labels,
    customFields: page.customFields,
    language: page.language,
    accessExpiresAt: moment(page.accessEndsAt),
    accessEndDoes: page.accessEndDoes,
    accessEnded: page.accessEnded,
    invitation: page.invitation ? presentInvitation(page.invitation) : null,
    timeline: page.timeline.toSorted((a, b) => a.at - b.at).map(presentEntry),
  };
}

export function presentUserData({ data }: PersonData): Shape<"UserData"> {
  return data;
}

export function presentErased({ id, erased }: Erased): Shape<"ErasedUser"> {
  return { id, erased };
}

export function presentPlacedUser(placed: PlacedMember): Shape<"PlacedUser"> {
  const { unitIds, labels, customFields } = placed;
  return {
    ...presentUserState(placed),
    unitIds: [...unitIds],
    labels: [...labels],
    customFields: { ...customFields },
  };
}

export function presentSetUp({ email, username, ...state }: SetUp): Shape<"SetUpUser"> {
  return { ...presentUserState(state), email, username };
}

export function presentUserState(state: MemberState): Shape<"UserState"> {
  const { id, firstName, lastName, status, roles } = state;
  return { id, firstName, lastName, status, roles };
}

type ShownUser = Pick<PersonRow, keyof Shape<"UserPage">["data"][number]>;

function presentUser(row: ShownUser) {
  return {
    id: row.id,
    email: row.email,
    username: row.username,
    firstName: row.firstName,
    lastName: row.lastName,
    roles: row.roles,
    status: row.status,
    unproved: row.unproved && { address: row.unproved.address, until: isoTime(row.unproved.until) },
    delivery: row.delivery,
    invitationId: row.invitationId,
    joinedAt: moment(row.joinedAt),
    lastSeenAt: moment(row.lastSeenAt),
    createdAt: isoTime(row.createdAt),
  };
}

function presentEntry(entry: TimelineEntry) {
  const house = { kind: "system", id: null, name: null };
  switch (entry.kind) {
    case "act":
      return presentEvent(entry);
    case "mail": {
      const { at, state, template, to, error } = entry;
      return presentEvent({ at, action: `mail.${state}`, actor: house, details: { template, to, error } });
    }
    case "delivery": {
      const { at, type, detail } = entry;
      return presentEvent({ at, action: `mail.${type}`, actor: house, details: detail ? { detail } : {} });
    }
  }
}

export function presentCustomRole({
  id,
  name,
  description,
  permissions,
  holdsIn,
}: CustomRole): Shape<"CustomRole"> {
  return { id, name, description, permissions: [...permissions], holdsIn: [...holdsIn] };
}

export function presentCustomRoles({ roles }: { roles: readonly CustomRole[] }): Shape<"CustomRoleList"> {
  return { data: roles.map(presentCustomRole) };
}

export function presentDeletedRole(deleted: DeletedRole): Shape<"DeletedRole"> {
  return deleted;
}

export function presentCustomField(field: CustomFieldView): Shape<"CustomField"> {
  return { ...field, createdAt: isoTime(field.createdAt) };
}

export function presentCustomFields({ fields }: { fields: CustomFieldView[] }): Shape<"CustomFieldList"> {
  return { data: fields.map(presentCustomField) };
}

export function presentLabels({ labels }: { labels: LabelView[] }): Shape<"LabelList"> {
  return { data: labels.map(({ label, count }) => ({ label, count })) };
}

export function presentRelabelled({ label, to, count, jobId }: Relabelled): Shape<"Relabelled"> {
  return { label, to, count, jobId };
}

export function presentUnit({ id, parentId, name, language, createdAt }: UnitView): Shape<"Unit"> {
  return { id, parentId, name, language, createdAt: isoTime(createdAt) };
}

export function presentUnits({ units, nextCursor }: UnitPage): Shape<"UnitPage"> {
  return { data: units.map((unit) => ({ ...presentUnit(unit), ...crowdOf(unit) })), nextCursor };
}

export function presentGroup(group: GroupView): Shape<"Group"> {
  const { id, parentId, unitId, name, description, visibility, language, isRoot, createdAt } = group;
  return {
    id,
    parentId,
    unitId,
    name,
    description,
    visibility,
    language,
    isRoot,
    createdAt: isoTime(createdAt),
  };
}

export function presentGroups({ groups, nextCursor }: GroupPage): Shape<"GroupPage"> {
  return { data: groups.map((group) => ({ ...presentGroup(group), ...crowdOf(group) })), nextCursor };
}

export function presentGroupDetail(group: GroupDetail): Shape<"GroupDetail"> {
  return {
    ...presentGroup(group),
    ...crowdOf(group),
    subgroups: group.subgroups.map(({ id, name, visibility, members, invited }) => ({
      id,
      name,
      visibility,
      members,
      invited,
    })),
  };
}

export function presentChangedGroup({ group, jobId }: ChangedGroup): Shape<"ChangedGroup"> {
  return { ...presentGroup(group), jobId };
}

function crowdOf({ members, invited, above }: Pick<UnitLine, "members" | "invited" | "above">) {
  return { members, invited, above: above.map(({ id, name }) => ({ id, name })) };
}

export function presentWorkspace(workspace: CallerWorkspace): Shape<"Workspace"> {
  return {
    id: workspace.id,
    slug: workspace.slug,
    name: workspace.name,
    customerName: workspace.customerName,
    accentColor: workspace.accentColor,
    timeZone: workspace.timeZone,
    language: workspace.language,
    supportContact: workspace.supportContact,
    replyTo: workspace.replyTo,
    senderName: workspace.senderName,
    mailTexts: workspace.mailTexts ?? {},
    logo: workspace.logo,
    preset: presetOf(workspace.preset),
    overrides: { ...workspace.policyOverrides },
    policies: workspace.policies,
  };
}

export function presentPolicyReview(review: PolicyReview): Shape<"PolicyReview"> {
  const { preset, changes, consequences } = review;
  return {
    preset,
    changes: changes.map(({ key, before, after, by }) => ({ key, before, after, by })),
    contradictions: review.errors.map(({ path, code, message }) => ({ path, code, message })),
    consequences: consequences.map((one) => ({
      kind: one.kind,
      count: "count" in one ? one.count : null,
      role: "role" in one ? one.role : null,
      members: "members" in one ? one.members : null,
      invited: "invited" in one ? one.invited : null,
    })),
  };
}

export function presentSeats(page: SeatsPage): Shape<"Seats"> {
  return {
    plan: page.plan,
    trial: page.trial,
    invitationsPerDay: page.invitationsPerDay,
    seats: page.seats,
    used: page.used,
    held: page.held,
    reserved: page.reserved,
    waiting: page.waiting,
    left: page.left,
    reserves: page.reserves,
    refusedAt: moment(page.refusedAt),
    users: page.people,
    kind: page.kind,
    data: page.rows.map(({ id, name, email, username, why, since }) => ({
      userId: id,
      name,
      email,
      username,
      reason: why,
      since: moment(since),
    })),
    nextCursor: page.nextCursor,
  };
}

export function presentAuditPage({ events, nextCursor }: AuditPage): Shape<"AuditPage"> {
  return {
    data: events.map((event) => ({
      id: event.id,
      ...presentEvent(event),
      userId: event.membershipId,
      targetId: event.targetId,
      ipPrefix: event.ipPrefix,
      requestId: event.requestId,
    })),
    nextCursor,
  };
}

export interface Happening {
  at: number;
  action: string;
  actor: { kind: string; id: string | null; name: string | null };
  details: Record<string, unknown>;
}

function presentEvent({ at, action, actor, details }: Happening) {
  const { kind, id, name } = actor;
  return { at: isoTime(at), action, actor: { kind, id, name }, details: withIsoTimes(details) };
}

export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** An ISO time, or null for never. A row that was only just written has no word for what never was. */
export function moment(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : isoTime(at);
}

// The trail keeps moments as the database does; their names tell them.
function withIsoTimes(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => {
      if (name.endsWith("At") && typeof value === "number") return [name, isoTime(value)];
      const nested = typeof value === "object" && value !== null && !Array.isArray(value);
      return [name, nested ? withIsoTimes(value as Record<string, unknown>) : value];
    }),
  );
}
