import { pluralsOf } from "../plural";
import type { HelpMessages } from "./en";

const plural = pluralsOf("de");

function term(seconds: number): string {
  const hours = Math.round(seconds / 3600);
  return hours % 24 === 0
    ? plural(hours / 24, { one: "# Tag", other: "# Tage" })
    : plural(hours, { one: "# Stunde", other: "# Stunden" });
}

export const help: HelpMessages = {
  title: "Hilfe",
  back: "Alle Hilfen",
  signIn: "Zur Anmeldung",
  forgot: "Neues Passwort wählen",
  contact: ({ contact }) => `Kommen Sie nicht weiter? ${contact} hilft.`,
  inviter: "Kommen Sie nicht weiter? Fragen Sie, wer Sie eingeladen hat.",
  topics: {
    "not-received": "Die Einladung ist nicht angekommen",
    "have-account": "Ich habe schon ein Konto",
  },
  notReceived: {
    lead: ({ workspace }) =>
      `Mails von ${workspace} brauchen einige Minuten. Danach hilft es, hier nachzusehen.`,
    look: {
      heading: "Wo nachsehen",
      spam: ({ workspace }) => `Im Spam-Ordner und in Ordnern wie „Werbung“: Suchen Sie nach „${workspace}“.`,
      mailbox: "In jedem Postfach, das Sie haben: Sie geht an die eingeladene Adresse und an keine andere.",
      sender: ({ sender }) =>
        `Sie kommt von ${sender}: Nehmen Sie diese Adresse in Ihre Kontakte oder die erlaubten Absender auf.`,
      filter:
        "Am Arbeitsplatz oder in der Schule kann ein Filter sie aufhalten. Wer dort die Mails betreut, kann sie durchlassen.",
    },
    link: {
      heading: "Der Link darin",
      term: ({ seconds }) => `Er gilt ${term(seconds)}, von dem Moment an, in dem die Mail abgeht.`,
      endless: "Er hat kein Ende.",
      newest: "Wurde die Mail noch einmal geschickt, so gilt nur der Link der neuesten.",
      all: "Wurde die Mail noch einmal geschickt, so gelten auch die älteren Links.",
      ended: "Öffnen Sie auch einen abgelaufenen: Seine Seite schickt Ihnen einen neuen.",
    },
    again: {
      heading: "Noch einmal schicken lassen",
      ask: "Bitten Sie die Person, die Sie eingeladen hat, die Mail noch einmal zu schicken und zu prüfen, wie Ihre Adresse geschrieben ist.",
    },
    provider: ({ provider }) =>
      `Es geht auch ohne die Mail: Melden Sie sich mit ${provider} und der eingeladenen Adresse an.`,
    joined: "Schon beigetreten? Dann gibt es keine Mail, auf die Sie warten müssten.",
  },
  haveAccount: {
    lead: "Eine Adresse hat hier ein Konto, wo immer Sie es benutzen.",
    join: {
      heading: "Sie sind eingeladen und haben ein Konto",
      follow: "Folgen Sie dem Link in der Einladung und melden Sie sich mit dem Passwort an, das Sie haben.",
      stays: "Ihr Name, Ihr Passwort und alles, was Sie getan haben, bleiben, wie sie sind.",
      provider: ({ provider }) =>
        `Folgen Sie dem Link in der Einladung und melden Sie sich mit ${provider} an. Sie brauchen hier kein Passwort.`,
    },
    other: {
      heading: "Die Einladung gilt einer anderen Ihrer Adressen",
      ask: "Bitten Sie um eine Einladung an die Adresse, die Sie benutzen. Zwei Adressen sind zwei Konten, und sie werden nicht verbunden.",
    },
    forgot: {
      heading: "Sie wissen das Passwort nicht mehr",
      choose:
        "Wählen Sie ein anderes über einen Link, den wir Ihnen schicken, und öffnen Sie dann die Einladung noch einmal.",
    },
    username: {
      heading: "Sie haben einen Benutzernamen und keine Adresse",
      text: "Melden Sie sich mit dem Benutzernamen oder mit Ihrer Karte an. Es gibt keine Mail, auf die Sie warten müssten.",
    },
  },
};
