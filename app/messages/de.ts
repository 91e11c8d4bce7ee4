import type { Messages } from "./en";
import { pluralsOf } from "./plural";

const plural = pluralsOf("de");

/** Dative, as it follows "in". */
function wait(seconds: number): string {
  if (seconds >= 7_200) return plural(Math.ceil(seconds / 3_600), { one: "# Stunde", other: "# Stunden" });
  return seconds < 60
    ? plural(seconds, { one: "# Sekunde", other: "# Sekunden" })
    : plural(Math.ceil(seconds / 60), { one: "# Minute", other: "# Minuten" });
}

/** German; speaks to people as "Sie". */
export const de: Messages = {
  terms: {
    workspace: "Arbeitsbereich",
    unit: "Organisationseinheit",
    group: "Gruppe",
    groups: "Gruppen",
    course: "Kurs",
    courses: "Kurse",
    learner: "Lernende",
  },

  common: {
    optional: "freiwillig",
    close: "Schließen",
    cancel: "Abbrechen",
    save: "Speichern",
    back: "Zurück",
    continue: "Weiter",
    copy: "Kopieren",
    copied: "Kopiert",
    next: "Weiter",
    previous: "Zurück",
    pages: "Seiten",
    menu: "Menü",
    loading: "Wird geladen …",
    skip: "Zum Inhalt springen",
    email: "E-Mail-Adresse",
    emailHint: "Zum Beispiel ana@example.com",
    emailInvalid: "Schreiben Sie eine Adresse wie ana@example.com.",
    missing: ({ label }) => `Es fehlt: ${label}.`,
    firstName: "Vorname",
    lastName: "Nachname",
    nameInvalid: "Höchstens 100 Zeichen, ohne Webadresse, @ und unsichtbare Zeichen.",
    language: "Sprache",
    changeLanguage: "Sprache ändern",
    timeZone: "Zeitzone",
    theme: "Darstellung",
    themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
    signOut: "Abmelden",
    acting: ({ role }: { role: string }) => `Sie handeln als ${role}`,
    actAs: "In einer Rolle handeln",
    actInAll: "In allen Ihren Rollen handeln",
    actingNote: "Bis Sie zurückwechseln, sehen und dürfen Sie, was diese Rolle darf.",
    workspaces: "Ihre Arbeitsbereiche",
    yourMenu: ({ name }) => `${name}: Ihr Menü`,
    help: "Brauchen Sie Hilfe? Fragen Sie die Person, die Sie eingeladen hat.",
    charactersLeft: ({ count }) => plural(count, { one: "noch # Zeichen", other: "noch # Zeichen" }),
    checkFields: ({ count }) =>
      plural(count, {
        one: "Bitte sehen Sie sich eine Angabe noch einmal an",
        other: "Bitte sehen Sie sich # Angaben noch einmal an",
      }),
    requestId: ({ id }) => `Kennung: ${id}`,
    wait: ({ seconds }) => wait(seconds),
  },

  password: {
    label: "Passwort",
    newLabel: "Neues Passwort",
    show: "Zeigen",
    hide: "Verbergen",
    showLabel: "Passwort zeigen",
    hideLabel: "Passwort verbergen",
    hint: "Mehrere Wörter, die nicht zusammengehören, sind leicht zu merken und schwer zu erraten.",
    minimum: ({ minimum }) => `Mindestens ${minimum} Zeichen.`,
    counting: "{count} von mindestens {minimum} Zeichen",
    longEnough: "Lang genug",
    missing: "Wählen Sie ein Passwort.",
    tooShort: ({ minimum, length }) =>
      `Dieses Passwort hat ${length} von mindestens ${minimum} Zeichen. Hängen Sie ein oder zwei Wörter an.`,
    tooLong: ({ maximum }) => `Verwenden Sie höchstens ${maximum} Zeichen.`,
    common:
      "Viele Menschen verwenden dieses Passwort, darum wird es zuerst ausprobiert. Wählen Sie ein anderes.",
    breached: "Dieses Passwort ist anderswo in einem Datenleck aufgetaucht. Wählen Sie ein anderes.",
    context: ({ word }) =>
      `Dieses Passwort ähnelt „${word}“ und ist leicht zu erraten. Wählen Sie ein anderes.`,
    contextPlain:
      "Dieses Passwort besteht fast nur aus Ihrem Namen, Ihrer Adresse oder dem Arbeitsbereich. Wählen Sie ein anderes.",
  },

  home: {
    title: "Wohin möchten Sie?",
    lead: "Jeder Arbeitsbereich hat eine eigene Adresse. Sie steht in den E-Mails, die Sie von ihm bekommen haben.",
    field: "Adresse Ihres Arbeitsbereichs",
    hint: ({ host }) => `Der Teil nach ${host}/w/`,
    missing: "Schreiben Sie die Adresse Ihres Arbeitsbereichs.",
    invalid: "Eine Adresse besteht nur aus Buchstaben, Ziffern und Bindestrichen, zum Beispiel hafen-schule.",
    submit: "Zur Anmeldung",
    unknownTitle: "Unter dieser Adresse gibt es keinen Arbeitsbereich",
    unknown: "Prüfen Sie sie auf Tippfehler, oder öffnen Sie den Link in einer E-Mail Ihres Arbeitsbereichs.",
  },

  signIn: {
    title: ({ workspace }) => `Bei ${workspace} anmelden`,
    titlePlain: "Anmelden",
    identifier: "E-Mail-Adresse oder Benutzername",
    submit: "Anmelden",
    forgot: "Passwort vergessen?",
    noAccount: "Noch kein Konto? Sie treten über den Link in Ihrer Einladung bei.",
    wrong: "Adresse und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.",
    deactivated: ({ workspace }) =>
      `Ihr Zugang zu ${workspace} ist abgeschaltet. Bitten Sie die Administration, ihn wieder einzuschalten.`,
    accessEnded: ({ workspace }) =>
      `Ihr Zugang zu ${workspace} ist abgelaufen. Bitten Sie die Administration, ihn zu verlängern.`,
    notMember: ({ workspace }) => `Sie sind nicht Mitglied von ${workspace}.`,
    tooMany: ({ seconds }) => `Zu viele Versuche. Versuchen Sie es in ${wait(seconds)} noch einmal.`,
    signedOut: "Sie sind abgemeldet.",
    sessionEnded: "Sie wurden abgemeldet. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.",
    sso: ({ provider }) => `Weiter mit ${provider}`,
    ssoOnly: ({ provider }) => `Ihre Organisation meldet sich mit ${provider} an.`,
    or: "oder",
  },

  forgot: {
    title: "Neues Passwort wählen",
    lead: "Nennen Sie uns Ihre Adresse. Wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen.",
    submit: "Link schicken",
    back: "Zurück zur Anmeldung",
    sentTitle: "Sehen Sie in Ihr Postfach",
    sent: ({ email }) =>
      `Wenn ${email} hier ein Konto hat, ist eine E-Mail mit einem Link unterwegs. Sie sollte in wenigen Minuten da sein.`,
    nothing:
      "Keine E-Mail? Sehen Sie im Spam-Ordner nach, prüfen Sie die Adresse auf Tippfehler, oder versuchen Sie es noch einmal.",
    again: "Andere Adresse versuchen",
  },

  reset: {
    title: "Neues Passwort wählen",
    lead: ({ email }) => `Für ${email}. Auf allen anderen Geräten werden Sie abgemeldet.`,
    submit: "Passwort speichern",
    doneTitle: "Ihr Passwort ist geändert",
    done: "Melden Sie sich mit dem neuen an. Alle anderen Geräte sind abgemeldet.",
    expiredTitle: "Dieser Link ist abgelaufen",
    expired:
      "Ein Link zum Wählen eines Passworts gilt einmal und nur kurze Zeit. Fordern Sie einen neuen an.",
    again: "Neuen Link schicken",
  },

  verify: {
    title: "Adresse bestätigen",
    lead: ({ email }) => `Drücken Sie auf die Schaltfläche, dann gilt ${email} als Ihre Adresse.`,
    confirm: "Adresse bestätigen",
    doneTitle: "Ihre Adresse ist bestätigt",
    done: "Vielen Dank. Mehr ist nicht nötig.",
    go: "Weiter",
    dead: "Dieser Link ist abgelaufen",
    deadLead: "Ein Link zum Bestätigen gilt einmal und einen Tag lang. Fordern Sie einen neuen an.",
    signIn: "Zuerst anmelden",
    signInLead: "Melden Sie sich mit der Adresse an, an die der Link ging; dann können Sie sie bestätigen.",
    other: "Dieser Link gilt für eine andere Adresse als die, mit der Sie angemeldet sind.",
    askTitle: "Adresse bestätigen",
    ask: ({ email }) =>
      `Wir schicken einen Link an ${email}. Öffnen Sie ihn auf diesem Gerät, dann gilt die Adresse als Ihre.`,
    send: "Link schicken",
    sent: ({ email }) => `Der Link ist unterwegs an ${email}.`,
    notice: "Ihre Adresse ist noch nicht bestätigt.",
  },

  join: {
    title: ({ workspace }) => `${workspace} beitreten`,
    invited: ({ inviter, workspace }) => `${inviter} hat Sie zu ${workspace} eingeladen.`,
    invitedPlain: ({ workspace }) => `Sie sind zu ${workspace} eingeladen.`,
    facts: {
      for: "Einladung für",
      role: "Sie treten bei als",
      places: "Sie kommen in",
      waiting: "Auf Sie wartet",
      ends: "Der Link gilt bis",
      neverEnds: "Der Link läuft nicht ab",
      accessEnds: "Ihr Zugang endet",
      note: ({ inviter }) => `Nachricht von ${inviter}`,
      customer: "Organisation",
    },
    newPerson: {
      lead: "Wählen Sie ein Passwort, und Sie sind dabei.",
      address: "Mit dieser Adresse melden Sie sich an. Sie lässt sich hier nicht ändern.",
      terms: "Ich stimme den {terms} und der {privacy} zu.",
      termsLink: "Nutzungsbedingungen",
      privacyLink: "Datenschutzerklärung",
      termsMissing: "Stimmen Sie den Bedingungen zu, um beizutreten.",
      submit: ({ workspace }) => `${workspace} beitreten`,
    },
    hasAccount: {
      wrong: ({ email }) => `Das ist nicht das Passwort von ${email}. Versuchen Sie es noch einmal.`,
      passwordHint: "Das Passwort, das Sie für diese Adresse schon verwenden.",
      title: "Sie haben schon ein Konto",
      lead: ({ email, workspace }) =>
        `Melden Sie sich als ${email} an, um ${workspace} beizutreten. Ihr Name und Ihr Passwort bleiben, wie sie sind.`,
      submit: "Anmelden und beitreten",
    },
    signedIn: {
      lead: ({ email }) => `Sie sind als ${email} angemeldet.`,
      submit: ({ workspace }) => `${workspace} beitreten`,
    },
    otherAccount: {
      title: "Diese Einladung gilt für eine andere Adresse",
      lead: ({ signedInAs, invited }) =>
        `Sie sind als ${signedInAs} angemeldet. Die Einladung gilt für ${invited}.`,
      switch: ({ invited }) => `Abmelden und als ${invited} weitermachen`,
      stay: ({ signedInAs }) => `Als ${signedInAs} angemeldet bleiben`,
      ask: "Gehört die andere Adresse nicht Ihnen? Bitten Sie um eine Einladung an die, die Sie verwenden.",
    },
    sso: ({ provider }) => `Weiter mit ${provider} und beitreten`,
    expired: {
      title: "Dieser Link ist abgelaufen",
      lead: ({ workspace }) =>
        `Ihre Einladung zu ${workspace} besteht noch. Fordern Sie einen neuen Link an: Er geht an das eingeladene Postfach und an kein anderes.`,
      submit: "Neuen Link anfordern",
      sentTitle: "Sehen Sie in Ihr Postfach",
      sent: "Eine E-Mail mit einem neuen Link ist an das eingeladene Postfach unterwegs. Sie sollte in wenigen Minuten da sein.",
      asked:
        "Wir haben der Person, die Sie eingeladen hat, Bescheid gegeben. Nach ihrer Zustimmung kommt ein neuer Link per E-Mail.",
    },
    superseded: {
      title: "Es gibt einen neueren Link",
      lead: "Eine neuere E-Mail ging am {sentAt} hinaus. Öffnen Sie jene: Ihr Link gilt, dieser hier nicht mehr.",
      again: "Nicht angekommen? Wir können sie noch einmal schicken, nur an das eingeladene Postfach.",
      submit: "Noch einmal schicken",
    },
    canceled: {
      title: "Diese Einladung wurde zurückgezogen",
      lead: ({ workspace }) =>
        `Die Einladung zu ${workspace} ist nicht mehr offen. Wenn Sie das nicht erwartet haben, fragen Sie die Person, die Sie eingeladen hat.`,
    },
    declined: {
      title: "Sie haben diese Einladung abgelehnt",
      lead: ({ workspace }) =>
        `Wenn Sie es sich anders überlegt haben, bitten Sie die Person, die Sie zu ${workspace} eingeladen hat, um eine neue Einladung.`,
    },
    used: {
      open: ({ workspace }) => `Zu ${workspace}`,
      member: ({ workspace }) => `Dieser Link hat seinen Dienst getan: Sie sind Mitglied von ${workspace}.`,
      title: "Sie sind schon beigetreten",
      lead: ({ workspace }) =>
        `Dieser Link hat seinen Dienst getan. Melden Sie sich an, um zu ${workspace} zu kommen.`,
      submit: "Anmelden",
    },
    invalid: {
      title: "Dieser Link geht nicht",
      lead: "Vielleicht ist unterwegs ein Stück verloren gegangen. Öffnen Sie ihn direkt aus der E-Mail, oder kopieren Sie die ganze Adresse von dort.",
      help: "Hilft das nicht, bitten Sie die Person, die Sie eingeladen hat, die Einladung noch einmal zu schicken.",
    },
    lapsed: {
      title: "Öffnen Sie die E-Mail noch einmal",
      lead: "Diese Seite war eine Weile offen, darum haben wir sie zum Schutz Ihrer Einladung geschlossen. Öffnen Sie den Link in der E-Mail noch einmal; es ist nichts verloren.",
    },
    full: {
      title: "Zurzeit ist kein Platz frei",
      lead: ({ workspace }) =>
        `${workspace} hat keine freien Plätze. Ihre Einladung bleibt offen; fragen Sie die Person, die Sie eingeladen hat.`,
    },
    firstNameMissing: "Schreiben Sie Ihren Vornamen.",
    lastNameMissing: "Schreiben Sie Ihren Nachnamen.",
    termsChanged:
      "Die Einladung wurde inzwischen geändert. Lesen Sie sie noch einmal und treten Sie dann bei.",
    proveMailbox:
      "Zu dieser Adresse gibt es ein Konto, das nie bestätigt wurde. Öffnen Sie den Link direkt in der E-Mail; haben Sie keine, bitten Sie die Person, die Sie eingeladen hat, sie zu schicken.",
    resendLimit: ({ seconds }) =>
      `Vor Kurzem ging schon eine E-Mail hinaus. Sehen Sie in das Postfach, oder fragen Sie in ${wait(seconds)} noch einmal.`,
    resendLimitPlain:
      "Vor Kurzem ging schon eine E-Mail hinaus. Sehen Sie in das Postfach, oder fragen Sie später noch einmal.",
    writeTo: ({ contact }) => `An ${contact} schreiben`,
    faster: "Dieser Link wurde eben benutzt. Waren Sie das in einem anderen Fenster, melden Sie sich an.",
  },

  decline: {
    link: "Nichts für Sie? Einladung ablehnen",
    title: ({ workspace }) => `Einladung zu ${workspace} ablehnen`,
    lead: "Der Link gilt dann nicht mehr, und die Person, die Sie eingeladen hat, erfährt davon. Um später beizutreten, brauchen Sie eine neue Einladung.",
    confirm: ({ word }) => `Schreiben Sie zur Bestätigung „${word}“`,
    wrongWord: ({ word }) => `Schreiben Sie genau „${word}“, ohne die Anführungszeichen.`,
    reason: "Grund",
    reasonHint: "Die Person, die Sie eingeladen hat, liest ihn.",
    reasonWrong: "Höchstens 1.000 Zeichen, ohne unsichtbare Zeichen.",
    submit: "Einladung ablehnen",
    keep: "Einladung behalten",
  },

  joined: {
    title: ({ workspace }) => `Willkommen bei ${workspace}`,
    lead: "Ihr Konto ist bereit. Melden Sie sich mit Ihrer Adresse und dem eben gewählten Passwort an.",
    submit: "Anmelden",
  },

  learn: {
    role: "Ihre Rolle hier",
    roles: "Ihre Rollen hier",
    nav: "Ihre Seiten",
    title: "Start",
    greeting: ({ name }) => (name ? `Guten Tag, ${name}` : "Guten Tag"),
    lead: ({ workspace }) => `Das ist Ihr Platz bei ${workspace}.`,
    emptyTitle: "Noch ist hier nichts",
    empty: "Ihre Kurse erscheinen hier, sobald jemand Sie einschreibt. Sie müssen nichts tun.",
    accessEndsOn: "Ihr Zugang endet am {day}.",
    yourCourses: "Ihre Kurse",
    nextUp: "Als Nächstes",
    sessions: "Kommende Termine",
    certificates: "Zertifikate",
    course: "Kurs",
    open: ({ course }) => `${course} öffnen`,
    progress: ({ percent }) => `${percent} %`,
    progressOf: ({ course }) => `Ihr Fortschritt in ${course}`,
    stage: {
      fresh: "Ein frischer Anfang",
      begun: "Gut begonnen",
      half: "Mehr als die Hälfte geschafft",
      nearly: "Fast am Ziel",
      done: "Geschafft. Gut gemacht!",
    },
    completedOn: "Abgeschlossen {at}",
    enrolledOn: "Ihr Kurs seit {at}",
    setBy: "Ihre Lehrkräfte halten Ihren Fortschritt fest; Sie müssen nichts abhaken.",
    about: "Über diesen Kurs",
    yourSessions: "Ihre Termine",
    noSessions: "In diesem Kurs gibt es noch keine Termine für Sie.",
    lasts: ({ duration }) => `dauert ${duration}`,
    withPeople: ({ names }) => `Mit ${names}`,
    join: "Online teilnehmen",
    calendar: "In den Kalender",
    calendarOf: ({ session }) => `${session} in den Kalender übernehmen`,
    canceled: "Dieser Termin wurde abgesagt.",
    over: "Vorbei",
    backHome: "Zurück zu Ihren Kursen",
    certificate: "Zertifikat",
    certificateOf: ({ course }) => `Zertifikat: ${course}`,
    certificateOpen: "Ihr Zertifikat ansehen",
    certificateLead: "Hiermit wird bestätigt, dass",
    certificateDid: "den folgenden Kurs abgeschlossen hat:",
    certificateOn: ({ date }) => `am ${date}`,
    certificateNumber: ({ number }) => `Zertifikat Nr. ${number}`,
    printHint: "Zum Aufbewahren drucken Sie diese Seite oder speichern Sie sie mit Ihrem Browser als PDF.",
    yourGroups: "Ihre Gruppen",
    switchToManage: "Zur Verwaltung",
  },

  account: {
    data: "Ihre Daten",
    dataLead: ({ workspace }: { workspace: string }) =>
      `Alles, was ${workspace} über Sie speichert, als Datei.`,
    dataExport: "Eigene Daten herunterladen",
    dataLater:
      "Sie haben Ihre Daten schon mehrmals heruntergeladen. Versuchen Sie es in einer Stunde noch einmal.",
    own: "Ihr Konto",
    edit: "Namen, Sprache oder Passwort ändern",
    profileHint: "Ein neuer Name gilt in allen Ihren Arbeitsbereichen.",
    passwordLead: "Alle anderen Geräte werden abgemeldet, und eine E-Mail sagt Ihnen Bescheid.",
    emailNever: ({ workspace }) =>
      `Damit melden Sie sich an. ${workspace} lässt Adressen, wie sie sind, damit Ergebnisse bei der richtigen Person bleiben.`,
    emailSupport: ({ contact }) => `Muss sich Ihre ändern, schreiben Sie an ${contact}.`,
    languageOnly: "Der Seiten auf diesem Gerät.",
    from: ({ place }) => `von ${place}`,
    title: "Ihr Profil",
    profile: "Name und Sprache",
    name: "Name",
    email: "E-Mail-Adresse",
    emailHint: ({ workspace }) =>
      `Damit melden Sie sich an. Um sie zu ändern, fragen Sie die Administration von ${workspace}.`,
    languageHint: "Von Seiten und E-Mails.",
    save: "Speichern",
    saved: "Ihr Profil ist gespeichert.",
    changePassword: "Passwort ändern",
    currentPassword: "Jetziges Passwort",
    currentWrong: "Das ist nicht Ihr jetziges Passwort.",
    passwordChanged: "Ihr Passwort ist geändert. Alle anderen Geräte sind abgemeldet.",
    sessions: "Wo Sie angemeldet sind",
    sessionsLead: "Kennen Sie eines davon nicht? Melden Sie es ab und ändern Sie Ihr Passwort.",
    thisDevice: "Dieses Gerät",
    startedAt: "Angemeldet {at}",
    lastSeen: "Zuletzt gesehen {at}",
    end: "Dort abmelden",
    ended: "Das Gerät ist abgemeldet.",
    endOthers: "Überall sonst abmelden",
    othersEnded: ({ count }) =>
      plural(count, { one: "# anderes Gerät ist abgemeldet.", other: "# andere Geräte sind abgemeldet." }),
    onlyThis: "Sie sind nur auf diesem Gerät angemeldet.",
    unknownDevice: "Unbekanntes Gerät",
  },

  errors: {
    notFound: {
      title: "Unter dieser Adresse ist nichts",
      lead: "Vielleicht ist die Seite umgezogen, oder die Adresse ist nicht vollständig.",
      action: "Zur Startseite",
    },
    forbidden: {
      title: "Diese Seite können Sie nicht öffnen",
      lead: "Ihre Rolle umfasst sie nicht. Wenn Sie sie brauchen, fragen Sie die Administration.",
      action: "Zurück zur Startseite",
    },
    unauthorized: {
      title: "Melden Sie sich an, um weiterzumachen",
      lead: "Diese Seite ist nur für Mitglieder.",
      action: "Anmelden",
    },
    serverError: {
      title: "Bei uns ist etwas schiefgegangen",
      lead: "Was Sie vor dieser Seite eingegeben haben, ist nicht verloren. Versuchen Sie es gleich noch einmal; geschieht es wieder, nennen Sie der Administration die Kennung unten.",
      action: "Noch einmal versuchen",
    },
    rateLimited: {
      title: "Etwas zu schnell",
      lead: ({ seconds }) => `Von hier kamen viele Anfragen. In ${wait(seconds)} geht es weiter.`,
      leadPlain: "Von hier kamen viele Anfragen. Warten Sie eine Minute, dann geht es weiter.",
      action: "Noch einmal versuchen",
    },
    conflict: {
      title: "Jemand war schneller",
      lead: "Das wurde inzwischen geändert. Laden Sie die Seite neu, um den jetzigen Stand zu sehen.",
      action: "Neu laden",
    },
    offline: "Keine Verbindung. Prüfen Sie Ihr Netz und versuchen Sie es noch einmal.",
  },

  roles: {
    admin: {
      name: "Administration",
      may: "Verwaltet alles: Personen, Einstellungen, Abrechnung und alle Inhalte.",
    },
    unit_manager: {
      name: "Leitung",
      may: "Verwaltet die Personen und Einschreibungen einer Organisationseinheit und aller darunter.",
    },
    group_admin: {
      name: "Gruppenadministration",
      may: "Verwaltet eine Gruppe und ihre Untergruppen: Personen, Rollen und Einschreibungen.",
    },
    user_admin: {
      name: "Personenadministration",
      may: "Lädt Coaches und Lernende einer Gruppe ein und verwaltet sie.",
    },
    coach: { name: "Coach", may: "Begleitet die Lernenden einer Gruppe und verfolgt ihren Fortschritt." },
    session_instructor: {
      name: "Kursleitung eines Termins",
      may: "Führt Termine durch und verfolgt, wie die eingeschriebenen Lernenden vorankommen.",
    },
    instructor: {
      name: "Kursleitung",
      may: "Erstellt und leitet Kurse; kein Zugang zu Einstellungen und Abrechnung.",
    },
    learner: { name: "Lernende", may: "Belegt Kurse und sieht den eigenen Fortschritt." },
  },

  status: {
    pending: "Ausstehend",
    active: "Aktiv",
    expired: "Abgelaufen",
    bounced: "Unzustellbar",
    deactivated: "Deaktiviert",
    canceled: "Zurückgezogen",
    declined: "Abgelehnt",
    removed: "Entfernt",
  },
};
