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
  common: {
    ownRole: "Un autre rôle",
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
    workspaces: "Vos ‹workspaces›",
    yourMenu: ({ name }) => `${name} : votre menu`,
    help: "Besoin d’aide ? Adressez-vous à la personne qui vous a invité.",
    noMail: "L’invitation n’est pas arrivée ?",
    haveAccount: "Vous avez déjà un compte ?",
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
      "Ce mot de passe reprend surtout des noms et des adresses connus ici. Choisissez-en un autre.",
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
    identifierInvalid: "Écrivez une adresse comme ana@example.com, ou votre nom d’utilisateur.",
    wrongPair: "Cela et le mot de passe ne correspondent pas. Vérifiez les deux et réessayez.",
    passwordEnded:
      "Ce mot de passe provisoire n’est plus valable. Choisissez-en un autre avec le lien « mot de passe oublié ».",
    withCard: "J’ai une carte de connexion",
    submit: "Se connecter",
    forgot: "Mot de passe oublié ?",
    noAccount: "Pas encore de compte ? Rejoignez-nous avec le lien de votre invitation.",
    wrong: "L’adresse et le mot de passe ne correspondent pas. Vérifiez les deux et réessayez.",
    deactivated: ({ workspace }) =>
      `Votre accès à ${workspace} est désactivé. Pour le réactiver, adressez-vous ici : ‹admin›.`,
    accessEnded: ({ workspace }) =>
      `Votre accès à ${workspace} est terminé. Pour le prolonger, adressez-vous ici : ‹admin›.`,
    notMember: ({ workspace }) => `Vous n’êtes pas membre ici (${workspace}).`,
    tooMany: ({ seconds }) => `Trop de tentatives. Réessayez dans ${wait(seconds)}.`,
    signedOut: "Vous êtes déconnecté.",
    sessionEnded: "Vous avez été déconnecté. Connectez-vous pour reprendre là où vous en étiez.",
    sso: ({ provider }) => `Continuer avec ${provider}`,
    ssoOnly: ({ provider }) => `Votre organisation se connecte avec ${provider}.`,
    or: "ou",
  },

  sso: {
    title: "Vous n’êtes pas encore connecté",
    lead: ({ provider }) => `${provider} ne vous a pas laissé entrer. Réessayez dans un instant.`,
    plainProvider: "Votre service de connexion",
    titles: {
      SSO_STALE: "Veuillez recommencer",
      SSO_OFF: "Cet accès est fermé",
      SSO_FAILED: "La connexion n’a pas abouti",
      SSO_UNAVAILABLE: "Le service de connexion ne répond pas",
      SSO_NO_ADDRESS: "Votre adresse manque",
      SSO_UNVERIFIED: "Votre adresse n’est pas confirmée",
      SSO_OTHER_ADDRESS: "Vous êtes connecté avec une autre adresse",
      SSO_OTHER_IDENTITY: "Cette adresse appartient à une autre connexion",
      SSO_NOT_MEMBER: "Vous n’êtes pas invité avec cette adresse",
    },
    leads: {
      SSO_STALE: () =>
        "La connexion a été commencée dans un autre navigateur, a pris plus de dix minutes ou a déjà servi.",
      SSO_OFF: ({ workspace }) => `On ne se connecte pas ainsi à ${workspace}, ou plus maintenant.`,
      SSO_FAILED: ({ provider }) =>
        `${provider} a mis fin à la connexion, ou sa réponse ne convenait pas. Réessayez.`,
      SSO_UNAVAILABLE: ({ provider }) =>
        `${provider} est injoignable pour le moment. Réessayez dans un instant.`,
      SSO_NO_ADDRESS: ({ provider }) =>
        `${provider} ne dit pas quelle est votre adresse. La personne qui s’en occupe peut l’y ajouter.`,
      SSO_UNVERIFIED: ({ provider }) =>
        `${provider} ne garantit pas cette adresse. Confirmez-la là-bas, ou demandez à la personne qui s’en occupe.`,
      SSO_OTHER_ADDRESS: ({ provider }) =>
        `Connectez-vous à ${provider} avec l’adresse invitée. Si ce n’est pas la vôtre, demandez une invitation à celle que vous utilisez.`,
      SSO_OTHER_IDENTITY: ({ workspace }) =>
        `Quelqu’un est venu à ${workspace} avec cette adresse par une autre connexion. Si c’était vous, demandez à y être libéré.`,
      SSO_NOT_MEMBER: ({ workspace }) =>
        `Personne n’appartient à ${workspace} avec cette adresse, et aucune invitation ouverte ne la concerne.`,
    },
    dead: "Ouvrez le dernier message qui vous invite, ou demandez à la personne qui vous a invité.",
    atProvider: ({ provider }) => `Chez ${provider}`,
    invited: "Adresse invitée",
    yours: "Votre adresse ici",
    reason: ({ reason }) => `Constat : ${reason}`,
    again: "Réessayer",
    another: ({ provider }) => `Utiliser un autre compte chez ${provider}`,
    toSettings: "Retour aux réglages",
    stillIn: ({ provider }) => `Chez ${provider}, vous êtes peut-être encore connecté.`,
    spare: "Se connecter avec un mot de passe",
    spareLead: "Seulement pour la personne de secours, le jour où l’autre voie ne marche pas.",
    required: ({ provider }) => `Votre mot de passe n’ouvre rien ici. Continuez avec ${provider}.`,
    forgot: ({ provider }) =>
      `Vous n’avez pas besoin de mot de passe ici : vous vous connectez avec ${provider}. Si vous l’y avez oublié, choisissez-en un autre là-bas.`,
    noPassword: ({ provider, email }) =>
      `Vous n’avez pas besoin de mot de passe ici : connectez-vous avec ${provider} comme ${email}.`,
    withAddress: ({ provider, invited }) =>
      `Connectez-vous chez ${provider} avec ${invited}. Vous n’avez pas besoin de mot de passe ici.`,
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

  register: {
    keyTitle: ({ workspace }) => `S’inscrire chez ${workspace}`,
    keyLead: "Vous avez reçu une clé\u00A0? Saisissez-la ici, et le formulaire correspondant s’ouvre.",
    key: "Clé",
    keyHint: "Par exemple k7mq-2xvr-9tfa. Les tirets et les majuscules ne comptent pas.",
    keySubmit: "Continuer",
    keyMissing: "Saisissez la clé.",
    keyWrong:
      "Cette clé n’existe pas ici. Vérifiez la saisie, ou demandez à la personne qui vous l’a donnée.",
    toSignIn: "Aller à la page de connexion",
    linkTitle: ({ workspace }) => `Rejoindre ${workspace}`,
    linkLeadWaits: ({ workspace }) =>
      `Dites-nous qui vous êtes. Un message de ${workspace} suit\u00A0: ouvrez le lien qu’il contient, et quelqu’un acceptera votre inscription.`,
    placeKinds: { course: "Vos ‹courses›", group: "Vos ‹groups›", unit: "Vos ‹units›" },
    left: ({ count }) => plural(count, { one: "Il reste # place", other: "Il reste # places" }),
    securityCode: "Code de sécurité",
    securityHint: "Il va avec ce lien. La personne qui vous a donné le lien le connaît.",
    securityMissing: "Saisissez le code de sécurité qui va avec ce lien.",
    securityWrong:
      "Ce n’est pas le code de sécurité de ce lien. Il a peut-être changé\u00A0: demandez à la personne qui vous l’a donné.",
    hereAlready: "Vous êtes déjà ici\u00A0: ce lien est destiné aux nouvelles personnes.",
    toLearn: "Vers vos ‹courses›",
    closed: {
      paused: {
        title: "Ce lien est suspendu",
        lead: "Personne ne peut s’inscrire par ce lien pour le moment. Réessayez plus tard, ou demandez à la personne qui vous l’a donné.",
      },
      full: {
        title: "Il ne reste plus de place",
        lead: "Toutes les inscriptions prévues par ce lien ont été prises. Demandez à la personne qui vous l’a donné.",
      },
      ended: {
        title: "Ce lien n’est plus valable",
        lead: "Son dernier jour est passé. Demandez-en un autre à la personne qui vous l’a donné.",
      },
    },
    title: "S’inscrire",
    courseTitle: ({ course }) => `Commencer « ${course} »`,
    courseLead: ({ workspace }) =>
      `Dites-nous qui vous êtes. Un e-mail de ${workspace} suivra : ouvrez le lien qu’il contient, et vous y êtes.`,
    enterLead:
      "Dites-nous qui vous êtes, et vous y êtes. Un e-mail suit : confirmez votre adresse par son lien dans les sept jours, et tout reste.",
    enter: "Commencer maintenant",
    joinLead: ({ workspace }) =>
      `Votre adresse est connue : appuyez sur le bouton, et vous faites partie de ${workspace}.`,
    joinAs: ({ email }) => `Rejoindre en tant que ${email}`,
    askLead: ({ workspace }) =>
      `Votre adresse est connue : appuyez sur le bouton, et quelqu’un chez ${workspace} l’examine. Un e-mail vous dira quand vous y êtes.`,
    askAs: ({ email }) => `S’inscrire en tant que ${email}`,
    date: "Votre date",
    emailHint: "Le lien y sera envoyé.",
    submit: "M’envoyer le lien",
    haveAccount: "Vous avez un compte ici ?",
    signIn: "Se connecter et s’inscrire",
    back: "Retour",
    domain: "Les adresses de ce domaine ne peuvent pas s’inscrire ici. Utilisez une autre adresse.",
    unproved:
      "Nous n’avons pas pu vérifier que vous êtes une personne. Cochez la case encore une fois et renvoyez le formulaire.",
    unreachable:
      "La vérification que vous êtes une personne est injoignable pour le moment ; personne ne peut donc s’inscrire. Réessayez dans quelques minutes.",
    needsScript:
      "Pour distinguer les personnes des programmes, cette page a besoin de JavaScript. Autorisez-le, ou demandez une invitation.",
    sentTitle: "Consultez votre messagerie",
    sent: ({ email }) =>
      `Un e-mail à ${email} est en route. Ouvrez le lien qu’il contient pour continuer ; il devrait arriver dans quelques minutes.`,
    nothing: "Pas d’e-mail ? Regardez dans les indésirables, ou vérifiez l’adresse.",
    again: "Renvoyer l’e-mail",
    otherAddress: "Utiliser une autre adresse",
  },

  confirm: {
    title: "Confirmer votre adresse",
    what: "D’ici là, vous avez ici ceci et rien d’autre : ‹courses›. Le mot de passe, les certificats et tout le reste viennent avec le lien qui vous a été envoyé par e-mail.",
    notYet: ({ address }) => `${address} n’est pas encore confirmée`,
    until:
      "Ouvrez le lien de l’e-mail envoyé à cette adresse avant le {at}. Ensuite vous serez déconnecté ici, et ce que vous avez fait sera effacé.",
    again: "Renvoyer l’e-mail",
    first:
      "Confirmez d’abord votre adresse : la page demandée est réservée aux personnes dont nous connaissons l’adresse.",
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

  choose: {
    title: "Choisissez votre propre mot de passe",
    lead: "Ce qui vous a ouvert la porte ne sert qu’une fois. Choisissez un mot de passe que personne d’autre ne connaît, et vous pourrez continuer.",
    submit: "Enregistrer le mot de passe",
    same: "C’est le mot de passe que l’on vous a donné. Choisissez-en un autre.",
  },

  card: {
    title: ({ workspace }) => `Se connecter à ${workspace} avec une carte`,
    lead: "La carte sert une fois. Vous choisissez ensuite votre propre mot de passe.",
    username: "Nom d’utilisateur",
    code: "Code de la carte",
    codeHint: "Douze lettres et chiffres, par exemple k7mq-2xvr-9tfa.",
    missing: ({ label }) => `Il manque : ${label}.`,
    submit: "Se connecter",
    wrong:
      "Cette carte ne fonctionne pas. Vérifiez le nom d’utilisateur et le code. La carte est peut-être déjà utilisée ou trop ancienne : demandez-en alors une autre.",
    back: "Se connecter avec un mot de passe",
    print: {
      heading: ({ workspace }) => `Votre accès à ${workspace}`,
      scan: "Scannez le code avec un téléphone, ou ouvrez cette adresse :",
      username: "Nom d’utilisateur",
      code: "Code",
      once: ({ day }) =>
        `Valable une fois, jusqu’au ${day}. Vous choisissez ensuite votre propre mot de passe et vous connectez avec votre nom d’utilisateur.`,
    },
  },

  verify: {
    changeTitle: "Votre nouvelle adresse",
    changeLead: ({ email }) =>
      `Cette adresse a été indiquée pour votre compte. Écrivez celle que vous aviez, et ${email} prend sa place : vous vous connectez alors avec elle, et tous les appareils sont déconnectés.`,
    former: "Votre adresse jusqu’ici",
    changeOwnLead: ({ email }) =>
      `Appuyez sur le bouton, et ${email} prend la place de votre adresse : vous vous connectez alors avec elle, et tous les appareils sont déconnectés.`,
    signInOldLead:
      "Connectez-vous avec l’adresse que vous aviez jusqu’ici ; vous pourrez alors confirmer la nouvelle.",
    addressStays: "L’adresse ne peut pas être changée ainsi. Adressez-vous aux personnes qui s’en occupent.",
    formerWrong: "Ce n’est pas l’adresse du compte.",
    change: "Changer l’adresse",
    changedTitle: "Votre adresse est changée",
    changed: ({ email }) => `Connectez-vous désormais avec ${email}. Votre mot de passe reste tel quel.`,
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
    leadNew: "Appuyez sur le bouton, et cette adresse sera la vôtre.",
    taken: "Cette adresse appartient à un autre compte et ne peut pas devenir la vôtre ici.",
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
    registered: {
      title: ({ course }) => `Commencer « ${course} »`,
      plainTitle: ({ workspace }) => `Rejoindre ${workspace}`,
      lead: ({ workspace }) =>
        `Vous vous êtes inscrit chez ${workspace}. Cette boîte est la vôtre : il reste une étape.`,
      waits: ({ workspace }) =>
        `Vous vous êtes inscrit chez ${workspace}. Après cette étape, quelqu’un y jettera un œil ; un e-mail vous dira quand vous y êtes.`,
      for: "Votre adresse",
      gone: ({ title }) => `« ${title} » n’est plus proposé. Vous pouvez continuer sans.`,
      dateGone: ({ title }) =>
        `« ${title} » est complet. Vous pouvez continuer sans cette date et en choisir une autre plus tard.`,
      submit: "Commencer",
      submitWaits: "Envoyer l’inscription",
      notYours:
        "Vous ne vous êtes pas inscrit ? Fermez alors cette page. Sans vous, rien ne se passe, et l’adresse est oubliée.",
      full: "Autant de personnes que prévu ont rejoint par ce lien. Si vous pensez à une erreur, demandez à qui vous l’a donné.",
      linkEnded:
        "Le lien par lequel vous vous êtes inscrit n’accueille plus personne. Demandez à qui vous l’a donné.",
    },
    waiting: {
      title: "Votre inscription est à l’étude",
      lead: ({ workspace }) =>
        `Quelqu’un chez ${workspace} approuve les inscriptions. Un e-mail vous dira quand vous y êtes ; il n’y a rien d’autre à faire.`,
    },
    refused: {
      title: "Cette inscription est close",
      lead: ({ workspace }) =>
        `${workspace} n’a pas retenu cette inscription, ou n’en accepte aucune pour le moment. Si vous pensez à une erreur, demandez sur place.`,
    },
    forgotten: {
      title: "Ce lien a expiré",
      lead: ({ workspace }) =>
        `Personne ne l’a ouvert en une semaine, ou le paiement a été remboursé\u00A0: nous avons donc oublié l’adresse. Inscrivez-vous de nouveau chez ${workspace}.`,
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
      member: ({ workspace }) => `Ce lien a déjà servi : vous êtes déjà membre (${workspace}).`,
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
    termsChanged: "L’invitation a changé entre-temps. Relisez-la, puis continuez.",
    addressTaken:
      "Quelqu’un d’autre est déjà ici avec cette adresse. Demandez que votre invitation soit renvoyée : ‹admins›.",
    noSeat: ({ workspace }) =>
      `Il n’y a plus de place dans ${workspace}. Nous avons prévenu : ‹admins›. Votre invitation reste ouverte : réessayez plus tard.`,
    seatLine: {
      ask: "Me prévenir quand une place se libère",
      waits:
        "Vous êtes dans la file d’attente depuis le {since}. Nous vous écrirons dès que ce sera votre tour ; d’ici là, vous pouvez réessayer quand vous voulez.",
      free: ({ workspace }) =>
        `Une place est libre en ce moment dans ${workspace}. Inscrivez-vous maintenant.`,
    },
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
    empty: "Vos ‹courses› apparaîtront ici dès que quelqu’un vous inscrira. Vous n’avez rien à faire.",
    emptyCatalog:
      "Vos ‹courses› apparaîtront ici. Cherchez dans le catalogue, ou attendez que quelqu’un vous inscrive.",
    accessEndsOn: "Votre accès prend fin le {day}.",
    yourCourses: "Vos ‹courses›",
    nextUp: "Prochaine étape",
    sessions: "‹Sessions› à venir",
    certificates: "Certificats",
    course: "‹Course›",
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
    enrolledOn: "Inscription {at}",
    setBy: "Vos ‹instructors› notent votre progression ; vous n’avez rien à cocher.",
    about: "De quoi il s’agit",
    yourSessions: "Vos ‹sessions›",
    noSessions: "Rien n’est encore prévu ici pour vous (‹sessions›).",
    lasts: ({ duration }) => `durée : ${duration}`,
    withPeople: ({ names }) => `Avec ${names}`,
    join: "Participer en ligne",
    calendar: "Ajouter au calendrier",
    calendarOf: ({ session }) => `Ajouter ${session} à votre calendrier`,
    canceled: "C’est annulé.",
    over: "C’est passé",
    backHome: "Retour à vos ‹courses›",
    certificate: "Certificat",
    certificateOf: ({ course }) => `Certificat : ${course}`,
    certificateOpen: "Voir votre certificat",
    certificateLead: "Nous certifions que",
    certificateDid: "a terminé avec succès :",
    certificateOn: ({ date }) => `le ${date}`,
    certificateNumber: ({ number }) => `Certificat nº ${number}`,
    printHint: "Pour le conserver, imprimez cette page ou enregistrez-la en PDF avec votre navigateur.",
    yourGroups: "Vos ‹groups›",
    switchToManage: "‹Manage_area›",
  },

  catalog: {
    title: "‹Courses›",
    pageTitle: ({ workspace }) => `‹Courses› · ${workspace}`,
    lead: ({ workspace }) => `Ce que vous pouvez apprendre avec ${workspace}.`,
    nav: "Votre chemin ici",
    own: "Vos ‹courses›",
    signIn: "Se connecter",
    find: "Trouver : ‹courses›",
    search: "Recherche",
    topic: "Thème",
    allTopics: "Tous les thèmes",
    language: "Langue",
    anyLanguage: "Toutes les langues",
    price: "Prix",
    anyPrice: "Tous les prix",
    free: "Gratuit",
    paid: "Payant",
    dated: "Avec une date à venir",
    submit: "Afficher",
    clear: "Tout afficher",
    next: "Page suivante",
    first: "Première page",
    further: "Chercher plus loin",
    emptyTitle: "Rien ici pour l’instant",
    empty: "Bientôt ici : ‹courses›. Revenez nous voir.",
    noneTitle: "Rien ne correspond",
    none: "Essayez un autre mot ou moins de filtres.",
    noneYet: "Rien ne correspond sur cette page. Il reste à chercher plus loin.",
    starts: "Prochaine date {at}",
    back: "Retour au catalogue",
    about: "De quoi il s’agit",
    facts: { topic: "Thème", length: "Durée", language: "Langue", price: "Prix" },
    dates: "Choisir une date",
    noDate: "Pas de date pour l’instant",
    noDateHint: "Vous pourrez en choisir une plus tard.",
    online: "En ligne",
    left: ({ count }) => plural(count, { one: "# place libre", other: "# places libres" }),
    full: "Complet",
    yourDate: "Votre date",
    noDates: "Commencez quand vous voulez.",
    enrol: "S’inscrire gratuitement",
    enrolMember: "S’inscrire",
    buy: ({ price }) => `Acheter pour ${price}`,
    go: "Commencer à apprendre",
    enrolled: "Votre inscription est faite.",
    account: "Il vous faut votre adresse e-mail et une minute.",
    haveAccount: "Vous avez déjà un compte ?",
    fullNow: "Quelqu’un vient de prendre la dernière place de cette date. Choisissez-en une autre.",
    dateOver: "Cette date ne peut plus être choisie. Choisissez-en une autre.",
    priced: "C’est maintenant payant. Regardez à nouveau avant de continuer.",
    changed: "Quelque chose vient de changer. Regardez à nouveau, puis continuez.",
    preview:
      "Vous seul voyez cette page : elle sera ainsi pour les autres une fois publiée et dans le catalogue.",
    previewBack: "Retour à la modification",
  },

  paying: {
    title: ({ course }) => `Acheter ${course}`,
    price: "Prix",
    tax: "Les taxes éventuelles s’ajoutent au moment du paiement.",
    payAs: ({ email }) => `Vous achetez en tant que ${email}.`,
    who: "Nous vous envoyons le lien pour commencer dès que le paiement est arrivé.",
    submit: ({ price }) => `Continuer et payer ${price}`,
    provider: "Vous payez chez Stripe et revenez ici ensuite.",
    off: "Rien ne peut être acheté ici pour le moment.",
    offHelp: ({ workspace }) => `Demandez à ${workspace} comment participer.`,
    have: "Vous l’avez déjà.",
    priceChanged: ({ price }) => `Le prix est maintenant de ${price}. Regardez-le à nouveau, puis continuez.`,
    unavailable: "Le prestataire de paiement est injoignable. Rien n’a été payé ; réessayez dans un instant.",
    refused: "Le prestataire de paiement n’accepte pas ce paiement. Rien n’a été payé.",
    domain: "Les adresses de ce domaine ne peuvent pas être utilisées ici. Prenez-en une autre.",
    dateGone: "Cette date est complète ou passée. Choisissez-en une autre.",
    waiting: {
      title: "On y est presque …",
      lead: "Nous attendons la confirmation de votre paiement. Cette page continue toute seule.",
    },
    late: {
      title: "Votre paiement est en route",
      lead: "Certains paiements prennent un moment, d’autres quelques jours. Vous pouvez fermer cette page : dès que l’argent est là, vous avez accès.",
      again: "Regarder à nouveau",
    },
    given: {
      title: "Merci, c’est à vous",
      lead: "Votre paiement est arrivé, et votre inscription est faite.",
    },
    mailed: {
      title: "Merci, regardez votre boîte mail",
      lead: "Votre paiement est arrivé. Nous vous avons envoyé un lien : suivez-le pour commencer.",
    },
    held: {
      title: "Votre paiement est arrivé et sera vérifié",
      lead: "Quelque chose ne concorde pas, rien n’est donc encore réservé. Quelqu’un s’en occupe, et vous recevrez ce que vous avez acheté ou votre argent.",
    },
    expired: {
      title: "Rien n’a été payé",
      lead: "Ce paiement a pris fin. Vous pouvez en commencer un autre.",
    },
    failed: { title: "Le paiement n’a pas abouti", lead: "Rien n’a été payé. Vous pouvez réessayer." },
    refunded: { title: "Votre argent vous revient", lead: "Cet achat a été annulé." },
    sessionFull:
      "La date choisie était complète entre-temps. Vous avez accès et pouvez y choisir une autre date.",
    again: "Retour à l’offre",
    receipts: "Reçus",
    receiptsNone: "Vous n’avez rien acheté ici.",
    receipt: "Reçu",
    receiptOf: ({ course }) => `Reçu : ${course}`,
    number: ({ number }) => `Reçu n° ${number}`,
    buyer: "Acheteur",
    seller: "Vendeur",
    item: "Acheté",
    paidOn: "Payé",
    net: "Hors taxes",
    taxIn: "Taxes",
    total: "Payé en tout",
    back: "Remboursé",
    status: { paid: "Payé", held: "Payé, en vérification", refunded: "Remboursé" },
    ofProvider: "Reçu du prestataire de paiement",
    toReceipts: "Tous les reçus",
  },

  account: {
    username: "Nom d’utilisateur",
    passwordLeadPlain: "Tous les autres appareils seront déconnectés.",
    add: "Ajouter une adresse e-mail",
    addLead:
      "Vous pourrez alors demander vous-même un nouveau mot de passe. Nous y envoyons un lien ; votre nom d’utilisateur reste valable.",
    addSubmit: "M’envoyer le lien",
    addSent: "Le lien est en route. Ouvrez-le sur cet appareil, sans vous déconnecter.",
    data: "Vos données",
    dataLead: ({ workspace }: { workspace: string }) =>
      `Tout ce que ${workspace} conserve à votre sujet, dans un fichier.`,
    dataExport: "Télécharger vos données",
    dataLater: "Vous avez déjà téléchargé vos données plusieurs fois. Réessayez dans une heure.",
    own: "Votre compte",
    edit: "Changer de nom, de langue ou de mot de passe",
    profileHint: "Un nouveau nom vaut partout où vous êtes membre.",
    passwordLead: "Tous vos autres appareils sont déconnectés, et un e-mail vous en informe.",
    emailOwn: "Elle sert à vous connecter. Vous pouvez la changer dans votre compte.",
    changeAddress: "Changer votre adresse",
    changeAddressLead:
      "Un lien part à la nouvelle adresse, et un avis à l’actuelle. Ouvrez le lien sans vous déconnecter : la nouvelle adresse compte alors, et tous les appareils sont déconnectés.",
    newAddress: "Nouvelle adresse e-mail",
    changeAddressSubmit: "M’envoyer le lien",
    changeAddressSent:
      "Le lien est en route vers la nouvelle adresse. Ouvrez-le sur cet appareil, sans vous déconnecter.",
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
      `Elle sert à vous connecter. Pour la changer, adressez-vous ici (${workspace}) : ‹admin›.`,
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
      lead: "Votre rôle n’y donne pas accès. S’il vous la faut, adressez-vous ici : ‹admin›.",
      action: "Retourner à l’accueil",
    },
    unauthorized: {
      title: "Connectez-vous pour continuer",
      lead: "Cette page est réservée aux membres.",
      action: "Se connecter",
    },
    serverError: {
      title: "Quelque chose n’a pas marché de notre côté",
      lead: "Ce que vous avez saisi avant cette page n’est pas perdu. Réessayez dans un instant ; si cela se reproduit, donnez la référence ci-dessous en demandant de l’aide.",
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
    admin: { name: "‹Admin›", may: "Gère tout : personnes, réglages, facturation et tous les contenus." },
    unit_manager: {
      name: "‹Unit_manager›",
      may: "Gère les personnes et les inscriptions de sa partie (‹unit›) et de tout ce qu’elle contient.",
    },
    group_admin: {
      name: "‹Group_admin›",
      may: "Gère sa partie (‹group›) et tout ce qu’elle contient : personnes, rôles et inscriptions.",
    },
    user_admin: {
      name: "‹User_admin›",
      may: "Invite dans sa partie (‹group›) et y gère : ‹coachs›, ‹learners›.",
    },
    coach: {
      name: "‹Coach›",
      may: "Accompagne les ‹learners› de sa partie (‹group›) et suit leurs progrès.",
    },
    session_instructor: {
      name: "‹Session_instructor›",
      may: "Anime des ‹sessions› et suit les personnes qui y sont inscrites.",
    },
    instructor: {
      name: "‹Instructor›",
      may: "Crée et anime des ‹courses› ; sans accès aux réglages ni à la facturation.",
    },
    learner: { name: "‹Learner›", may: "Suit des ‹courses› et voit ses propres progrès." },
  },

  status: {
    pending: "‹status_pending›",
    active: "‹status_active›",
    expired: "Expiré",
    bounced: "Non remis",
    deactivated: "Désactivé",
    unproved: "Non confirmé",
    canceled: "Retiré",
    declined: "Décliné",
    removed: "Supprimé",
  },
};
