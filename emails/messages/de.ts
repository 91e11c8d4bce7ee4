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

  about: {
    line: ({ about, line }: { about: string; line: string }) => `Für ${about}: ${line}`,
    passOn: (about: string) =>
      `Diese Nachricht ist für ${about}, ohne eigene E-Mail-Adresse. Sie erhalten sie, weil Ihre Adresse dafür angegeben ist. Bitte geben Sie die Nachricht weiter.`,
  },

  colon: ": ",
  roleHeading: (count) => (count === 1 ? "Ihre Rolle" : "Ihre Rollen"),
  roles: {
    admin: { label: "‹Admin›", may: "Sie verwalten alles: Personen, ‹courses› und Einstellungen" },
    unit_manager: {
      label: "‹Unit_manager›",
      may: "Sie laden Personen in Ihren Teil ein (‹unit›) und betreuen sie dort",
    },
    group_admin: {
      label: "‹Group_admin›",
      may: "Sie verwalten Ihren Teil (‹group›), alles darunter und die Mitglieder",
    },
    user_admin: {
      label: "‹User_admin›",
      may: "Sie laden Personen in Ihren Teil ein (‹group›) und betreuen deren Konten",
    },
    coach: { label: "‹Coach›", may: "Sie begleiten beim Lernen und sehen den Fortschritt" },
    session_instructor: {
      label: "‹Session_instructor›",
      may: "Sie leiten ‹sessions› und betreuen die Teilnehmenden",
    },
    instructor: { label: "‹Instructor›", may: "Sie bereiten ‹courses› vor und unterrichten" },
    learner: { label: "‹Learner›", may: "Sie belegen ‹courses› und sehen Ihren eigenen Fortschritt" },
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
    open_course: "‹Course› öffnen",
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

  seatFree: {
    subject: ({ workspace }) => `In ${workspace} ist jetzt ein Platz für Sie frei`,
    heading: "Jetzt ist ein Platz für Sie frei",
    intro: ({ workspace }) =>
      `Als Sie ${workspace} beitreten wollten, war kein Platz mehr frei, und Sie wollten benachrichtigt werden. Jetzt gibt es einen.`,
    first:
      "Ihr Link ist derselbe wie bisher. Der Platz ist nicht für Sie reserviert: Wer zuerst beitritt, hat ihn. Ist er wieder vergeben, behalten Sie Ihre Stelle in der Warteliste.",
    notExpected:
      "Kein Interesse mehr? Dann können Sie diese Nachricht einfach ignorieren. Es geschieht nichts.",
  },

  account: {
    subject: ({ workspace }) => `Ihr Konto bei ${workspace}`,
    heading: ({ workspace }) => `Sie haben ein Konto bei ${workspace}`,
    intro: ({ inviter, workspace, product }) =>
      inviter
        ? `${inviter} hat Sie in ${workspace} aufgenommen, einen Ort zum Lernen auf ${product}.`
        : `Das Team von ${workspace} hat Sie in seinen Ort zum Lernen auf ${product} aufgenommen.`,
    setPassword: "Legen Sie ein Passwort fest, dann können Sie sich sofort mit dieser Adresse anmelden.",
    temporary: (ends) =>
      `Melden Sie sich mit dieser Adresse und dem vorläufigen Passwort unten an. Es gilt bis ${ends}; danach wählen Sie ein eigenes.`,
    password: "Ihr vorläufiges Passwort:",
    ownPassword:
      "Mit dieser Adresse haben Sie schon ein Konto: Melden Sie sich mit Ihrem eigenen Passwort an.",
    notExpected:
      "Nicht erwartet? Dann sagen Sie bitte den Verantwortlichen Bescheid; sie können Sie wieder herausnehmen.",
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

  registration: {
    subject: ({ course, workspace }) =>
      course
        ? `Bestätigen Sie Ihre Adresse und beginnen Sie „${course}“`
        : `Bestätigen Sie Ihre Adresse für ${workspace}`,
    heading: ({ course }) =>
      course ? `Adresse bestätigen und „${course}“ beginnen` : "Bestätigen Sie Ihre Adresse",
    intro: ({ course, workspace }) =>
      course
        ? `Sie haben sich bei ${workspace} für „${course}“ angemeldet. Bestätigen Sie, dass dieses Postfach Ihnen gehört, dann kann es losgehen.`
        : `Sie haben sich bei ${workspace} angemeldet. Bestätigen Sie, dass dieses Postfach Ihnen gehört, dann kann es losgehen.`,
    button: ({ course }) => (course ? "Bestätigen und beginnen" : "Adresse bestätigen"),
    notExpected:
      "Das waren nicht Sie? Dann lassen Sie die Schaltfläche unberührt. Ohne sie geschieht nichts, und die Adresse ist nach einer Woche vergessen.",
  },

  registrationKnown: {
    subject: ({ workspace }) => `Sie haben bereits ein Konto bei ${workspace}`,
    heading: "Sie haben hier bereits ein Konto",
    intro: ({ course, workspace }) =>
      course
        ? `Jemand, vermutlich Sie, hat sich mit dieser Adresse bei ${workspace} für „${course}“ angemeldet. Sie haben hier bereits ein Konto: Melden Sie sich an, dort geht es weiter.`
        : `Jemand, vermutlich Sie, hat sich mit dieser Adresse bei ${workspace} registriert. Sie haben hier bereits ein Konto: Melden Sie sich an.`,
    notExpected:
      "Das waren nicht Sie? Dann können Sie diese Nachricht ignorieren. Es hat sich nichts geändert.",
  },

  registrationApproved: {
    subject: ({ workspace }) => `Sie sind dabei: ${workspace}`,
    heading: "Sie sind dabei",
    intro: ({ course, workspace }) =>
      course
        ? `${workspace} hat Ihre Anmeldung freigegeben. „${course}“ wartet auf Sie: Melden Sie sich an und legen Sie los.`
        : `${workspace} hat Ihre Anmeldung freigegeben. Melden Sie sich an und sehen Sie sich um.`,
    why: "Sie erhalten diese Nachricht, weil Sie sich mit dieser Adresse registriert haben.",
  },

  registrationRefused: {
    subject: ({ workspace }) => `Ihre Anmeldung bei ${workspace}`,
    heading: "Ihre Anmeldung wurde nicht freigegeben",
    intro: ({ workspace }) => `${workspace} hat Ihre Anmeldung geprüft und nicht freigegeben.`,
    reason: "Dazu heißt es:",
    next: "Ihre Angaben von der Anmeldung wurden gelöscht. Haben Sie bezahlt, erhalten Sie Ihr Geld zurück.",
  },

  registrationRefunded: {
    subject: ({ workspace }) => `Ihr Geld von ${workspace} geht zurück`,
    heading: "Ihr Geld geht zurück",
    intro: ({ course, workspace }) =>
      course
        ? `${workspace} hat zurückgegeben, was für „${course}“ bezahlt wurde.`
        : `${workspace} hat zurückgegeben, was bezahlt wurde.`,
    next: "Die Anmeldung war noch nicht bestätigt und hat damit geendet: Der Link aus unserer früheren Nachricht führt nirgendwohin mehr, Adresse und Name wurden gelöscht.",
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

  addressChangeAsked: {
    subject: ({ workspace }) => `Eine andere Adresse für Ihr Konto bei ${workspace}`,
    heading: "Ihre Adresse soll geändert werden",
    intro: ({ workspace }) =>
      `Für Ihr Konto bei ${workspace} wurde um eine andere Adresse an der Stelle von dieser gebeten. Sie gilt, sobald sie aus ihrem Postfach bestätigt ist; bis dahin ändert sich nichts.`,
    notYou: "Sie haben nicht darum gebeten? Sagen Sie es sofort denen, die es betreiben.",
  },

  addressChanged: {
    subject: ({ workspace }) => `Ihre Adresse bei ${workspace} wurde geändert`,
    heading: "Ihre Adresse wurde geändert",
    intro: ({ workspace }) =>
      `Das Konto bei ${workspace}, das diese Adresse hatte, hat jetzt eine andere; sie wurde aus ihrem Postfach bestätigt. Sie melden sich mit ihr an; alle Geräte sind abgemeldet.`,
    notYou: "Sie haben nicht darum gebeten? Sagen Sie es sofort denen, die es betreiben.",
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
    online: "Online: Die Adresse finden Sie auf der Seite, zu der diese Nachricht führt.",
    notJoined:
      "Ihr Platz ist reserviert. Nehmen Sie zuerst die Einladung an; sie kam mit einer eigenen Nachricht.",
    invitation: {
      subject: ({ session }) => `Ihr Platz in ${session}`,
      heading: "Sie haben einen Platz",
      intro: ({ workspace }) =>
        `Ihr Platz bei ${workspace} steht fest (‹session›). Bewahren Sie diese Nachricht auf: Sie sagt, wann und wo.`,
    },
    reminder: {
      subject: ({ session }) => `Bald: ${session}`,
      heading: "Bald geht es los",
      intro: ({ workspace }) => `Bald ist es so weit bei ${workspace} (‹session›).`,
    },
    canceled: {
      subject: ({ session }) => `Abgesagt: ${session}`,
      heading: "Abgesagt: findet nicht statt",
      intro: ({ workspace }) => `Bei ${workspace} wurde abgesagt, wofür Sie einen Platz hatten (‹session›).`,
    },
  },
};
