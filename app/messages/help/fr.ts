import { pluralsOf } from "../plural";
import type { HelpMessages } from "./en";

const plural = pluralsOf("fr");

function term(seconds: number): string {
  const hours = Math.round(seconds / 3600);
  return hours % 24 === 0
    ? plural(hours / 24, { one: "# jour", other: "# jours" })
    : plural(hours, { one: "# heure", other: "# heures" });
}

export const help: HelpMessages = {
  title: "Aide",
  back: "Toute l’aide",
  signIn: "Aller à la connexion",
  forgot: "Choisir un nouveau mot de passe",
  contact: ({ contact }) => `Toujours bloqué ? ${contact} peut vous aider.`,
  inviter: "Toujours bloqué ? Demandez à la personne qui vous a invité.",
  topics: {
    "not-received": "L’invitation n’est pas arrivée",
    "have-account": "J’ai déjà un compte",
  },
  notReceived: {
    lead: ({ workspace }) => `Les messages de ${workspace} mettent quelques minutes. Ensuite, regardez ici.`,
    look: {
      heading: "Où regarder",
      spam: ({ workspace }) =>
        `Dans les indésirables et dans des dossiers comme « Promotions » : cherchez « ${workspace} ».`,
      mailbox: "Dans chacune de vos boîtes : elle va à l’adresse invitée, et à aucune autre.",
      sender: ({ sender }) =>
        `Il vient de ${sender} : ajoutez cette adresse à vos contacts ou aux expéditeurs autorisés.`,
      filter:
        "Au travail ou à l’école, un filtre peut la retenir. La personne qui s’y occupe du courrier peut la laisser passer.",
    },
    link: {
      heading: "Le lien qu’elle contient",
      term: ({ seconds }) => `Il fonctionne pendant ${term(seconds)} à partir du départ du message.`,
      endless: "Il n’a pas de fin.",
      newest: "Si le message a été renvoyé, seul le lien du plus récent fonctionne.",
      all: "Si le message a été renvoyé, les liens plus anciens fonctionnent aussi.",
      ended: "Ouvrez même un lien terminé : sa page vous en envoie un nouveau.",
    },
    again: {
      heading: "La faire renvoyer",
      ask: "Demandez à la personne qui vous a invité de la renvoyer et de vérifier comment votre adresse est écrite.",
    },
    provider: ({ provider }) =>
      `Vous pouvez aussi entrer sans le message : connectez-vous avec ${provider} et l’adresse invitée.`,
    joined: "Déjà inscrit ? Alors il n’y a pas de message à attendre.",
  },
  haveAccount: {
    lead: "Une adresse a un compte, où que vous l’utilisiez ici.",
    join: {
      heading: "Vous êtes invité et vous avez un compte",
      follow: "Suivez le lien de l’invitation et connectez-vous avec le mot de passe que vous avez.",
      stays: "Votre nom, votre mot de passe et tout ce que vous avez fait restent tels quels.",
      provider: ({ provider }) =>
        `Suivez le lien de l’invitation et connectez-vous avec ${provider}. Vous n’avez pas besoin de mot de passe ici.`,
    },
    other: {
      heading: "L’invitation est pour une autre de vos adresses",
      ask: "Demandez une invitation à l’adresse que vous utilisez. Deux adresses font deux comptes, et ils ne sont pas réunis.",
    },
    forgot: {
      heading: "Vous ne connaissez plus le mot de passe",
      choose: "Choisissez-en un autre par un lien qui vous est envoyé, puis rouvrez l’invitation.",
    },
    username: {
      heading: "Vous avez un identifiant et pas d’adresse",
      text: "Connectez-vous avec l’identifiant ou avec votre carte. Il n’y a pas de message à attendre.",
    },
  },
};
