import type { PresetName } from "./presets.ts";
import type { OwnTerms } from "./terms.ts";

/** The words of the presets where they differ from the usual ones (policies.md c.3, D16, D30). Data only. */
export const presetTerms = {
  standard: {},
  academy: {
    en: {
      unit: { one: "school", many: "schools" },
      admin: { one: "Admin", many: "Admins" },
      group_admin: { one: "GroupAdmin", many: "GroupAdmins" },
      people: "Users",
      invite: "Invite User",
      send_invitation: "Send Invitation",
      resend: "Resend Invitation",
      import_people: "Import Users",
      manage_area: "manage dashboard",
    },
    de: { unit: { one: "Schule", many: "Schulen" } },
    fr: { unit: { one: "école", many: "écoles" } },
    es: { unit: { one: "escuela", many: "escuelas" } },
  },
  training_provider: {
    en: {
      unit: { one: "organisation unit", many: "organisation units" },
      admin: { one: "admin", many: "admins" },
      people: "Users",
      invite: "Invite user",
      cancel_invitation: "Cancel",
      import_people: "Invite users from a file",
      status_pending: "Invited",
    },
    de: { status_pending: "Eingeladen" },
    fr: { status_pending: "Invité" },
    es: { status_pending: "Invitado" },
  },
  collaborative: {
    en: {
      workspace: { one: "platform", many: "platforms" },
      course: { one: "path", many: "paths" },
      admin: { one: "platform administrator", many: "platform administrators" },
      group_admin: { one: "administrator", many: "administrators" },
      people: "Users",
      invitations: "Invited users",
      invite: "Invite users",
      send_invitation: "Invite",
      resend: "Resend invitation",
      remind: "Send reminder",
      cancel_invitation: "Remove user",
      import_people: "CSV import",
      set_up: "Set up a user",
      learner_area: "homepage",
      status_pending: "Invited",
      status_active: "Current member",
    },
    de: {
      workspace: { one: "Plattform", many: "Plattformen" },
      course: { one: "Lernpfad", many: "Lernpfade" },
      status_pending: "Eingeladen",
    },
    fr: {
      workspace: { one: "plateforme", many: "plateformes" },
      course: { one: "parcours", many: "parcours" },
      status_pending: "Invité",
    },
    es: {
      workspace: { one: "plataforma", many: "plataformas" },
      course: { one: "itinerario", many: "itinerarios" },
      status_pending: "Invitado",
    },
  },
  programs: {
    en: {
      workspace: { one: "platform", many: "platforms" },
      course: { one: "program", many: "programs" },
      session: { one: "program session", many: "program sessions" },
      admin: { one: "platform administrator", many: "platform administrators" },
      people: "Users",
      invite: "Invite users",
      send_invitation: "Invite",
      resend: "Resend invitation",
      import_people: "CSV import",
      set_up: "Create a user",
      manage_area: "dashboard",
      learner_area: "homepage",
      status_pending: "Invitation",
      status_active: "User",
    },
    de: {
      workspace: { one: "Plattform", many: "Plattformen" },
      course: { one: "Programm", many: "Programme" },
    },
    fr: {
      workspace: { one: "plateforme", many: "plateformes" },
      course: { one: "programme", many: "programmes" },
    },
    es: {
      workspace: { one: "plataforma", many: "plataformas" },
      course: { one: "programa", many: "programas" },
    },
  },
  skills: {
    en: {
      workspace: { one: "organization", many: "organizations" },
      unit: { one: "department", many: "departments" },
      group: { one: "user group", many: "user groups" },
      admin: { one: "admin", many: "admins" },
      people: "Users",
      invite: "Send invitations",
      cancel_invitation: "Cancel",
      import_people: "Import from CSV",
      manage_area: "admin area",
      learner_area: "dashboard",
    },
    de: {
      workspace: { one: "Organisation", many: "Organisationen" },
      unit: { one: "Abteilung", many: "Abteilungen" },
    },
    fr: {
      workspace: { one: "organisation", many: "organisations" },
      unit: { one: "département", many: "départements" },
    },
    es: {
      workspace: { one: "organización", many: "organizaciones" },
      unit: { one: "departamento", many: "departamentos" },
    },
  },
} as const satisfies Record<PresetName, OwnTerms>;
