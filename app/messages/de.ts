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
  common: {
    ownRole: "Eine andere Rolle",
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
    workspaces: "Ihre ‹workspaces›",
    yourMenu: ({ name }) => `${name}: Ihr Menü`,
    help: "Brauchen Sie Hilfe? Fragen Sie die Person, die Sie eingeladen hat.",
    noMail: "Die Einladung ist nicht angekommen?",
    haveAccount: "Haben Sie schon ein Konto?",
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
      "Dieses Passwort besteht fast nur aus Namen und Adressen, die man hier kennt. Wählen Sie ein anderes.",
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
    identifierInvalid: "Schreiben Sie eine Adresse wie ana@example.com oder Ihren Benutzernamen.",
    wrongPair:
      "Das und das Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.",
    passwordEnded:
      "Dieses vorläufige Passwort ist abgelaufen. Wählen Sie über „Passwort vergessen?“ ein neues.",
    withCard: "Ich habe eine Anmeldekarte",
    submit: "Anmelden",
    forgot: "Passwort vergessen?",
    noAccount: "Noch kein Konto? Sie treten über den Link in Ihrer Einladung bei.",
    wrong: "Adresse und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.",
    deactivated: ({ workspace }) =>
      `Ihr Zugang zu ${workspace} ist abgeschaltet. Wer ihn wieder einschaltet: ‹admin›.`,
    accessEnded: ({ workspace }) => `Ihr Zugang zu ${workspace} ist abgelaufen. Wer ihn verlängert: ‹admin›.`,
    notMember: ({ workspace }) => `Sie sind nicht Mitglied von ${workspace}.`,
    tooMany: ({ seconds }) => `Zu viele Versuche. Versuchen Sie es in ${wait(seconds)} noch einmal.`,
    signedOut: "Sie sind abgemeldet.",
    sessionEnded: "Sie wurden abgemeldet. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.",
    sso: ({ provider }) => `Weiter mit ${provider}`,
    ssoOnly: ({ provider }) => `Ihre Organisation meldet sich mit ${provider} an.`,
    or: "oder",
  },

  sso: {
    title: "Sie sind noch nicht angemeldet",
    lead: ({ provider }) => `${provider} hat Sie nicht eingelassen. Versuchen Sie es gleich noch einmal.`,
    plainProvider: "Ihr Anmeldedienst",
    titles: {
      SSO_STALE: "Bitte beginnen Sie noch einmal",
      SSO_OFF: "Dieser Zugang ist geschlossen",
      SSO_FAILED: "Die Anmeldung ist nicht gelungen",
      SSO_UNAVAILABLE: "Der Anmeldedienst antwortet nicht",
      SSO_NO_ADDRESS: "Ihre Adresse fehlt",
      SSO_UNVERIFIED: "Ihre Adresse ist nicht bestätigt",
      SSO_OTHER_ADDRESS: "Sie sind mit einer anderen Adresse angemeldet",
      SSO_OTHER_IDENTITY: "Diese Adresse gehört zu einer anderen Anmeldung",
      SSO_NOT_MEMBER: "Mit dieser Adresse sind Sie nicht eingeladen",
    },
    leads: {
      SSO_STALE: () =>
        "Die Anmeldung wurde in einem anderen Browser begonnen, dauerte länger als zehn Minuten oder wurde schon benutzt.",
      SSO_OFF: ({ workspace }) => `Bei ${workspace} meldet man sich nicht oder nicht mehr so an.`,
      SSO_FAILED: ({ provider }) =>
        `${provider} hat die Anmeldung beendet, oder die Antwort passte nicht. Versuchen Sie es noch einmal.`,
      SSO_UNAVAILABLE: ({ provider }) =>
        `${provider} ist gerade nicht zu erreichen. Versuchen Sie es gleich noch einmal.`,
      SSO_NO_ADDRESS: ({ provider }) =>
        `${provider} sagt nicht, welche Adresse Sie haben. Wer den Dienst betreut, kann sie dort eintragen.`,
      SSO_UNVERIFIED: ({ provider }) =>
        `${provider} bürgt nicht für diese Adresse. Bestätigen Sie sie dort, oder fragen Sie, wer den Dienst betreut.`,
      SSO_OTHER_ADDRESS: ({ provider }) =>
        `Melden Sie sich bei ${provider} mit der eingeladenen Adresse an. Gehört sie nicht Ihnen, so bitten Sie um eine Einladung an die Adresse, die Sie benutzen.`,
      SSO_OTHER_IDENTITY: ({ workspace }) =>
        `Mit dieser Adresse ist jemand durch eine andere Anmeldung zu ${workspace} gekommen. Waren Sie das, so bitten Sie dort, freigegeben zu werden.`,
      SSO_NOT_MEMBER: ({ workspace }) =>
        `Mit dieser Adresse gehört niemand zu ${workspace}, und keine offene Einladung gilt ihr.`,
    },
    dead: "Öffnen Sie die neueste Mail, die Sie einlädt, oder fragen Sie, wer Sie eingeladen hat.",
    atProvider: ({ provider }) => `Bei ${provider}`,
    invited: "Eingeladen",
    yours: "Ihre Adresse hier",
    reason: ({ reason }) => `Befund: ${reason}`,
    again: "Noch einmal versuchen",
    another: ({ provider }) => `Bei ${provider} ein anderes Konto benutzen`,
    toSettings: "Zurück zu den Einstellungen",
    stillIn: ({ provider }) => `Bei ${provider} sind Sie vielleicht noch angemeldet.`,
    spare: "Mit Passwort anmelden",
    spareLead: "Nur für die Person, die für den Notfall bereitsteht, falls der andere Weg nicht geht.",
    required: ({ provider }) => `Ihr Passwort öffnet hier nichts. Machen Sie weiter mit ${provider}.`,
    forgot: ({ provider }) =>
      `Sie brauchen hier kein Passwort: Sie melden sich mit ${provider} an. Haben Sie dort das Passwort vergessen, so wählen Sie dort ein anderes.`,
    noPassword: ({ provider, email }) =>
      `Sie brauchen hier kein Passwort: Melden Sie sich mit ${provider} als ${email} an.`,
    withAddress: ({ provider, invited }) =>
      `Melden Sie sich bei ${provider} mit ${invited} an. Sie brauchen hier kein Passwort.`,
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

  register: {
    keyTitle: ({ workspace }) => `Bei ${workspace} registrieren`,
    keyLead:
      "Sie haben einen Schlüssel bekommen? Geben Sie ihn hier ein, dann öffnet sich das Formular dazu.",
    key: "Schlüssel",
    keyHint: "Zum Beispiel k7mq-2xvr-9tfa. Striche und Großbuchstaben spielen keine Rolle.",
    keySubmit: "Weiter",
    keyMissing: "Geben Sie den Schlüssel ein.",
    keyWrong:
      "Diesen Schlüssel gibt es hier nicht. Prüfen Sie ihn auf Tippfehler, oder fragen Sie dort nach, woher Sie ihn haben.",
    toSignIn: "Zur Anmeldung",
    linkTitle: ({ workspace }) => `${workspace} beitreten`,
    linkLeadWaits: ({ workspace }) =>
      `Sagen Sie uns, wer Sie sind. Danach kommt eine E-Mail von ${workspace}: Öffnen Sie den Link darin, dann gibt dort jemand Ihre Anmeldung frei.`,
    placeKinds: { course: "Ihre ‹courses›", group: "Ihre ‹groups›", unit: "Ihre ‹units›" },
    left: ({ count }) => plural(count, { one: "Noch # Platz", other: "Noch # Plätze" }),
    securityCode: "Sicherheitscode",
    securityHint: "Er gehört zu diesem Link. Wer Ihnen den Link gegeben hat, kennt ihn.",
    securityMissing: "Geben Sie den Sicherheitscode ein, der zu diesem Link gehört.",
    securityWrong:
      "Das ist nicht der Sicherheitscode dieses Links. Vielleicht wurde er geändert: Fragen Sie dort nach, woher Sie ihn haben.",
    hereAlready: "Sie sind schon dabei: Dieser Link ist für alle, die hier neu sind.",
    toLearn: "Zu Ihren ‹courses›",
    closed: {
      paused: {
        title: "Dieser Link pausiert",
        lead: "Zurzeit kann sich niemand darüber registrieren. Versuchen Sie es später noch einmal, oder fragen Sie dort nach, woher Sie ihn haben.",
      },
      full: {
        title: "Kein Platz mehr frei",
        lead: "Über diesen Link sind so viele beigetreten, wie beitreten dürfen. Fragen Sie dort nach, woher Sie ihn haben.",
      },
      ended: {
        title: "Dieser Link ist abgelaufen",
        lead: "Sein letzter Tag ist vorbei. Bitten Sie dort, woher Sie ihn haben, um einen neuen.",
      },
    },
    title: "Registrieren",
    courseTitle: ({ course }) => `„${course}“ beginnen`,
    courseLead: ({ workspace }) =>
      `Sagen Sie uns, wer Sie sind. Danach kommt eine E-Mail von ${workspace}: Öffnen Sie den Link darin, und Sie sind dabei.`,
    enterLead:
      "Sagen Sie uns, wer Sie sind, und Sie sind drin. Eine E-Mail folgt: Bestätigen Sie Ihre Adresse innerhalb von sieben Tagen über den Link darin, dann bleibt alles.",
    enter: "Jetzt anfangen",
    joinLead: ({ workspace }) => `Ihre Adresse ist bekannt: Mit diesem Knopf gehören Sie zu ${workspace}.`,
    joinAs: ({ email }) => `Als ${email} beitreten`,
    askLead: ({ workspace }) =>
      `Ihre Adresse ist bekannt: Nach dem Knopfdruck sieht sich jemand bei ${workspace} das an. Eine E-Mail sagt Ihnen, wann Sie dabei sind.`,
    askAs: ({ email }) => `Als ${email} registrieren`,
    date: "Dabei am",
    emailHint: "Dorthin geht der Link.",
    submit: "Link schicken",
    haveAccount: "Sie haben hier ein Konto?",
    signIn: "Anmelden und einschreiben",
    back: "Zurück",
    domain: "Adressen dieser Domain können sich hier nicht registrieren. Verwenden Sie eine andere Adresse.",
    unproved:
      "Wir konnten nicht erkennen, dass Sie ein Mensch sind. Setzen Sie das Häkchen noch einmal und schicken Sie das Formular erneut ab.",
    unreachable:
      "Die Prüfung, ob Sie ein Mensch sind, ist gerade nicht erreichbar; deshalb kann sich niemand registrieren. Versuchen Sie es in einigen Minuten noch einmal.",
    needsScript:
      "Um Menschen von Programmen zu unterscheiden, braucht diese Seite JavaScript. Erlauben Sie es, oder bitten Sie um eine Einladung.",
    sentTitle: "Sehen Sie in Ihr Postfach",
    sent: ({ email }) =>
      `Eine E-Mail an ${email} ist unterwegs. Öffnen Sie den Link darin, dann geht es weiter; sie sollte in wenigen Minuten da sein.`,
    nothing: "Keine E-Mail? Sehen Sie im Spam-Ordner nach, oder prüfen Sie die Adresse auf Tippfehler.",
    again: "E-Mail noch einmal schicken",
    otherAddress: "Andere Adresse verwenden",
  },

  confirm: {
    title: "Adresse bestätigen",
    what: "Bis dahin gibt es hier Ihre ‹courses›, sonst nichts. Passwort, Zertifikate und alles Weitere kommen mit dem Link, der Ihnen per E-Mail geschickt wurde.",
    notYet: ({ address }) => `${address} ist noch nicht bestätigt`,
    until:
      "Öffnen Sie bis {at} den Link in der E-Mail, die dorthin ging. Danach sind Sie hier abgemeldet, und was Sie getan haben, ist weg.",
    again: "Noch einmal schicken",
    first:
      "Bestätigen Sie zuerst Ihre Adresse: Die gewünschte Seite ist für Personen, deren Adresse wir kennen.",
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

  choose: {
    title: "Wählen Sie ein eigenes Passwort",
    lead: "Womit Sie hereingekommen sind, gilt nur dieses eine Mal. Wählen Sie ein Passwort, das sonst niemand kennt; dann geht es weiter.",
    submit: "Passwort speichern",
    same: "Das ist das Passwort, das Sie bekommen haben. Wählen Sie ein anderes.",
  },

  card: {
    title: ({ workspace }) => `Mit einer Karte bei ${workspace} anmelden`,
    lead: "Die Karte gilt einmal. Danach wählen Sie ein eigenes Passwort.",
    username: "Benutzername",
    code: "Code der Karte",
    codeHint: "Zwölf Buchstaben und Ziffern, zum Beispiel k7mq-2xvr-9tfa.",
    missing: ({ label }) => `${label} fehlt.`,
    submit: "Anmelden",
    wrong:
      "Diese Karte funktioniert nicht. Prüfen Sie Benutzername und Code. Vielleicht ist die Karte schon benutzt oder zu alt; dann bitten Sie um eine neue.",
    back: "Mit einem Passwort anmelden",
    print: {
      heading: ({ workspace }) => `Ihr Weg zu ${workspace}`,
      scan: "Scannen Sie den Code mit einem Telefon, oder öffnen Sie diese Adresse:",
      username: "Benutzername",
      code: "Code",
      once: ({ day }) =>
        `Gilt einmal, bis ${day}. Danach wählen Sie ein eigenes Passwort und melden sich mit Ihrem Benutzernamen an.`,
    },
  },

  verify: {
    changeTitle: "Ihre neue Adresse",
    changeLead: ({ email }) =>
      `Diese Adresse wurde für Ihr Konto eingetragen. Schreiben Sie Ihre bisherige, und ${email} tritt an ihre Stelle: Sie melden sich dann damit an, und alle Geräte werden abgemeldet.`,
    former: "Ihre bisherige Adresse",
    changeOwnLead: ({ email }) =>
      `Drücken Sie auf die Schaltfläche, dann tritt ${email} an die Stelle Ihrer bisherigen Adresse: Sie melden sich dann damit an, und alle Geräte werden abgemeldet.`,
    signInOldLead: "Melden Sie sich mit Ihrer bisherigen Adresse an; dann können Sie die neue bestätigen.",
    addressStays: "Die Adresse lässt sich so nicht ändern. Wenden Sie sich an die, die es betreiben.",
    formerWrong: "Das ist nicht die Adresse, die das Konto hat.",
    change: "Adresse ändern",
    changedTitle: "Ihre Adresse ist geändert",
    changed: ({ email }) => `Melden Sie sich von jetzt an mit ${email} an. Ihr Passwort bleibt, wie es ist.`,
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
    leadNew: "Drücken Sie auf die Schaltfläche, dann gilt diese Adresse als Ihre.",
    taken: "Diese Adresse gehört zu einem anderen Konto und kann hier nicht Ihre werden.",
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
    registered: {
      title: ({ course }) => `„${course}“ beginnen`,
      plainTitle: ({ workspace }) => `${workspace} beitreten`,
      lead: ({ workspace }) =>
        `Sie haben sich bei ${workspace} registriert. Das Postfach gehört Ihnen: Ein Schritt fehlt noch.`,
      waits: ({ workspace }) =>
        `Sie haben sich bei ${workspace} registriert. Nach diesem Schritt sieht dort jemand darauf; eine E-Mail sagt Ihnen, wenn Sie dabei sind.`,
      for: "Ihre Adresse",
      gone: ({ title }) => `„${title}“ wird nicht mehr angeboten. Sie können ohne weitermachen.`,
      dateGone: ({ title }) =>
        `„${title}“ hat keinen Platz mehr. Sie können ohne weitermachen und später etwas anderes wählen.`,
      submit: "Beginnen",
      submitWaits: "Registrierung absenden",
      notYours:
        "Sie haben sich nicht registriert? Dann schließen Sie diese Seite. Ohne Sie geschieht nichts, und die Adresse wird vergessen.",
      full: "Über diesen Link sind so viele beigetreten, wie beitreten dürfen. Wenn Sie das für einen Irrtum halten, fragen Sie dort nach, woher Sie den Link haben.",
      linkEnded:
        "Der Link, über den Sie sich registriert haben, nimmt niemanden mehr auf. Fragen Sie dort nach, woher Sie ihn haben.",
    },
    waiting: {
      title: "Ihre Registrierung wird geprüft",
      lead: ({ workspace }) =>
        `Bei ${workspace} werden Registrierungen geprüft. Eine E-Mail sagt Ihnen, wenn Sie dabei sind; sonst ist nichts zu tun.`,
    },
    refused: {
      title: "Diese Registrierung ist geschlossen",
      lead: ({ workspace }) =>
        `${workspace} hat diese Registrierung nicht angenommen oder nimmt zurzeit keine an. Wenn Sie das für einen Irrtum halten, fragen Sie dort nach.`,
    },
    forgotten: {
      title: "Dieser Link ist abgelaufen",
      lead: ({ workspace }) =>
        `Eine Woche lang hat ihn niemand geöffnet, oder das Geld wurde zurückgegeben, deshalb haben wir die Adresse vergessen. Registrieren Sie sich bei ${workspace} noch einmal.`,
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
    addressTaken:
      "Mit dieser Adresse ist hier schon jemand anderes. Bitte fragen Sie nach (‹admin›), damit Ihre Einladung noch einmal kommen kann.",
    noSeat: ({ workspace }) =>
      `In ${workspace} ist kein Platz mehr frei. Wer helfen kann, weiß Bescheid (‹admin›). Ihre Einladung bleibt offen: Versuchen Sie es später noch einmal.`,
    seatLine: {
      ask: "Benachrichtigen, wenn ein Platz frei ist",
      waits:
        "Sie stehen seit {since} auf der Warteliste. Wir schreiben Ihnen, sobald Sie an der Reihe sind; bis dahin können Sie es jederzeit noch einmal versuchen.",
      free: ({ workspace }) => `In ${workspace} ist gerade ein Platz frei. Treten Sie jetzt bei.`,
    },
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
    empty: "Ihre ‹courses› erscheinen hier, sobald jemand Sie einschreibt. Sie müssen nichts tun.",
    emptyCatalog:
      "Ihre ‹courses› erscheinen hier. Suchen Sie im Katalog, oder warten Sie, bis jemand Sie einschreibt.",
    accessEndsOn: "Ihr Zugang endet am {day}.",
    yourCourses: "Ihre ‹courses›",
    nextUp: "Als Nächstes",
    sessions: "Kommende ‹sessions›",
    certificates: "Zertifikate",
    course: "‹Course›",
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
    enrolledOn: "Eingeschrieben {at}",
    setBy: "‹Instructors› halten Ihren Fortschritt fest; Sie müssen nichts abhaken.",
    about: "Worum es geht",
    yourSessions: "Ihre ‹sessions›",
    noSessions: "Hier gibt es noch keine ‹sessions› für Sie.",
    lasts: ({ duration }) => `dauert ${duration}`,
    withPeople: ({ names }) => `Mit ${names}`,
    join: "Online teilnehmen",
    calendar: "In den Kalender",
    calendarOf: ({ session }) => `${session} in den Kalender übernehmen`,
    canceled: "Wurde abgesagt.",
    over: "Vorbei",
    backHome: "Zurück zur Übersicht",
    certificate: "Zertifikat",
    certificateOf: ({ course }) => `Zertifikat: ${course}`,
    certificateOpen: "Ihr Zertifikat ansehen",
    certificateLead: "Hiermit wird bestätigt, dass",
    certificateDid: "Folgendes abgeschlossen hat:",
    certificateOn: ({ date }) => `am ${date}`,
    certificateNumber: ({ number }) => `Zertifikat Nr. ${number}`,
    printHint: "Zum Aufbewahren drucken Sie diese Seite oder speichern Sie sie mit Ihrem Browser als PDF.",
    yourGroups: "Ihre ‹groups›",
    switchToManage: "‹Manage_area›",
  },

  catalog: {
    title: "‹Courses›",
    pageTitle: ({ workspace }) => `‹Courses› · ${workspace}`,
    lead: ({ workspace }) => `Was Sie bei ${workspace} lernen können.`,
    nav: "Ihr Weg hierher",
    own: "Ihre ‹courses›",
    signIn: "Anmelden",
    find: "‹Courses› finden",
    search: "Suche",
    topic: "Thema",
    allTopics: "Alle Themen",
    language: "Sprache",
    anyLanguage: "Jede Sprache",
    price: "Preis",
    anyPrice: "Jeder Preis",
    free: "Kostenlos",
    paid: "Mit Preis",
    dated: "Mit einem Datum in nächster Zeit",
    submit: "Anzeigen",
    clear: "Alle anzeigen",
    next: "Nächste Seite",
    first: "Erste Seite",
    further: "Weitersuchen",
    emptyTitle: "Noch ist hier nichts",
    empty: "Hier stehen bald die ersten ‹courses›. Schauen Sie wieder vorbei.",
    noneTitle: "Nichts passt",
    none: "Versuchen Sie ein anderes Wort oder weniger Filter.",
    noneYet: "Auf dieser Seite passt nichts. Es gibt noch mehr zu durchsuchen.",
    starts: "Das nächste Mal {at}",
    back: "Alle ‹courses›",
    about: "Worum es geht",
    facts: { topic: "Thema", length: "Dauer", language: "Sprache", price: "Preis" },
    dates: "Datum wählen",
    noDate: "Vorerst kein Datum",
    noDateHint: "Sie können später eines wählen.",
    online: "Online",
    left: ({ count }) => plural(count, { one: "noch # Platz", other: "noch # Plätze" }),
    full: "Ausgebucht",
    yourDate: "Ihr Datum",
    noDates: "Beginnen Sie, wann Sie möchten.",
    enrol: "Kostenlos einschreiben",
    enrolMember: "Einschreiben",
    buy: ({ price }) => `Für ${price} kaufen`,
    go: "Weiter zum Lernen",
    enrolled: "Sie sind eingeschrieben.",
    account: "Sie brauchen Ihre E-Mail-Adresse und eine Minute.",
    haveAccount: "Sie haben schon ein Konto?",
    fullNow: "Jemand hat gerade den letzten Platz an diesem Datum genommen. Wählen Sie ein anderes.",
    dateOver: "Dieses Datum kann nicht mehr gewählt werden. Wählen Sie ein anderes.",
    priced: "Das hat jetzt einen Preis. Sehen Sie es sich noch einmal an, bevor Sie weitergehen.",
    changed: "Gerade eben hat sich etwas geändert. Sehen Sie noch einmal hin, dann geht es weiter.",
    preview:
      "Nur Sie sehen diese Seite: So sehen andere sie, sobald sie veröffentlicht ist und im Katalog steht.",
    previewBack: "Zurück zum Bearbeiten",
  },

  paying: {
    title: ({ course }) => `${course} kaufen`,
    price: "Preis",
    tax: "Steuern kommen, wo es welche gibt, beim Bezahlen dazu.",
    payAs: ({ email }) => `Sie kaufen als ${email}.`,
    who: "Sobald die Zahlung da ist, schicken wir Ihnen den Link zum Anfangen.",
    submit: ({ price }) => `Weiter zur Zahlung von ${price}`,
    provider: "Sie bezahlen bei Stripe und kommen danach hierher zurück.",
    off: "Hier kann im Moment nichts gekauft werden.",
    offHelp: ({ workspace }) => `Fragen Sie ${workspace}, wie Sie teilnehmen können.`,
    have: "Das haben Sie schon.",
    priceChanged: ({ price }) =>
      `Der Preis ist jetzt ${price}. Sehen Sie ihn sich noch einmal an und gehen Sie dann weiter.`,
    unavailable:
      "Der Zahlungsanbieter ist gerade nicht erreichbar. Es wurde nichts bezahlt; versuchen Sie es gleich noch einmal.",
    refused: "Der Zahlungsanbieter nimmt diese Zahlung nicht an. Es wurde nichts bezahlt.",
    domain: "Adressen dieser Domain können hier nicht verwendet werden. Nehmen Sie eine andere.",
    dateGone: "Dieses Datum ist ausgebucht oder vorbei. Wählen Sie ein anderes.",
    waiting: {
      title: "Gleich geschafft …",
      lead: "Wir warten auf die Nachricht von Ihrer Zahlung. Diese Seite geht von selbst weiter.",
    },
    late: {
      title: "Ihre Zahlung ist unterwegs",
      lead: "Manche Zahlungen brauchen eine Weile, manche ein paar Tage. Sie können diese Seite schließen: Sobald das Geld da ist, sind Sie dabei.",
      again: "Noch einmal nachsehen",
    },
    given: { title: "Danke, Sie sind dabei", lead: "Ihre Zahlung ist da, und Sie sind eingeschrieben." },
    mailed: {
      title: "Danke, sehen Sie in Ihr Postfach",
      lead: "Ihre Zahlung ist da. Wir haben Ihnen einen Link geschickt: Folgen Sie ihm, um anzufangen.",
    },
    held: {
      title: "Ihre Zahlung ist da und wird geprüft",
      lead: "Etwas passt nicht zusammen, deshalb ist noch nichts gebucht. Jemand sieht es sich an, und Sie bekommen, was Sie gekauft haben, oder Ihr Geld zurück.",
    },
    expired: {
      title: "Es wurde nichts bezahlt",
      lead: "Dieser Bezahlvorgang ist zu Ende. Sie können einen neuen beginnen.",
    },
    failed: {
      title: "Die Zahlung ist nicht gelungen",
      lead: "Es wurde nichts bezahlt. Sie können es noch einmal versuchen.",
    },
    refunded: { title: "Ihr Geld ist auf dem Rückweg", lead: "Dieser Kauf wurde rückgängig gemacht." },
    sessionFull:
      "Das Datum, das Sie gewählt hatten, war inzwischen ausgebucht. Sie sind dabei und können dort ein anderes wählen.",
    again: "Zurück zum Angebot",
    receipts: "Belege",
    receiptsNone: "Sie haben hier noch nichts gekauft.",
    receipt: "Beleg",
    receiptOf: ({ course }) => `Beleg: ${course}`,
    number: ({ number }) => `Beleg Nr. ${number}`,
    buyer: "Käufer",
    seller: "Verkäufer",
    item: "Gekauft",
    paidOn: "Bezahlt",
    net: "Vor Steuern",
    taxIn: "Steuern",
    total: "Insgesamt bezahlt",
    back: "Erstattet",
    status: { paid: "Bezahlt", held: "Bezahlt, wird geprüft", refunded: "Erstattet" },
    ofProvider: "Beleg des Zahlungsanbieters",
    toReceipts: "Alle Belege",
  },

  account: {
    username: "Benutzername",
    passwordLeadPlain: "Alle anderen Geräte werden abgemeldet.",
    add: "E-Mail-Adresse hinzufügen",
    addLead:
      "Dann können Sie selbst ein neues Passwort anfordern. Wir schicken einen Link dorthin; Ihr Benutzername gilt weiter.",
    addSubmit: "Link schicken",
    addSent: "Der Link ist unterwegs. Öffnen Sie ihn auf diesem Gerät, solange Sie angemeldet sind.",
    data: "Ihre Daten",
    dataLead: ({ workspace }: { workspace: string }) =>
      `Alles, was ${workspace} über Sie speichert, als Datei.`,
    dataExport: "Eigene Daten herunterladen",
    dataLater:
      "Sie haben Ihre Daten schon mehrmals heruntergeladen. Versuchen Sie es in einer Stunde noch einmal.",
    own: "Ihr Konto",
    edit: "Namen, Sprache oder Passwort ändern",
    profileHint: "Ein neuer Name gilt überall, wo Sie Mitglied sind.",
    passwordLead: "Alle anderen Geräte werden abgemeldet, und eine E-Mail sagt Ihnen Bescheid.",
    emailOwn: "Damit melden Sie sich an. Ändern können Sie sie in Ihrem Konto.",
    changeAddress: "Adresse ändern",
    changeAddressLead:
      "Ein Link geht an die neue Adresse und ein Hinweis an die bisherige. Öffnen Sie den Link, solange Sie angemeldet sind: Dann gilt die neue, und alle Geräte werden abgemeldet.",
    newAddress: "Neue E-Mail-Adresse",
    changeAddressSubmit: "Link schicken",
    changeAddressSent:
      "Der Link ist an die neue Adresse unterwegs. Öffnen Sie ihn auf diesem Gerät, solange Sie angemeldet sind.",
    emailNever: ({ workspace }) =>
      `Damit melden Sie sich an. ${workspace} lässt Adressen, wie sie sind, damit Ergebnisse bei der richtigen Person bleiben.`,
    emailSupport: ({ contact }) => `Muss sich Ihre ändern, schreiben Sie an ${contact}.`,
    languageOnly: "Der Seiten auf diesem Gerät.",
    from: ({ place }) => `von ${place}`,
    title: "Ihr Profil",
    profile: "Name und Sprache",
    name: "Name",
    email: "E-Mail-Adresse",
    emailHint: ({ workspace }) => `Damit melden Sie sich an. Wer sie bei ${workspace} ändert: ‹admin›.`,
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
      lead: "Ihre Rolle umfasst sie nicht. Wen Sie fragen können, wenn Sie sie brauchen: ‹admin›.",
      action: "Zurück zur Startseite",
    },
    unauthorized: {
      title: "Melden Sie sich an, um weiterzumachen",
      lead: "Diese Seite ist nur für Mitglieder.",
      action: "Anmelden",
    },
    serverError: {
      title: "Bei uns ist etwas schiefgegangen",
      lead: "Was Sie vor dieser Seite eingegeben haben, ist nicht verloren. Versuchen Sie es gleich noch einmal; geschieht es wieder, nennen Sie die Kennung unten, wenn Sie um Hilfe bitten.",
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
    admin: { name: "‹Admin›", may: "Verwaltet alles: Personen, Einstellungen, Abrechnung und alle Inhalte." },
    unit_manager: {
      name: "‹Unit_manager›",
      may: "Verwaltet Personen und Einschreibungen im eigenen Teil (‹unit›) und in allem darunter.",
    },
    group_admin: {
      name: "‹Group_admin›",
      may: "Verwaltet den eigenen Teil (‹group›) und alles darunter: Personen, Rollen und Einschreibungen.",
    },
    user_admin: {
      name: "‹User_admin›",
      may: "Lädt in den eigenen Teil (‹group›) ein und verwaltet dort: ‹coachs›, ‹learners›.",
    },
    coach: {
      name: "‹Coach›",
      may: "Begleitet beim Lernen im eigenen Teil (‹group›) und verfolgt den Fortschritt.",
    },
    session_instructor: {
      name: "‹Session_instructor›",
      may: "Führt durch, was ansteht (‹sessions›), und verfolgt, wie die Eingeschriebenen vorankommen.",
    },
    instructor: {
      name: "‹Instructor›",
      may: "Erstellt und leitet Inhalte (‹courses›); kein Zugang zu Einstellungen und Abrechnung.",
    },
    learner: {
      name: "‹Learner›",
      may: "Lernt mit den eigenen Inhalten (‹courses›) und sieht den eigenen Fortschritt.",
    },
  },

  status: {
    pending: "‹status_pending›",
    active: "‹status_active›",
    expired: "Abgelaufen",
    bounced: "Unzustellbar",
    deactivated: "Deaktiviert",
    unproved: "Nicht bestätigt",
    canceled: "Zurückgezogen",
    declined: "Abgelehnt",
    removed: "Entfernt",
  },
};
