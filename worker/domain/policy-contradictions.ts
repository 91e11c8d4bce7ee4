import {
  everCarries,
  isSystemRole,
  type Permission,
  type RoleKey,
  type Scope,
  scopeKindsOf,
} from "./permissions.ts";
import type { Policies, PolicyKey } from "./policies.ts";

/** Two policies that cannot both hold: the key to mend, and why. */
export interface Contradiction {
  key: PolicyKey;
  message: string;
}

/** What policies contradict each other in, by the key to mend. Each rule alone says what is impossible and what to do. */
export function contradictions(policies: Policies): Contradiction[] {
  return rules.flatMap((rule) => rule(policies));
}

type Rule = (policies: Policies) => Contradiction[];

const refuse = (key: PolicyKey, message: string): Contradiction[] => [{ key, message }];
const when = (impossible: boolean, key: PolicyKey, message: string): Contradiction[] =>
  impossible ? refuse(key, message) : [];

const rules: readonly Rule[] = [
  linkTerm,
  reminders,
  rolesThatThereAre,
  rightsOfRoles,
  numberOfRoles,
  rolesInUnits,
  fieldsOfInvitations,
  columnsOfFiles,
  invitingFromSessions,
  endOfAccess,
  settingUp,
  withoutAddress,
  selfRegistration,
];

function linkTerm({ "invite.link_ttl_s": usual, "invite.link_ttl_max_s": longest }: Policies) {
  return when(
    longest !== null && (usual === null || usual > longest),
    "invite.link_ttl_s",
    "A link may not last longer than invite.link_ttl_max_s.",
  );
}

/** A moment as far from the sending or the end as no link here lasts would never come. */
function reminders({ "reminders.schedule": schedule, "invite.link_ttl_max_s": longest }: Policies) {
  const never = schedule.some(
    (moment) => moment.kind !== "share" && longest !== null && moment.seconds >= longest,
  );
  return when(
    never,
    "reminders.schedule",
    "A reminder lies outside of every link's term: invite.link_ttl_max_s is shorter.",
  );
}

/** Lists that may name only roles of the workspace. */
function rolesThatThereAre(policies: Policies) {
  const set: readonly string[] = policies["roles.set"];
  const named: Partial<Record<PolicyKey, readonly (string | null)[]>> = {
    "invite.default_role": [policies["invite.default_role"]],
    "csv.default_role": [policies["csv.default_role"]],
    "roles.may_invite": policies["roles.may_invite"].map(roleOf),
    "roles.may_manage_invites": policies["roles.may_manage_invites"].map(roleOf),
    "invite.unit_fields_for_roles": policies["invite.unit_fields_for_roles"] ?? [],
    "csv.allowed_roles": policies["csv.allowed_roles"] === "all" ? [] : policies["csv.allowed_roles"],
    "from_session.requires": policies["from_session.enabled"]
      ? (policies["from_session.requires"] ?? [])
      : [],
    "landing.priority": policies["landing.priority"],
    "landing.by_role": Object.keys(policies["landing.by_role"]).filter((role) => role !== "*"),
  };
  return (Object.entries(named) as [PolicyKey, readonly (string | null)[]][]).flatMap(([key, roles]) => {
    const strange = roles.find((role) => role !== null && !set.includes(role));
    return strange
      ? refuse(key, `The ‹workspace› has no role ${strange}: take it out here, or add it to roles.set.`)
      : [];
  });
}

function roleOf(right: string): string {
  return right.split("@")[0] ?? "";
}

/** `role@scope` where the role holds, of roles that carry the permission at all. */
function rightsOfRoles(policies: Policies) {
  const keys = {
    "roles.may_invite": "invitation.create",
    "roles.may_manage_invites": "invitation.manage",
  } as const satisfies Partial<Record<PolicyKey, Permission>>;
  return (Object.entries(keys) as [keyof typeof keys, Permission][]).flatMap(([key, permission]) =>
    policies[key].flatMap((right) => {
      const [role = "", scope] = right.split("@") as [string, Scope["kind"] | undefined];
      if (!isSystemRole(role)) return [];
      if (!everCarries(role, permission)) {
        return refuse(key, `The role ${role} never has this right. Take it out.`);
      }
      return when(
        scope !== undefined && !scopeKindsOf(role).includes(scope),
        key,
        `The role ${role} does not hold in ‹a ${scope}›, so ${right} would let nobody in.`,
      );
    }),
  );
}

function numberOfRoles(policies: Policies) {
  return when(
    !policies["roles.multiple"] && policies["invite.role_picker"] === "multi",
    "invite.role_picker",
    "People have one role here (roles.multiple): the form can offer only one. Choose single.",
  );
}

/** Without units nobody can be given what holds in units alone, nor be asked for one. */
function rolesInUnits(policies: Policies) {
  if (policies["units.enabled"]) return [];
  const stranded = policies["roles.set"].find((role) => scopeKindsOf(role).every((kind) => kind === "unit"));
  return [
    ...when(
      stranded !== undefined,
      "roles.set",
      `The role ${stranded} holds in ‹units› alone, and the ‹workspace› has none (units.enabled). Take it out.`,
    ),
    ...when(
      policies["invite.required"].includes("unit"),
      "invite.required",
      "The ‹workspace› has no ‹units› (units.enabled), so nobody can be asked for one. Take unit out.",
    ),
  ];
}

