import type { Messages } from ".";
import type { DaySentence, Names } from "./names";

const who = ({ who }: Names) => who ?? "Die eingeladene Person";

export const de: Messages = {
  language: "de",
  locale: "de-DE",

  greeting: (name) => (name ? `Guten Tag ${name},` : "Guten Tag,"),
  noteBy: (inviter) => (inviter ? `${inviter} schreibt Ihnen:` : "Eine persönliche Nachricht für Sie:"),
  plainAddress: "Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:",
  moment: ({ date, time, zone }) => `${date}, ${time} Uhr ${zone}`,
  validUntil: (moment) => `Der Link ist gültig bis zum ${moment}.`,
  doesNotExpire: "Der Link läuft nicht ab.",
  support: (contact) => `Haben Sie Fragen? Hier hilft man Ihnen weiter: ${contact}`,
  footer: ({ workspace, product }) => `Gesendet von ${product} für ${workspace}.`,

  colon: ": ",
  roleHeading: (count) => (count === 1 ? "Ihre Rolle" : "Ihre Rollen"),
  roles: {
    admin: {
      label: "Administration",
      may: "Sie verwalten den gesamten Arbeitsbereich: Personen, Kurse und Einstellungen",
    },
    unit_manager: {
      label: "Bereichsleitung",
      may: "Sie laden Personen in Ihren Bereich ein und betreuen sie dort",
    },
    group_admin: {
      label: "Gruppenleitung",
      may: "Sie verwalten Ihre Gruppe, deren Untergruppen und Mitglieder",
    },
    user_admin: {
      label: "Personenverwaltung",
      may: "Sie laden Personen in Ihre Gruppe ein und betreuen deren Konten",
    },
    coach: { label: "Coach", may: "Sie begleiten Lernende und sehen deren Fortschritt" },
    session_instructor: {
      label: "Terminleitung",
      may: "Sie leiten Kurstermine und betreuen die Teilnehmenden",
    },
    instructor: { label: "Lehrkraft", may: "Sie bereiten Kurse vor und unterrichten" },
    learner: { label: "Lernende Person", may: "Sie belegen Kurse und sehen Ihren eigenen Fortschritt" },
  },

  button: {
    accept_invitation: "Einladung annehmen",
    set_password_and_get_started: "Passwort festlegen und loslegen",
    set_your_password: "Passwort festlegen",
    choose_new_password: "Neues Passwort wählen",
    confirm_address: "Adresse bestätigen",
    sign_in: "Anmelden",
    open_profile: "Profil ansehen",
    open_invitation: "Einladung ansehen",
    open_sign_in: "Zur Anmeldeseite",
    open_course: "Kurs öffnen",
  },

  invitation: {
    subject: {
      inviter_invited_you: ({ inviter, workspace }) =>
        inviter ? `${inviter} lädt Sie zu ${workspace} ein` : `Sie sind zu ${workspace} eingeladen`,
      invited_to_workspace: ({ workspace }) => `Sie sind zu ${workspace} eingeladen`,
      invitation_to_workspace: ({ workspace }) => `Einladung zu ${workspace}`,
      welcome_to_product: ({ product }) => `Willkommen bei ${product}`,
    },
    heading: ({ workspace }) => `Sie sind zu ${workspace} eingeladen`,
    intro: ({ inviter, workspace, product }) =>
      inviter
        ? `${inviter} lädt Sie ein, ${workspace} beizutreten, einem Lernort auf ${product}.`
        : `Das Team von ${workspace} lädt Sie an seinen Lernort auf ${product} ein.`,
    next: "Die Schaltfläche öffnet Ihre Einladung. Sie können alles in Ruhe lesen, bevor Sie sich entscheiden.",
    notExpected:
      "Nicht erwartet? Dann können Sie diese Nachricht einfach ignorieren. Es geschieht nichts, und Sie werden nirgends angemeldet.",
  },

  reminder: {
    subject: ({ workspace }) => `Erinnerung: Ihre Einladung zu ${workspace}`,
    heading: ({ workspace }) => `Ihr Platz bei ${workspace} wartet auf Sie`,
    intro: ({ inviter, workspace }) =>
      inviter
        ? `Vor einiger Zeit hat ${inviter} Sie zu ${workspace} eingeladen. Ihre Einladung ist noch offen.`
        : `Vor einiger Zeit haben Sie eine Einladung zu ${workspace} erhalten. Sie ist noch offen.`,
    notExpected:
      "Kein Interesse oder nicht erwartet? Dann können Sie diese Nachricht einfach ignorieren. Es geschieht nichts.",
  },

  newLink: {
    subject: ({ workspace }) => `Ihr neuer Link zu ${workspace}`,
    heading: "Hier ist Ihr neuer Link",
    intro: ({ inviter, workspace }) =>
      inviter
        ? `Hier ist ein neuer Link für die Einladung zu ${workspace}, die Sie von ${inviter} erhalten haben.`
        : `Hier ist ein neuer Link für Ihre Einladung zu ${workspace}.`,
    replaces:
      "Bitte verwenden Sie nur noch diesen Link. Die Links in früheren Nachrichten funktionieren möglicherweise nicht mehr.",
    notExpected: "Nicht erwartet? Dann können Sie diese Nachricht einfach ignorieren. Es geschieht nichts.",
  },

  passwordReset: {
    subject: ({ workspace }) => `Neues Passwort für ${workspace} wählen`,
    heading: "Neues Passwort wählen",
    intro: ({ workspace }) =>
      `Jemand, vermutlich Sie selbst, hat ein neues Passwort für Ihr Konto bei ${workspace} angefordert.`,
    notExpected:
      "Das waren Sie nicht? Dann können Sie diese Nachricht ignorieren. Ihr Passwort bleibt, wie es ist, und dieser Link ging an niemanden sonst.",
  },

  verifyAddress: {
    subject: ({ workspace }) => `Bestätigen Sie Ihre Adresse für ${workspace}`,
    heading: "Bestätigen Sie Ihre Adresse",
    intro: ({ workspace }) =>
      `Sie sind ${workspace} mit dieser Adresse beigetreten. Bestätigen Sie, dass das Postfach Ihnen gehört, dann ist alles bereit.`,
    notExpected:
      "Sie sind nicht beigetreten? Dann lassen Sie die Schaltfläche unberührt und ignorieren Sie diese Nachricht; die Adresse bleibt unbestätigt.",
  },

  invitationAccepted: {
    subject: ({ workspace }) => `Willkommen bei ${workspace}`,
    heading: ({ workspace }) => `Willkommen bei ${workspace}`,
    intro: ({ workspace }) => `Schön, dass Sie da sind. Sie gehören jetzt zu ${workspace}.`,
    keep: "Bewahren Sie diese Nachricht auf: Sie enthält die Adresse, unter der Sie sich künftig anmelden.",
    plainAddress: "Ihre Adresse zum Anmelden:",
    notExpected:
      "Das waren nicht Sie? Dann hat womöglich jemand Ihre Adresse benutzt. Bitte sagen Sie der Person Bescheid, die Sie eingeladen hat.",
  },

  acceptedNotice: {
    subject: (names) => `${who(names)} ist jetzt bei ${names.workspace}`,
    heading: "Ihre Einladung wurde angenommen",
    intro: (names) => `${who(names)} hat Ihre Einladung angenommen und gehört jetzt zu ${names.workspace}.`,
    role: (labels, count) => `${count === 1 ? "Rolle" : "Rollen"}: ${labels}`,
    why: "Sie erhalten diese Nachricht, weil Sie die Einladung verschickt haben.",
  },

  declinedNotice: {
    subject: (names) => `${who(names)} hat Ihre Einladung abgelehnt`,
    heading: "Ihre Einladung wurde abgelehnt",
    intro: (names) => `${who(names)} hat Ihre Einladung zu ${names.workspace} abgelehnt.`,
    reason: "Genannter Grund:",
    next: "Sie brauchen nichts zu tun. Es werden keine Erinnerungen mehr verschickt.",
  },

  passwordChanged: {
    subject: ({ workspace }) => `Ihr Passwort für ${workspace} wurde geändert`,
    heading: "Ihr Passwort wurde geändert",
    intro: ({ workspace }) =>
      `Das Passwort Ihres Kontos bei ${workspace} wurde soeben geändert. Wenn Sie das waren, ist alles in Ordnung.`,
    notYou:
      "Wenn Sie es nicht waren, handeln Sie bitte sofort: Öffnen Sie die Anmeldeseite und fordern Sie ein neues Passwort an.",
  },

  accessEnding: {
    subject: (({ workspace, lastDay }) => `Ihr Zugang zu ${workspace} endet am ${lastDay}`) as DaySentence,
    heading: (({ lastDay }) => `Ihr Zugang endet am ${lastDay}`) as DaySentence,
    intro: (({ workspace, lastDay }) =>
      `Sie können ${workspace} bis zum Ende des ${lastDay} nutzen. Danach ist die Anmeldung dort nicht mehr möglich.`) as DaySentence,
    longer:
      "Brauchen Sie den Zugang länger? Wenden Sie sich an Ihre Ansprechpersonen; sie können einen späteren Tag festlegen.",
  },

  session: {
    online: "Online: Die Adresse finden Sie auf der Seite des Kurses.",
    notJoined:
      "Ihr Platz ist reserviert. Nehmen Sie zuerst die Einladung an; sie kam mit einer eigenen Nachricht.",
    invitation: {
      subject: ({ session }) => `Ihr Platz in ${session}`,
      heading: "Sie haben einen Platz",
      intro: ({ workspace }) =>
        `Hier ist ein Termin für Sie bei ${workspace}. Bewahren Sie diese Nachricht auf: Sie sagt, wann und wo.`,
    },
    reminder: {
      subject: ({ session }) => `Bald: ${session}`,
      heading: "Bald geht es los",
      intro: ({ workspace }) => `Ein Termin von Ihnen bei ${workspace} steht bevor.`,
    },
    canceled: {
      subject: ({ session }) => `Abgesagt: ${session}`,
      heading: "Dieser Termin findet nicht statt",
      intro: ({ workspace }) => `Ein Termin bei ${workspace}, in dem Sie einen Platz hatten, wurde abgesagt.`,
    },
  },
};
