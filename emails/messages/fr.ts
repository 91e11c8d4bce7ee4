import type { Messages } from ".";
import type { DaySentence, Names } from "./names";

const who = ({ who }: Names) => who ?? "La personne invitée";

export const fr: Messages = {
  language: "fr",
  locale: "fr-FR",

  greeting: (name) => (name ? `Bonjour ${name},` : "Bonjour,"),
  noteBy: (inviter) => (inviter ? `${inviter} vous écrit\u00A0:` : "Un mot pour vous\u00A0:"),
  plainAddress: "Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur\u00A0:",
  moment: ({ date, time, zone }) => `${date.replace(/^1 /u, "1er ")} à ${time} ${zone}`,
  validUntil: (moment) => `Le lien est valable jusqu’au ${moment}.`,
  doesNotExpire: "Le lien n’expire pas.",
  support: (contact) => `Une question\u00A0? Voici qui peut vous aider\u00A0: ${contact}`,
  footer: ({ workspace, product }) => `Envoyé par ${product} pour ${workspace}.`,

  about: {
    line: ({ about, line }: { about: string; line: string }) => `Pour ${about} : ${line}`,
    passOn: (about: string) =>
      `Ce message est destiné à ${about}, qui n’a pas d’adresse e-mail. Vous le recevez parce que votre adresse est indiquée pour cela. Merci de le lui transmettre.`,
  },

  colon: "\u00A0: ",
  roleHeading: (count) => (count === 1 ? "Votre rôle" : "Vos rôles"),
  roles: {
    admin: { label: "‹Admin›", may: "vous gérez tout\u00A0: personnes, ‹courses› et réglages" },
    unit_manager: {
      label: "‹Unit_manager›",
      may: "vous invitez et accompagnez les personnes de votre partie (‹unit›)",
    },
    group_admin: {
      label: "‹Group_admin›",
      may: "vous gérez votre partie (‹group›), ce qu’elle contient et ses membres",
    },
    user_admin: {
      label: "‹User_admin›",
      may: "vous invitez des personnes dans votre partie (‹group›) et suivez leurs comptes",
    },
    coach: { label: "‹Coach›", may: "vous accompagnez des ‹learners› et suivez leurs progrès" },
    session_instructor: {
      label: "‹Session_instructor›",
      may: "vous animez des ‹sessions› et encadrez les participants",
    },
    instructor: { label: "‹Instructor›", may: "vous préparez et donnez des ‹courses›" },
    learner: { label: "‹Learner›", may: "vous suivez des ‹courses› et voyez vos propres progrès" },
  },

  button: {
    accept_invitation: "Accepter l’invitation",
    set_password_and_get_started: "Choisir un mot de passe et commencer",
    set_your_password: "Choisir votre mot de passe",
    choose_new_password: "Choisir un nouveau mot de passe",
    confirm_address: "Confirmer cette adresse",
    sign_in: "Se connecter",
    open_profile: "Voir le profil",
    open_invitation: "Voir l’invitation",
    open_sign_in: "Ouvrir la page de connexion",
    open_course: "Ouvrir : ‹course›",
  },

  invitation: {
    subject: {
      inviter_invited_you: ({ inviter, workspace }) =>
        inviter
          ? `${inviter} vous invite à rejoindre ${workspace}`
          : `Votre invitation à rejoindre ${workspace}`,
      invited_to_workspace: ({ workspace }) => `Votre invitation à rejoindre ${workspace}`,
      invitation_to_workspace: ({ workspace }) => `Invitation à rejoindre ${workspace}`,
      welcome_to_product: ({ product }) => `Bienvenue sur ${product}`,
    },
    heading: ({ workspace }) => `Votre invitation à rejoindre ${workspace}`,
    intro: ({ inviter, workspace, product }) =>
      inviter
        ? `${inviter} vous invite à rejoindre ${workspace}, un espace pour apprendre sur ${product}.`
        : `L’équipe ${workspace} vous invite à rejoindre son espace pour apprendre sur ${product}.`,
    next: "Le bouton ouvre votre invitation. Vous pouvez tout lire tranquillement avant de décider.",
    notExpected:
      "Vous n’attendiez pas ce message\u00A0? Il vous suffit de l’ignorer. Il ne se passera rien, et aucune inscription ne sera faite en votre nom.",
  },

  reminder: {
    subject: ({ workspace }) => `Rappel\u00A0: votre invitation à rejoindre ${workspace}`,
    heading: ({ workspace }) => `${workspace} vous attend`,
    intro: ({ inviter, workspace }) =>
      inviter
        ? `Il y a quelque temps, ${inviter} vous a proposé de rejoindre ${workspace}. Votre invitation est toujours ouverte.`
        : `Il y a quelque temps, vous avez reçu une invitation à rejoindre ${workspace}. Elle est toujours ouverte.`,
    notExpected:
      "Cela ne vous intéresse pas, ou vous n’attendiez pas ce message\u00A0? Il vous suffit de l’ignorer. Il ne se passera rien.",
  },

  newLink: {
    subject: ({ workspace }) => `Votre nouveau lien pour ${workspace}`,
    heading: "Voici votre nouveau lien",
    intro: ({ inviter, workspace }) =>
      inviter
        ? `Voici un nouveau lien pour l’invitation à rejoindre ${workspace}, envoyée par ${inviter}.`
        : `Voici un nouveau lien pour votre invitation à rejoindre ${workspace}.`,
    replaces: "Merci de n’utiliser que ce lien. Ceux des messages précédents ne fonctionnent peut-être plus.",
    notExpected: "Vous n’attendiez pas ce message\u00A0? Il vous suffit de l’ignorer. Il ne se passera rien.",
  },

  seatFree: {
    subject: ({ workspace }) => `Une place est libre pour vous dans ${workspace}`,
    heading: "Une place est libre pour vous",
    intro: ({ workspace }) =>
      `Quand vous avez voulu rejoindre ${workspace}, toutes les places étaient prises, et vous avez demandé à être prévenu. Il y en a une maintenant.`,
    first:
      "Votre lien reste le même. La place ne vous est pas réservée\u00A0: elle va à la première personne qui s’inscrit. Si elle est reprise, vous gardez votre rang dans la file.",
    notExpected:
      "Cela ne vous intéresse plus\u00A0? Il vous suffit d’ignorer ce message. Il ne se passera rien.",
  },

  account: {
    subject: ({ workspace }) => `Votre compte sur ${workspace}`,
    heading: ({ workspace }) => `Vous avez un compte sur ${workspace}`,
    intro: ({ inviter, workspace, product }) =>
      inviter
        ? `${inviter} a créé votre accès à ${workspace}, un espace de formation sur ${product}.`
        : `L’équipe de ${workspace} a créé votre accès à son espace de formation sur ${product}.`,
    setPassword: "Définissez un mot de passe : vous pourrez aussitôt vous connecter avec cette adresse.",
    temporary: (ends) =>
      `Connectez-vous avec cette adresse et le mot de passe provisoire ci-dessous. Il est valable jusqu’au ${ends} ; vous choisirez ensuite le vôtre.`,
    password: "Votre mot de passe provisoire :",
    ownPassword:
      "Vous avez déjà un compte avec cette adresse : connectez-vous avec votre propre mot de passe.",
    notExpected:
      "Vous ne vous y attendiez pas ? Prévenez alors les responsables ; ils peuvent vous en retirer.",
  },

  passwordReset: {
    subject: ({ workspace }) => `Choisissez un nouveau mot de passe pour ${workspace}`,
    heading: "Choisissez un nouveau mot de passe",
    intro: ({ workspace }) =>
      `Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte ${workspace}.`,
    notExpected:
      "Ce n’était pas vous\u00A0? Vous pouvez ignorer ce message. Votre mot de passe reste inchangé, et ce lien n’a été envoyé à personne d’autre.",
  },

  verifyAddress: {
    subject: ({ workspace }) => `Confirmez votre adresse pour ${workspace}`,
    heading: "Confirmez votre adresse",
    intro: ({ workspace }) =>
      `Vous avez rejoint ${workspace} avec cette adresse. Confirmez que cette boîte est la vôtre, et tout est prêt.`,
    notExpected:
      "Ce n’est pas vous ? Laissez alors le bouton de côté et ignorez ce message ; l’adresse reste non confirmée.",
  },

  registration: {
    subject: ({ course, workspace }) =>
      course
        ? `Confirmez votre adresse et commencez « ${course} »`
        : `Confirmez votre adresse pour ${workspace}`,
    heading: ({ course }) =>
      course ? `Confirmez votre adresse et commencez « ${course} »` : "Confirmez votre adresse",
    intro: ({ course, workspace }) =>
      course
        ? `Vous vous êtes inscrit à « ${course} » chez ${workspace}. Confirmez que cette boîte est la vôtre, et vous pourrez commencer.`
        : `Vous vous êtes inscrit chez ${workspace}. Confirmez que cette boîte est la vôtre, et vous pourrez commencer.`,
    button: ({ course }) => (course ? "Confirmer et commencer" : "Confirmer cette adresse"),
    notExpected:
      "Ce n’est pas vous ? Laissez alors le bouton de côté. Sans lui, rien ne se passe, et l’adresse est oubliée au bout d’une semaine.",
  },

  registrationKnown: {
    subject: ({ workspace }) => `Vous avez déjà un compte chez ${workspace}`,
    heading: "Vous avez déjà un compte ici",
    intro: ({ course, workspace }) =>
      course
        ? `Quelqu’un, sans doute vous, s’est inscrit avec cette adresse à « ${course} » chez ${workspace}. Vous avez déjà un compte ici : connectez-vous pour continuer.`
        : `Quelqu’un, sans doute vous, s’est inscrit avec cette adresse chez ${workspace}. Vous avez déjà un compte ici : connectez-vous.`,
    notExpected: "Ce n’est pas vous ? Vous pouvez ignorer ce message. Rien n’a changé.",
  },

  registrationApproved: {
    subject: ({ workspace }) => `Votre inscription est acceptée\u00A0: ${workspace}`,
    heading: "Votre inscription est acceptée",
    intro: ({ course, workspace }) =>
      course
        ? `${workspace} a accepté votre inscription. « ${course} » vous attend : connectez-vous et commencez.`
        : `${workspace} a accepté votre inscription. Connectez-vous et faites un tour.`,
    why: "Vous recevez ce message parce que vous vous êtes inscrit avec cette adresse.",
  },

  registrationRefused: {
    subject: ({ workspace }) => `Votre inscription chez ${workspace}`,
    heading: "Votre inscription n’a pas été acceptée",
    intro: ({ workspace }) => `${workspace} a examiné votre inscription et ne l’a pas acceptée.`,
    reason: "Voici ce qui nous a été dit\u00A0:",
    next: "Ce que vous aviez indiqué en vous inscrivant a été supprimé. Si vous avez payé, vous serez remboursé.",
  },

  registrationRefunded: {
    subject: ({ workspace }) => `Votre argent vous est rendu par ${workspace}`,
    heading: "Votre argent vous est rendu",
    intro: ({ course, workspace }) =>
      course
        ? `${workspace} a remboursé ce qui avait été payé pour «\u00A0${course}\u00A0».`
        : `${workspace} a remboursé ce qui avait été payé.`,
    next: "L’inscription n’était pas encore confirmée et prend fin avec ce remboursement\u00A0: le lien de notre message précédent ne fonctionne plus, l’adresse et le nom ont été supprimés.",
  },

  invitationAccepted: {
    subject: ({ workspace }) => `Bienvenue chez ${workspace}`,
    heading: ({ workspace }) => `Bienvenue chez ${workspace}`,
    intro: ({ workspace }) =>
      `C’est un plaisir de vous compter parmi nous. Vous faites maintenant partie de ${workspace}.`,
    keep: "Conservez ce message\u00A0: il contient l’adresse à laquelle vous vous connecterez désormais.",
    plainAddress: "Votre adresse de connexion\u00A0:",
    notExpected:
      "Ce n’était pas vous\u00A0? Quelqu’un a peut-être utilisé votre adresse. Merci de prévenir la personne qui vous a envoyé l’invitation.",
  },

  acceptedNotice: {
    subject: (names) => `${who(names)} a rejoint ${names.workspace}`,
    heading: "Votre invitation a été acceptée",
    intro: (names) =>
      `${who(names)} a accepté votre invitation et fait maintenant partie de ${names.workspace}.`,
    role: (labels, count) => `${count === 1 ? "Rôle" : "Rôles"}\u00A0: ${labels}`,
    why: "Vous recevez ce message parce que vous avez envoyé l’invitation.",
  },

  declinedNotice: {
    subject: (names) => `${who(names)} a décliné votre invitation`,
    heading: "Votre invitation a été déclinée",
    intro: (names) => `${who(names)} a décliné votre invitation à rejoindre ${names.workspace}.`,
    reason: "Raison indiquée\u00A0:",
    next: "Vous n’avez rien à faire. Aucun autre rappel ne sera envoyé.",
  },

  passwordChanged: {
    subject: ({ workspace }) => `Votre mot de passe pour ${workspace} a été modifié`,
    heading: "Votre mot de passe a été modifié",
    intro: ({ workspace }) =>
      `Le mot de passe de votre compte ${workspace} vient d’être modifié. Si c’était vous, tout va bien.`,
    notYou:
      "Si ce n’était pas vous, agissez sans attendre\u00A0: ouvrez la page de connexion et demandez un nouveau mot de passe.",
  },

  addressChangeAsked: {
    subject: ({ workspace }) => `Une autre adresse pour votre compte chez ${workspace}`,
    heading: "Votre adresse doit être changée",
    intro: ({ workspace }) =>
      `Une autre adresse a été demandée à la place de celle-ci pour votre compte chez ${workspace}. Elle compte dès qu’elle est confirmée depuis sa boîte ; jusque-là, rien ne change.`,
    notYou: "Vous ne l’avez pas demandé ? Dites-le tout de suite aux personnes qui s’en occupent.",
  },

  addressChanged: {
    subject: ({ workspace }) => `Votre adresse chez ${workspace} a été changée`,
    heading: "Votre adresse a été changée",
    intro: ({ workspace }) =>
      `Le compte chez ${workspace} qui avait cette adresse en a maintenant une autre, confirmée depuis sa boîte. Vous vous connectez avec elle ; tous les appareils sont déconnectés.`,
    notYou: "Vous ne l’avez pas demandé ? Dites-le tout de suite aux personnes qui s’en occupent.",
  },

  accessEnding: {
    subject: (({ workspace, lastDay }) =>
      `Votre accès à ${workspace} prend fin le ${lastDay}`) as DaySentence,
    heading: (({ lastDay }) => `Votre accès prend fin le ${lastDay}`) as DaySentence,
    intro: (({ workspace, lastDay }) =>
      `Vous pouvez utiliser ${workspace} jusqu’au ${lastDay} inclus. Après ce jour, la connexion n’y sera plus possible.`) as DaySentence,
    longer:
      "Il vous faut plus de temps ? Adressez-vous aux responsables : ils peuvent fixer une date plus tardive.",
  },

  session: {
    online: "En ligne : vous trouverez l’adresse sur la page où mène ce message.",
    notJoined:
      "Votre place est réservée. Acceptez d’abord l’invitation ; elle vous est parvenue dans un message à part.",
    invitation: {
      subject: ({ session }) => `Votre place : ${session}`,
      heading: "Vous avez une place",
      intro: ({ workspace }) =>
        `Une place vous attend chez ${workspace} (‹session›). Conservez ce message : il indique quand et où.`,
    },
    reminder: {
      subject: ({ session }) => `Bientôt : ${session}`,
      heading: "C’est bientôt",
      intro: ({ workspace }) => `C’est pour bientôt chez ${workspace} (‹session›).`,
    },
    canceled: {
      subject: ({ session }) => `Annulation : ${session}`,
      heading: "C’est annulé",
      intro: ({ workspace }) =>
        `Ce pour quoi vous aviez une place chez ${workspace} a été annulé (‹session›).`,
    },
  },
};