function fieldsOfInvitations(policies: Policies) {
  const required = policies["invite.required"];
  const nameless = !required.includes("first_name") || !required.includes("last_name");
  const places = required.includes("unit") || required.includes("groups");
  return [
    ...when(
      !required.includes("email"),
      "invite.required",
      "An invitation goes to an address: email must be among the required fields.",
    ),
    ...when(
      policies.name_source === "inviter_required" && nameless,
      "name_source",
      "Inviters can only be made to enter names where invite.required names first_name and last_name.",
    ),
    ...when(
      places && policies["invite.unit_fields_for_roles"]?.length === 0,
      "invite.required",
      "‹Units› and ‹groups› are asked for nobody (invite.unit_fields_for_roles), so they cannot be required.",
    ),
  ];
}

function columnsOfFiles(policies: Policies) {
  const { "csv.default_role": usual, "csv.allowed_roles": allowed } = policies;
  const required = policies["csv.required"];
  const optional = policies["csv.optional"];
  const asksRole = optional === "all" || optional.includes("role") || required.includes("role");
  return [
    ...when(
      !required.includes("email"),
      "csv.required",
      "A row is a person with an address: email must be among the required columns.",
    ),
    ...when(
      policies.name_source === "inviter_required" &&
        !(required.includes("first_name") && required.includes("last_name")),
      "csv.required",
      "Inviters enter the names here (name_source), so a file has to have first_name and last_name too.",
    ),
    ...when(
      usual === null && !asksRole,
      "csv.optional",
      "A row must name a role where csv.default_role is null: role must be among the columns.",
    ),
    ...when(
      usual !== null && allowed !== "all" && !allowed.includes(usual),
      "csv.default_role",
      "Rows without a role would get one that may not come by file: add it to csv.allowed_roles.",
    ),
    ...when(
      allowed !== "all" && allowed.length === 0,
      "csv.allowed_roles",
      'Nobody could come by file. Name at least one role, or "all".',
    ),
  ];
}

function invitingFromSessions(policies: Policies) {
  if (!policies["from_session.enabled"]) return [];
  const wanted = policies["from_session.requires"] ?? [];
  const outside = wanted.find((role) => !scopeKindsOf(role).includes("group"));
  return [
    ...when(
      wanted.length === 0,
      "from_session.requires",
      "Say which role somebody must hold in ‹a group› to invite into it from ‹a session›.",
    ),
    ...when(
      outside !== undefined,
      "from_session.requires",
      `The role ${outside} does not hold in ‹a group›, so it lets nobody invite into one.`,
    ),
    ...when(
      !policies["roles.set"].includes("learner"),
      "from_session.enabled",
      "Whoever is invited from ‹a session› becomes ‹a learner›, and the ‹workspace› has no such role (roles.set).",
    ),
  ];
}

function endOfAccess(policies: Policies) {
  return when(
    policies["access.expiry_enabled"] && policies["access.on_expiry"] === null,
    "access.on_expiry",
    "Access may end on a day here (access.expiry_enabled): say what happens then, expire or delete.",
  );
}

function settingUp(policies: Policies) {
  if (!policies["direct_setup.enabled"]) return [];
  return [
    ...when(
      policies["direct_setup.credentials"] === null,
      "direct_setup.credentials",
      "People are set up here (direct_setup.enabled): say what they sign in with first.",
    ),
    ...when(
      policies["billing.start_direct"] === null,
      "billing.start_direct",
      "People are set up here (direct_setup.enabled): say from when on they count.",
    ),
  ];
}

function withoutAddress(policies: Policies) {
  if (!policies["identity.allow_no_email"]) return [];
  return [
    ...when(
      policies["identity.username"] === false,
      "identity.username",
      "Whoever has no address signs in with a username (identity.allow_no_email): allow them.",
    ),
    ...when(
      !policies["direct_setup.enabled"],
      "direct_setup.enabled",
      "Whoever has no address cannot be invited, only set up (identity.allow_no_email): allow that.",
    ),
  ];
}

function selfRegistration(policies: Policies) {
  const bothDomains = when(
    policies["selfreg.domains_allowed"].length > 0 && policies["selfreg.domains_refused"].length > 0,
    "selfreg.domains_refused",
    "Where only some domains may register (selfreg.domains_allowed), none needs to be refused: leave one list empty.",
  );
  if (policies["selfreg.mode"] === "off") return bothDomains;
  const become = policies["selfreg.roles"];
  const strange: RoleKey | undefined = become.find((role) => !policies["roles.set"].includes(role));
  return [
    ...bothDomains,
    ...when(
      become.length === 0,
      "selfreg.roles",
      "People register themselves here (selfreg.mode): say as what.",
    ),
    ...when(
      strange !== undefined,
      "selfreg.roles",
      `The ‹workspace› has no role ${strange}: add it to roles.set, or turn selfreg.mode off.`,
    ),
  ];
}
