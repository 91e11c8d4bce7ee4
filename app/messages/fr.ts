import type { Messages } from "./en";
import { pluralsOf } from "./plural";

const plural = pluralsOf("fr");

function wait(seconds: number): string {
  if (seconds >= 7_200) return plural(Math.ceil(seconds / 3_600), { one: "# heure", other: "# heures" });
  return seconds < 60
    ? plural(seconds, { one: "# seconde", other: "# secondes" })
    : plural(Math.ceil(seconds / 60), { one: "# minute", other: "# minutes" });
}

/** French; speaks to people as "vous". Names never follow a bare "de" or "à le": they may start with a vowel. */
export const fr: Messages = {
  terms: {
    workspace: "espace",
    unit: "unité",
    group: "groupe",
    groups: "groupes",
    course: "cours",
    courses: "cours",
    learner: "apprenant",
  },

  common: {
    optional: "facultatif",
    close: "Fermer",
    cancel: "Annuler",
    save: "Enregistrer",
    back: "Retour",
    continue: "Continuer",
    copy: "Copier",
    copied: "Copié",
    next: "Suivant",
    previous: "Précédent",
    pages: "Pages",
    menu: "Menu",
    loading: "Chargement…",
    skip: "Aller au contenu",
    email: "Adresse e-mail",
    emailHint: "Par exemple ana@example.com",
    emailInvalid: "Écrivez une adresse comme ana@example.com.",
    missing: ({ label }) => `Il manque : ${label}.`,
    firstName: "Prénom",
    lastName: "Nom",
    nameInvalid: "100 caractères au plus, sans adresse web, @ ni signe invisible.",
    language: "Langue",
    changeLanguage: "Changer de langue",
    timeZone: "Fuseau horaire",
    theme: "Apparence",
    themes: { system: "Comme le système", light: "Clair", dark: "Sombre" },
    signOut: "Se déconnecter",
    acting: ({ role }: { role: string }) => `Vous agissez en tant que ${role}`,
    actAs: "Agir dans un seul rôle",
    actInAll: "Agir dans tous vos rôles",
    actingNote: "Jusqu’à votre retour, vous voyez et pouvez faire ce que permet ce rôle.",
    workspaces: "Vos espaces",
    yourMenu: ({ name }) => `${name} : votre menu`,
    help: "Besoin d’aide ? Adressez-vous à la personne qui vous a invité.",
    charactersLeft: ({ count }) => plural(count, { one: "encore # caractère", other: "encore # caractères" }),
    checkFields: ({ count }) =>
      plural(count, { one: "# point est à revoir", other: "# points sont à revoir" }),
    requestId: ({ id }) => `Référence : ${id}`,
    wait: ({ seconds }) => wait(seconds),
  },

  password: {
    label: "Mot de passe",
    newLabel: "Nouveau mot de passe",
    show: "Afficher",
    hide: "Masquer",
    showLabel: "Afficher le mot de passe",
    hideLabel: "Masquer le mot de passe",
    hint: "Plusieurs mots sans rapport entre eux sont faciles à retenir et difficiles à deviner.",
    minimum: ({ minimum }) => `Au moins ${minimum} caractères.`,
    counting: "{count} caractères sur {minimum} au moins",
    longEnough: "Assez long",
    missing: "Choisissez un mot de passe.",
    tooShort: ({ minimum, length }) =>
      `Ce mot de passe a ${length} caractères sur ${minimum} au moins. Ajoutez un mot ou deux.`,
    tooLong: ({ maximum }) => `Utilisez ${maximum} caractères au plus.`,
    common:
      "Beaucoup de gens utilisent ce mot de passe : c’est l’un des premiers qu’on essaie. Choisissez-en un autre.",
    breached: "Ce mot de passe est apparu dans une fuite de données ailleurs. Choisissez-en un autre.",
    context: ({ word }) =>
      `Ce mot de passe ressemble à « ${word} », donc il est facile à deviner. Choisissez-en un autre.`,
    contextPlain:
      "Ce mot de passe reprend surtout votre nom, votre adresse ou l’espace. Choisissez-en un autre.",
  },

  home: {
    title: "Où voulez-vous aller ?",
    lead: "Chaque espace a sa propre adresse. Vous la trouverez dans les e-mails qu’il vous a envoyés.",
    field: "Adresse de votre espace",
    hint: ({ host }) => `La partie après ${host}/w/`,
    missing: "Écrivez l’adresse de votre espace.",
    invalid:
      "Une adresse ne contient que des lettres, des chiffres et des traits d’union, par exemple ecole-du-port.",
    submit: "Aller à la connexion",
    unknownTitle: "Il n’y a pas d’espace à cette adresse",
    unknown: "Vérifiez qu’elle est bien écrite, ou ouvrez le lien d’un e-mail de votre espace.",
  },

  signIn: {
    title: ({ workspace }) => `Se connecter à ${workspace}`,
    titlePlain: "Se connecter",
    identifier: "Adresse e-mail ou nom d’utilisateur",
    submit: "Se connecter",
    forgot: "Mot de passe oublié ?",
    noAccount: "Pas encore de compte ? Rejoignez-nous avec le lien de votre invitation.",
    wrong: "L’adresse et le mot de passe ne correspondent pas. Vérifiez les deux et réessayez.",
    deactivated: ({ workspace }) =>
      `Votre accès à ${workspace} est désactivé. Demandez à un administrateur de le réactiver.`,
    accessEnded: ({ workspace }) =>
      `Votre accès à ${workspace} est terminé. Demandez à un administrateur de le prolonger.`,
    notMember: ({ workspace }) => `Vous n’êtes pas membre de l’espace ${workspace}.`,
    tooMany: ({ seconds }) => `Trop de tentatives. Réessayez dans ${wait(seconds)}.`,
    signedOut: "Vous êtes déconnecté.",
    sessionEnded: "Vous avez été déconnecté. Connectez-vous pour reprendre là où vous en étiez.",
    sso: ({ provider }) => `Continuer avec ${provider}`,
    ssoOnly: ({ provider }) => `Votre organisation se connecte avec ${provider}.`,
    or: "ou",
  },

  forgot: {
    title: "Choisir un nouveau mot de passe",
    lead: "Indiquez votre adresse : nous vous envoyons un lien pour choisir un nouveau mot de passe.",
    submit: "Envoyer le lien",
    back: "Retour à la connexion",
    sentTitle: "Consultez votre messagerie",
    sent: ({ email }) =>
      `Si ${email} a un compte ici, un e-mail avec un lien est en route. Il devrait arriver dans quelques minutes.`,
    nothing: "Pas d’e-mail ? Regardez dans les indésirables, vérifiez l’adresse ou réessayez.",
    again: "Essayer une autre adresse",
  },

  reset: {
    title: "Choisir un nouveau mot de passe",
    lead: ({ email }) => `Pour ${email}. Vous serez déconnecté de tous vos autres appareils.`,
    submit: "Enregistrer le mot de passe",
    doneTitle: "Votre mot de passe est changé",
    done: "Connectez-vous avec le nouveau. Tous vos autres appareils sont déconnectés.",
    expiredTitle: "Ce lien n’est plus valable",
    expired:
      "Un lien pour choisir un mot de passe sert une seule fois et peu de temps. Demandez-en un nouveau.",
    again: "Envoyer un nouveau lien",
  },

  verify: {
    title: "Confirmer votre adresse",
    lead: ({ email }) => `Appuyez sur le bouton, et ${email} sera reconnue comme la vôtre.`,
    confirm: "Confirmer cette adresse",
    doneTitle: "Votre adresse est confirmée",
    done: "Merci. Rien d’autre n’est nécessaire.",
    go: "Continuer",
    dead: "Ce lien n’est plus valable",
    deadLead: "Un lien de confirmation fonctionne une fois, pendant un jour. Demandez-en un nouveau.",
    signIn: "Connectez-vous d’abord",
    signInLead: "Connectez-vous avec l’adresse qui a reçu le lien ; vous pourrez alors la confirmer.",
    other: "Ce lien est destiné à une autre adresse que celle avec laquelle vous êtes connecté.",
    askTitle: "Confirmer votre adresse",
    ask: ({ email }) =>
      `Nous envoyons un lien à ${email}. Ouvrez-le sur cet appareil, et l’adresse sera reconnue comme la vôtre.`,
    send: "Envoyer le lien",
    sent: ({ email }) => `Le lien est en route vers ${email}.`,
    notice: "Votre adresse n’est pas encore confirmée.",
  },

  join: {
    title: ({ workspace }) => `Rejoindre ${workspace}`,
    invited: ({ inviter, workspace }) => `${inviter} vous a invité à rejoindre ${workspace}.`,
    invitedPlain: ({ workspace }) => `Vous êtes invité à rejoindre ${workspace}.`,
    facts: {
      for: "Invitation pour",
      role: "Votre rôle",
      places: "Vous rejoindrez",
      waiting: "Ce qui vous attend",
      ends: "Lien valable jusqu’au",
      neverEnds: "Le lien n’a pas de date de fin",
      accessEnds: "Fin de votre accès",
      note: ({ inviter }) => `Message de la part de ${inviter}`,
      customer: "Organisation",
    },
    newPerson: {
      lead: "Choisissez un mot de passe et c’est fait.",
      address: "Cette adresse sert à vous connecter et ne peut pas être changée ici.",
      terms: "J’accepte les {terms} et la {privacy}.",
      termsLink: "conditions d’utilisation",
      privacyLink: "politique de confidentialité",
      termsMissing: "Acceptez les conditions pour continuer.",
      submit: ({ workspace }) => `Rejoindre ${workspace}`,
    },
    hasAccount: {
      wrong: ({ email }) => `Ce n’est pas le mot de passe de ${email}. Réessayez.`,
      passwordHint: "Le mot de passe que vous utilisez déjà pour cette adresse.",
      title: "Vous avez déjà un compte",
      lead: ({ email, workspace }) =>
        `Connectez-vous avec ${email} pour rejoindre ${workspace}. Votre nom et votre mot de passe restent les mêmes.`,
      submit: "Se connecter et rejoindre",
    },
    signedIn: {
      lead: ({ email }) => `Vous êtes connecté avec ${email}.`,
      submit: ({ workspace }) => `Rejoindre ${workspace}`,
    },
    otherAccount: {
      title: "Cette invitation est pour une autre adresse",
      lead: ({ signedInAs, invited }) =>
        `Vous êtes connecté avec ${signedInAs}. L’invitation est pour ${invited}.`,
      switch: ({ invited }) => `Se déconnecter et continuer avec ${invited}`,
      stay: ({ signedInAs }) => `Rester connecté avec ${signedInAs}`,
      ask: "L’autre adresse n’est pas la vôtre ? Demandez une invitation pour celle que vous utilisez.",
    },
    sso: ({ provider }) => `Continuer avec ${provider} et rejoindre`,
    expired: {
      title: "Ce lien n’est plus valable",
      lead: ({ workspace }) =>
        `Votre invitation à rejoindre ${workspace} tient toujours. Demandez un nouveau lien : il sera envoyé à l’adresse invitée, et à aucune autre.`,
      submit: "Demander un nouveau lien",
      sentTitle: "Consultez votre messagerie",
      sent: "Un e-mail avec un nouveau lien est en route vers l’adresse invitée. Il devrait arriver dans quelques minutes.",
      asked:
        "Nous avons prévenu la personne qui vous a invité. Un nouveau lien arrivera par e-mail dès qu’elle aura accepté.",
    },
    superseded: {
      title: "Il y a un lien plus récent",
      lead: "Un e-mail plus récent a été envoyé le {sentAt}. Ouvrez celui-là : son lien est valable, celui-ci ne l’est plus.",
      again: "Pas reçu ? Nous pouvons le renvoyer, à l’adresse invitée seulement.",
      submit: "Renvoyer",
    },
    canceled: {
      title: "Cette invitation a été retirée",
      lead: ({ workspace }) =>
        `L’invitation à rejoindre ${workspace} n’est plus ouverte. Si cela vous étonne, adressez-vous à la personne qui vous a invité.`,
    },
    declined: {
      title: "Vous avez décliné cette invitation",
      lead: ({ workspace }) =>
        `Si vous avez changé d’avis, demandez une nouvelle invitation à la personne qui vous a proposé de rejoindre ${workspace}.`,
    },
    used: {
      open: ({ workspace }) => `Aller à ${workspace}`,
      member: ({ workspace }) => `Ce lien a déjà servi : vous êtes membre de l’espace ${workspace}.`,
      title: "C’est déjà fait",
      lead: ({ workspace }) => `Ce lien a déjà servi. Connectez-vous pour accéder à ${workspace}.`,
      submit: "Se connecter",
    },
    invalid: {
      title: "Ce lien ne fonctionne pas",
      lead: "Une partie s’est peut-être perdue en route. Ouvrez-le depuis l’e-mail, ou copiez-y l’adresse entière.",
      help: "Si cela ne suffit pas, demandez à la personne qui vous a invité de renvoyer l’invitation.",
    },
    lapsed: {
      title: "Rouvrez l’e-mail",
      lead: "Cette page est restée ouverte un moment ; nous l’avons fermée pour protéger votre invitation. Ouvrez encore une fois le lien de l’e-mail : rien n’est perdu.",
    },
    full: {
      title: "Aucune place libre pour le moment",
      lead: ({ workspace }) =>
        `Il n’y a plus de place libre dans ${workspace}. Votre invitation reste ouverte ; adressez-vous à la personne qui vous a invité.`,
    },
    firstNameMissing: "Écrivez votre prénom.",
    lastNameMissing: "Écrivez votre nom.",
    termsChanged: "L’invitation a changé entre-temps. Relisez-la, puis rejoignez l’espace.",
    proveMailbox:
      "Cette adresse a un compte qui n’a jamais été confirmé. Ouvrez le lien dans l’e-mail lui-même ; si vous n’en avez pas, demandez à la personne qui vous a invité de l’envoyer.",
    resendLimit: ({ seconds }) =>
      `Un e-mail est parti il y a peu. Consultez la messagerie, ou redemandez dans ${wait(seconds)}.`,
    resendLimitPlain: "Un e-mail est parti il y a peu. Consultez la messagerie, ou redemandez plus tard.",
    writeTo: ({ contact }) => `Écrire à ${contact}`,
    faster: "Ce lien vient d’être utilisé. Si c’était vous, dans une autre fenêtre, connectez-vous.",
  },

  decline: {
    link: "Pas pour vous ? Décliner l’invitation",
    title: ({ workspace }) => `Décliner l’invitation à rejoindre ${workspace}`,
    lead: "Le lien ne sera plus valable et la personne qui vous a invité sera prévenue. Pour nous rejoindre plus tard, il faudra une nouvelle invitation.",
    confirm: ({ word }) => `Écrivez « ${word} » pour confirmer`,
    wrongWord: ({ word }) => `Écrivez exactement « ${word} », sans les guillemets.`,
    reason: "Raison",
    reasonHint: "La personne qui vous a invité la lira.",
    reasonWrong: "1 000 caractères au plus, sans signe invisible.",
    submit: "Décliner l’invitation",
    keep: "Garder l’invitation",
  },

  joined: {
    title: ({ workspace }) => `Bienvenue dans ${workspace}`,
    lead: "Votre compte est prêt. Connectez-vous avec votre adresse et le mot de passe que vous venez de choisir.",
    submit: "Se connecter",
  },

  learn: {
    role: "Votre rôle ici",
    roles: "Vos rôles ici",
    nav: "Vos pages",
    title: "Accueil",
    greeting: ({ name }) => (name ? `Bonjour, ${name}` : "Bonjour"),
    lead: ({ workspace }) => `Voici votre place dans ${workspace}.`,
    emptyTitle: "Rien ici pour l’instant",
    empty: "Vos cours apparaîtront ici dès que quelqu’un vous inscrira. Vous n’avez rien à faire.",
    accessEndsOn: "Votre accès prend fin le {day}.",
    yourCourses: "Vos cours",
    nextUp: "Prochaine étape",
    sessions: "Séances à venir",
    certificates: "Certificats",
    course: "Cours",
    open: ({ course }) => `Ouvrir ${course}`,
    progress: ({ percent }) => `${percent} %`,
    progressOf: ({ course }) => `Votre progression dans ${course}`,
    stage: {
      fresh: "Un nouveau départ",
      begun: "Bien commencé",
      half: "Plus de la moitié est faite",
      nearly: "Vous y êtes presque",
      done: "Terminé. Bravo !",
    },
    completedOn: "Terminé {at}",
    enrolledOn: "Votre cours depuis {at}",
    setBy: "Vos formateurs notent votre progression ; vous n’avez rien à cocher.",
    about: "À propos de ce cours",
    yourSessions: "Vos séances",
    noSessions: "Il n’y a pas encore de séance pour vous dans ce cours.",
    lasts: ({ duration }) => `durée : ${duration}`,
    withPeople: ({ names }) => `Avec ${names}`,
    join: "Participer en ligne",
    calendar: "Ajouter au calendrier",
    calendarOf: ({ session }) => `Ajouter ${session} à votre calendrier`,
    canceled: "Cette séance a été annulée.",
    over: "Passée",
    backHome: "Retour à vos cours",
    certificate: "Certificat",
    certificateOf: ({ course }) => `Certificat : ${course}`,
    certificateOpen: "Voir votre certificat",
    certificateLead: "Nous certifions que",
    certificateDid: "a terminé le cours",
    certificateOn: ({ date }) => `le ${date}`,
    certificateNumber: ({ number }) => `Certificat nº ${number}`,
    printHint: "Pour le conserver, imprimez cette page ou enregistrez-la en PDF avec votre navigateur.",
    yourGroups: "Vos groupes",
    switchToManage: "Vers la gestion",
  },

  account: {
    data: "Vos données",
    dataLead: ({ workspace }: { workspace: string }) =>
      `Tout ce que ${workspace} conserve à votre sujet, dans un fichier.`,
    dataExport: "Télécharger vos données",
    dataLater: "Vous avez déjà téléchargé vos données plusieurs fois. Réessayez dans une heure.",
    own: "Votre compte",
    edit: "Changer de nom, de langue ou de mot de passe",
    profileHint: "Un nouveau nom vaut dans tous vos espaces.",
    passwordLead: "Tous vos autres appareils sont déconnectés, et un e-mail vous en informe.",
    emailNever: ({ workspace }) =>
      `Elle sert à vous connecter. ${workspace} garde les adresses telles quelles, pour que les résultats restent à la bonne personne.`,
    emailSupport: ({ contact }) => `Si la vôtre doit changer, écrivez à ${contact}.`,
    languageOnly: "Des pages sur cet appareil.",
    from: ({ place }) => `depuis ${place}`,
    title: "Votre profil",
    profile: "Nom et langue",
    name: "Nom",
    email: "Adresse e-mail",
    emailHint: ({ workspace }) =>
      `Elle sert à vous connecter. Pour la changer, adressez-vous à un administrateur (${workspace}).`,
    languageHint: "Des pages et des e-mails.",
    save: "Enregistrer",
    saved: "Votre profil est enregistré.",
    changePassword: "Changer de mot de passe",
    currentPassword: "Mot de passe actuel",
    currentWrong: "Ce n’est pas votre mot de passe actuel.",
    passwordChanged: "Votre mot de passe est changé. Tous vos autres appareils sont déconnectés.",
    sessions: "Où vous êtes connecté",
    sessionsLead: "Vous n’en reconnaissez pas un ? Déconnectez-le et changez de mot de passe.",
    thisDevice: "Cet appareil",
    startedAt: "Connecté {at}",
    lastSeen: "Vu pour la dernière fois {at}",
    end: "Y mettre fin",
    ended: "Cet appareil est déconnecté.",
    endOthers: "Se déconnecter partout ailleurs",
    othersEnded: ({ count }) =>
      plural(count, {
        one: "# autre appareil est déconnecté.",
        other: "# autres appareils sont déconnectés.",
      }),
    onlyThis: "Vous n’êtes connecté que sur cet appareil.",
    unknownDevice: "Appareil inconnu",
  },

  errors: {
    notFound: {
      title: "Il n’y a rien à cette adresse",
      lead: "La page a peut-être changé de place, ou l’adresse est incomplète.",
      action: "Aller à l’accueil",
    },
    forbidden: {
      title: "Vous ne pouvez pas ouvrir cette page",
      lead: "Votre rôle n’y donne pas accès. S’il vous la faut, adressez-vous à un administrateur.",
      action: "Retourner à l’accueil",
    },
    unauthorized: {
      title: "Connectez-vous pour continuer",
      lead: "Cette page est réservée aux membres.",
      action: "Se connecter",
    },
    serverError: {
      title: "Quelque chose n’a pas marché de notre côté",
      lead: "Ce que vous avez saisi avant cette page n’est pas perdu. Réessayez dans un instant ; si cela se reproduit, donnez la référence ci-dessous à un administrateur.",
      action: "Réessayer",
    },
    rateLimited: {
      title: "Un peu trop vite",
      lead: ({ seconds }) => `Beaucoup de demandes sont venues d’ici. Reprenez dans ${wait(seconds)}.`,
      leadPlain: "Beaucoup de demandes sont venues d’ici. Attendez une minute, puis reprenez.",
      action: "Réessayer",
    },
    conflict: {
      title: "Quelqu’un a été plus rapide",
      lead: "Cela a changé entre-temps. Rechargez la page pour voir où en sont les choses.",
      action: "Recharger",
    },
    offline: "Pas de connexion. Vérifiez votre réseau et réessayez.",
  },

  roles: {
    admin: {
      name: "Administrateur",
      may: "Gère tout : personnes, réglages, facturation et tous les contenus.",
    },
    unit_manager: {
      name: "Responsable",
      may: "Gère les personnes et les inscriptions d’une unité et de tout ce qu’elle contient.",
    },
    group_admin: {
      name: "Administrateur de groupe",
      may: "Gère un groupe et ses sous-groupes : personnes, rôles et inscriptions.",
    },
    user_admin: {
      name: "Administrateur des personnes",
      may: "Invite et gère les coachs et les apprenants d’un groupe.",
    },
    coach: { name: "Coach", may: "Accompagne les apprenants d’un groupe et suit leurs progrès." },
    session_instructor: {
      name: "Formateur de session",
      may: "Anime des sessions et suit les apprenants qui y sont inscrits.",
    },
    instructor: {
      name: "Formateur",
      may: "Crée et anime des cours ; sans accès aux réglages ni à la facturation.",
    },
    learner: { name: "Apprenant", may: "Suit des cours et voit ses propres progrès." },
  },

  status: {
    pending: "En attente",
    active: "Actif",
    expired: "Expiré",
    bounced: "Non remis",
    deactivated: "Désactivé",
    canceled: "Retiré",
    declined: "Décliné",
    removed: "Supprimé",
  },
};
