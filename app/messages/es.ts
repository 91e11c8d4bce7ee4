import type { Messages } from "./en";
import { pluralsOf } from "./plural";

const plural = pluralsOf("es");

function wait(seconds: number): string {
  if (seconds >= 7_200) return plural(Math.ceil(seconds / 3_600), { one: "# hora", other: "# horas" });
  return seconds < 60
    ? plural(seconds, { one: "# segundo", other: "# segundos" })
    : plural(Math.ceil(seconds / 60), { one: "# minuto", other: "# minutos" });
}

/** Spanish; speaks to people as "tú". */
export const es: Messages = {
  common: {
    optional: "opcional",
    close: "Cerrar",
    cancel: "Cancelar",
    save: "Guardar",
    back: "Volver",
    continue: "Continuar",
    copy: "Copiar",
    copied: "Copiado",
    next: "Siguiente",
    previous: "Anterior",
    pages: "Páginas",
    menu: "Menú",
    loading: "Cargando…",
    skip: "Ir al contenido",
    email: "Correo electrónico",
    emailHint: "Por ejemplo, ana@example.com",
    emailInvalid: "Escribe una dirección como ana@example.com.",
    missing: ({ label }) => `Falta: ${label}.`,
    firstName: "Nombre",
    lastName: "Apellidos",
    nameInvalid: "Usa como máximo 100 caracteres, sin dirección web, @ ni signos invisibles.",
    language: "Idioma",
    changeLanguage: "Cambiar de idioma",
    timeZone: "Zona horaria",
    theme: "Apariencia",
    themes: { system: "Como el sistema", light: "Clara", dark: "Oscura" },
    signOut: "Cerrar sesión",
    acting: ({ role }: { role: string }) => `Actúas como ${role}`,
    actAs: "Actuar en un solo rol",
    actInAll: "Actuar en todos tus roles",
    actingNote: "Hasta que vuelvas, ves y puedes hacer lo que permite este rol.",
    workspaces: "Tus ‹workspaces›",
    yourMenu: ({ name }) => `${name}: tu menú`,
    help: "¿Necesitas ayuda? Pregunta a quien te invitó.",
    noMail: "¿La invitación no ha llegado?",
    haveAccount: "¿Ya tienes una cuenta?",
    charactersLeft: ({ count }) => plural(count, { one: "queda # carácter", other: "quedan # caracteres" }),
    checkFields: ({ count }) =>
      plural(count, { one: "Hay # dato por revisar", other: "Hay # datos por revisar" }),
    requestId: ({ id }) => `Referencia: ${id}`,
    wait: ({ seconds }) => wait(seconds),
  },

  password: {
    label: "Contraseña",
    newLabel: "Contraseña nueva",
    show: "Mostrar",
    hide: "Ocultar",
    showLabel: "Mostrar la contraseña",
    hideLabel: "Ocultar la contraseña",
    hint: "Varias palabras sin relación entre sí son fáciles de recordar y difíciles de adivinar.",
    minimum: ({ minimum }) => `Al menos ${minimum} caracteres.`,
    counting: "{count} de al menos {minimum} caracteres",
    longEnough: "Longitud suficiente",
    missing: "Elige una contraseña.",
    tooShort: ({ minimum, length }) =>
      `Esta contraseña tiene ${length} de al menos ${minimum} caracteres. Añade una palabra o dos.`,
    tooLong: ({ maximum }) => `Usa como máximo ${maximum} caracteres.`,
    common: "Mucha gente usa esta contraseña y es de las primeras que se prueban. Elige otra.",
    breached: "Esta contraseña apareció en una filtración de datos en otro sitio. Elige otra.",
    context: ({ word }) => `Esta contraseña se parece a «${word}» y es fácil de adivinar. Elige otra.`,
    contextPlain:
      "Esta contraseña se compone sobre todo de nombres y direcciones que aquí se conocen. Elige otra.",
  },

  home: {
    title: "¿Adónde quieres ir?",
    lead: "Cada espacio tiene su propia dirección. La encuentras en los correos que te ha enviado.",
    field: "Dirección de tu espacio",
    hint: ({ host }) => `La parte después de ${host}/w/`,
    missing: "Escribe la dirección de tu espacio.",
    invalid: "Una dirección solo tiene letras, cifras y guiones, por ejemplo escuela-del-puerto.",
    submit: "Ir al inicio de sesión",
    unknownTitle: "No hay ningún espacio en esta dirección",
    unknown: "Comprueba que esté bien escrita o abre el enlace de un correo de tu espacio.",
  },

  signIn: {
    title: ({ workspace }) => `Iniciar sesión en ${workspace}`,
    titlePlain: "Iniciar sesión",
    identifier: "Correo electrónico o nombre de usuario",
    identifierInvalid: "Escribe una dirección como ana@example.com, o tu nombre de usuario.",
    wrongPair: "Eso y la contraseña no coinciden. Revisa ambos e inténtalo de nuevo.",
    passwordEnded:
      "Esta contraseña provisional ya no es válida. Elige otra con el enlace de contraseña olvidada.",
    withCard: "Tengo una tarjeta de acceso",
    submit: "Iniciar sesión",
    forgot: "¿Olvidaste tu contraseña?",
    noAccount: "¿Aún no tienes cuenta? Puedes unirte con el enlace de tu invitación.",
    wrong: "El correo y la contraseña no coinciden. Revisa ambos e inténtalo de nuevo.",
    deactivated: ({ workspace }) =>
      `Tu acceso a ${workspace} está desactivado. Para reactivarlo, pregunta aquí: ‹admin›.`,
    accessEnded: ({ workspace }) =>
      `Tu acceso a ${workspace} ha terminado. Para prolongarlo, pregunta aquí: ‹admin›.`,
    notMember: ({ workspace }) => `No eres miembro de ${workspace}.`,
    tooMany: ({ seconds }) => `Demasiados intentos. Inténtalo de nuevo en ${wait(seconds)}.`,
    signedOut: "Has cerrado la sesión.",
    sessionEnded: "Tu sesión terminó. Inicia sesión para seguir donde estabas.",
    sso: ({ provider }) => `Continuar con ${provider}`,
    ssoOnly: ({ provider }) => `Tu organización inicia sesión con ${provider}.`,
    or: "o",
  },

  sso: {
    title: "Todavía no has iniciado sesión",
    lead: ({ provider }) => `${provider} no te ha dejado entrar. Inténtalo de nuevo en un momento.`,
    plainProvider: "Tu servicio de inicio de sesión",
    titles: {
      SSO_STALE: "Empieza de nuevo, por favor",
      SSO_OFF: "Este acceso está cerrado",
      SSO_FAILED: "No se pudo iniciar sesión",
      SSO_UNAVAILABLE: "El servicio de inicio de sesión no responde",
      SSO_NO_ADDRESS: "Falta tu dirección",
      SSO_UNVERIFIED: "Tu dirección no está confirmada",
      SSO_OTHER_ADDRESS: "Has iniciado sesión con otra dirección",
      SSO_OTHER_IDENTITY: "Esta dirección pertenece a otro inicio de sesión",
      SSO_NOT_MEMBER: "No tienes invitación con esta dirección",
    },
    leads: {
      SSO_STALE: () => "El inicio de sesión empezó en otro navegador, tardó más de diez minutos o ya se usó.",
      SSO_OFF: ({ workspace }) => `En ${workspace} no se entra así, o ya no.`,
      SSO_FAILED: ({ provider }) =>
        `${provider} terminó el inicio de sesión, o su respuesta no encajaba. Inténtalo de nuevo.`,
      SSO_UNAVAILABLE: ({ provider }) =>
        `${provider} no está disponible ahora. Inténtalo de nuevo en un momento.`,
      SSO_NO_ADDRESS: ({ provider }) =>
        `${provider} no dice qué dirección tienes. Quien lo gestiona puede añadirla allí.`,
      SSO_UNVERIFIED: ({ provider }) =>
        `${provider} no responde de esta dirección. Confírmala allí, o pregunta a quien lo gestiona.`,
      SSO_OTHER_ADDRESS: ({ provider }) =>
        `Inicia sesión en ${provider} con la dirección invitada. Si no es la tuya, pide una invitación a la que usas.`,
      SSO_OTHER_IDENTITY: ({ workspace }) =>
        `Alguien con esta dirección llegó a ${workspace} por otro inicio de sesión. Si fuiste tú, pide allí que lo liberen.`,
      SSO_NOT_MEMBER: ({ workspace }) =>
        `Nadie con esta dirección pertenece a ${workspace}, y ninguna invitación abierta es para ella.`,
    },
    dead: "Abre el último correo que te invita, o pregunta a quien te invitó.",
    atProvider: ({ provider }) => `En ${provider}`,
    invited: "Invitada",
    yours: "Tu dirección aquí",
    reason: ({ reason }) => `Resultado: ${reason}`,
    again: "Intentar de nuevo",
    another: ({ provider }) => `Usar otra cuenta en ${provider}`,
    toSettings: "Volver a los ajustes",
    stillIn: ({ provider }) => `En ${provider} quizá sigas con la sesión iniciada.`,
    spare: "Entrar con una contraseña",
    spareLead: "Solo para la persona de reserva, para el día en que la otra vía no funcione.",
    required: ({ provider }) => `Tu contraseña no abre nada aquí. Continúa con ${provider}.`,
    forgot: ({ provider }) =>
      `Aquí no necesitas contraseña: entras con ${provider}. Si olvidaste la de allí, elige otra allí.`,
    noPassword: ({ provider, email }) => `Aquí no necesitas contraseña: entra con ${provider} como ${email}.`,
    withAddress: ({ provider, invited }) =>
      `Inicia sesión en ${provider} con ${invited}. Aquí no necesitas contraseña.`,
  },

  forgot: {
    title: "Elegir una contraseña nueva",
    lead: "Dinos tu dirección y te enviamos un enlace para elegir una contraseña nueva.",
    submit: "Enviar el enlace",
    back: "Volver al inicio de sesión",
    sentTitle: "Mira tu correo",
    sent: ({ email }) =>
      `Si ${email} tiene una cuenta aquí, un correo con un enlace va en camino. Debería llegar en unos minutos.`,
    nothing:
      "¿No llega? Mira en la carpeta de spam, comprueba que la dirección esté bien escrita o inténtalo de nuevo.",
    again: "Probar otra dirección",
  },

  reset: {
    title: "Elegir una contraseña nueva",
    lead: ({ email }) => `Para ${email}. Se cerrará la sesión en todos tus otros dispositivos.`,
    submit: "Guardar la contraseña",
    doneTitle: "Tu contraseña ha cambiado",
    done: "Inicia sesión con la nueva. Se cerró la sesión en todos tus otros dispositivos.",
    expiredTitle: "Este enlace ya no vale",
    expired: "Un enlace para elegir contraseña sirve una sola vez y poco tiempo. Pide uno nuevo.",
    again: "Enviar un enlace nuevo",
  },

  choose: {
    title: "Elige tu propia contraseña",
    lead: "Con lo que has entrado solo vale esta vez. Elige una contraseña que nadie más conozca y podrás continuar.",
    submit: "Guardar la contraseña",
    same: "Esta es la contraseña que te dieron. Elige otra.",
  },

  card: {
    title: ({ workspace }) => `Entrar en ${workspace} con una tarjeta`,
    lead: "La tarjeta vale una vez. Después eliges tu propia contraseña.",
    username: "Nombre de usuario",
    code: "Código de la tarjeta",
    codeHint: "Doce letras y cifras, por ejemplo k7mq-2xvr-9tfa.",
    missing: ({ label }) => `Falta: ${label}.`,
    submit: "Entrar",
    wrong:
      "Esta tarjeta no funciona. Revisa el nombre de usuario y el código. Quizá la tarjeta ya se usó o es demasiado antigua; pide entonces otra.",
    back: "Entrar con una contraseña",
    print: {
      heading: ({ workspace }) => `Tu acceso a ${workspace}`,
      scan: "Escanea el código con un teléfono o abre esta dirección:",
      username: "Nombre de usuario",
      code: "Código",
      once: ({ day }) =>
        `Vale una vez, hasta el ${day}. Después eliges tu propia contraseña y entras con tu nombre de usuario.`,
    },
  },

  verify: {
    changeTitle: "Tu nueva dirección",
    changeLead: ({ email }) =>
      `El equipo de ayuda puso esta dirección para tu cuenta. Escribe la que tenías, y ${email} ocupa su lugar: entras con ella desde entonces, y se cierra la sesión en todos los dispositivos.`,
    former: "Tu dirección hasta ahora",
    formerWrong: "Esta no es la dirección de la cuenta.",
    change: "Cambiar la dirección",
    changedTitle: "Tu dirección ha cambiado",
    changed: ({ email }) => `Entra desde ahora con ${email}. Tu contraseña queda como está.`,
    title: "Confirma tu dirección",
    lead: ({ email }) => `Pulsa el botón y ${email} constará como tuya.`,
    confirm: "Confirmar esta dirección",
    doneTitle: "Tu dirección está confirmada",
    done: "Gracias. No hace falta nada más.",
    go: "Continuar",
    dead: "Este enlace ya no vale",
    deadLead: "Un enlace de confirmación funciona una vez y durante un día. Pide uno nuevo.",
    signIn: "Primero inicia sesión",
    signInLead: "Inicia sesión con la dirección que recibió el enlace; después podrás confirmarla.",
    other: "Este enlace es para otra dirección que la de tu sesión.",
    askTitle: "Confirma tu dirección",
    ask: ({ email }) =>
      `Enviamos un enlace a ${email}. Ábrelo en este dispositivo y la dirección constará como tuya.`,
    send: "Enviarme el enlace",
    sent: ({ email }) => `El enlace va camino de ${email}.`,
    leadNew: "Pulsa el botón y esta dirección será la tuya.",
    taken: "Esta dirección pertenece a otra cuenta y no puede ser la tuya aquí.",
    notice: "Tu dirección aún no está confirmada.",
  },

  join: {
    title: ({ workspace }) => `Unirte a ${workspace}`,
    invited: ({ inviter, workspace }) => `${inviter} te ha invitado a ${workspace}.`,
    invitedPlain: ({ workspace }) => `Tienes una invitación a ${workspace}.`,
    facts: {
      for: "Invitación para",
      role: "Te unes como",
      places: "Estarás en",
      waiting: "Te espera",
      ends: "El enlace vale hasta",
      neverEnds: "El enlace no caduca",
      accessEnds: "Tu acceso termina",
      note: ({ inviter }) => `Mensaje de ${inviter}`,
      customer: "Organización",
    },
    newPerson: {
      lead: "Elige una contraseña y ya está.",
      address: "Con esta dirección inicias sesión; aquí no se puede cambiar.",
      terms: "Acepto las {terms} y la {privacy}.",
      termsLink: "condiciones de uso",
      privacyLink: "política de privacidad",
      termsMissing: "Acepta las condiciones para unirte.",
      submit: ({ workspace }) => `Unirme a ${workspace}`,
    },
    hasAccount: {
      wrong: ({ email }) => `Esta no es la contraseña de ${email}. Inténtalo de nuevo.`,
      passwordHint: "La contraseña que ya usas con esta dirección.",
      title: "Ya tienes una cuenta",
      lead: ({ email, workspace }) =>
        `Inicia sesión como ${email} para unirte a ${workspace}. Tu nombre y tu contraseña siguen igual.`,
      submit: "Iniciar sesión y unirme",
    },
    signedIn: {
      lead: ({ email }) => `Has iniciado sesión como ${email}.`,
      submit: ({ workspace }) => `Unirme a ${workspace}`,
    },
    otherAccount: {
      title: "Esta invitación es para otra dirección",
      lead: ({ signedInAs, invited }) =>
        `Has iniciado sesión como ${signedInAs}. La invitación es para ${invited}.`,
      switch: ({ invited }) => `Cerrar sesión y seguir como ${invited}`,
      stay: ({ signedInAs }) => `Seguir como ${signedInAs}`,
      ask: "¿La otra dirección no es tuya? Pide una invitación para la que usas.",
    },
    sso: ({ provider }) => `Continuar con ${provider} y unirme`,
    expired: {
      title: "Este enlace ya no vale",
      lead: ({ workspace }) =>
        `Tu invitación a ${workspace} sigue en pie. Pide un enlace nuevo: llega al correo invitado y a ningún otro.`,
      submit: "Pedir un enlace nuevo",
      sentTitle: "Mira tu correo",
      sent: "Un correo con un enlace nuevo va en camino a la dirección invitada. Debería llegar en unos minutos.",
      asked: "Hemos avisado a quien te invitó. Cuando lo apruebe, te llegará un enlace nuevo por correo.",
    },
    superseded: {
      title: "Hay un enlace más reciente",
      lead: "Enviamos un correo más reciente el {sentAt}. Abre ese: su enlace vale, este ya no.",
      again: "¿No te llegó? Podemos enviarlo otra vez, solo a la dirección invitada.",
      submit: "Enviarlo otra vez",
    },
    canceled: {
      title: "Esta invitación se retiró",
      lead: ({ workspace }) =>
        `La invitación a ${workspace} ya no está abierta. Si no lo esperabas, pregunta a quien te invitó.`,
    },
    declined: {
      title: "Rechazaste esta invitación",
      lead: ({ workspace }) =>
        `Si has cambiado de idea, pide una invitación nueva a quien te invitó a ${workspace}.`,
    },
    used: {
      open: ({ workspace }) => `Ir a ${workspace}`,
      member: ({ workspace }) => `Este enlace ya cumplió su función: eres miembro de ${workspace}.`,
      title: "Ya te has unido",
      lead: ({ workspace }) => `Este enlace ya cumplió su función. Inicia sesión para ir a ${workspace}.`,
      submit: "Iniciar sesión",
    },
    invalid: {
      title: "Este enlace no funciona",
      lead: "Puede que se haya perdido una parte por el camino. Ábrelo desde el propio correo o copia de allí la dirección completa.",
      help: "Si no ayuda, pide a quien te invitó que envíe la invitación otra vez.",
    },
    lapsed: {
      title: "Abre el correo otra vez",
      lead: "Esta página llevaba un rato abierta y la cerramos para proteger tu invitación. Abre de nuevo el enlace del correo; no se ha perdido nada.",
    },
    full: {
      title: "Ahora mismo no hay plazas libres",
      lead: ({ workspace }) =>
        `${workspace} no tiene plazas libres. Tu invitación sigue abierta; pregunta a quien te invitó.`,
    },
    firstNameMissing: "Escribe tu nombre.",
    lastNameMissing: "Escribe tus apellidos.",
    termsChanged: "La invitación ha cambiado mientras tanto. Léela otra vez y después únete.",
    noSeat: ({ workspace }) =>
      `No quedan plazas en ${workspace}. Hemos avisado: ‹admins›. Tu invitación sigue abierta: inténtalo más tarde.`,
    proveMailbox:
      "Esta dirección tiene una cuenta que nunca se confirmó. Abre el enlace en el propio correo; si no lo tienes, pide a quien te invitó que te lo envíe.",
    resendLimit: ({ seconds }) =>
      `Hace poco salió un correo. Mira en el buzón o pídelo otra vez en ${wait(seconds)}.`,
    resendLimitPlain: "Hace poco salió un correo. Mira en el buzón o pídelo otra vez más tarde.",
    writeTo: ({ contact }) => `Escribir a ${contact}`,
    faster: "Alguien acaba de usar este enlace. Si fuiste tú, en otra ventana, inicia sesión.",
  },

  decline: {
    link: "¿No es para ti? Rechazar la invitación",
    title: ({ workspace }) => `Rechazar la invitación a ${workspace}`,
    lead: "El enlace dejará de valer y avisaremos a quien te invitó. Para unirte más tarde necesitarás una invitación nueva.",
    confirm: ({ word }) => `Escribe «${word}» para confirmar`,
    wrongWord: ({ word }) => `Escribe exactamente «${word}», sin las comillas.`,
    reason: "Motivo",
    reasonHint: "Lo leerá quien te invitó.",
    reasonWrong: "Usa como máximo 1.000 caracteres, sin signos invisibles.",
    submit: "Rechazar la invitación",
    keep: "Conservar la invitación",
  },

  joined: {
    title: ({ workspace }) => `Te damos la bienvenida a ${workspace}`,
    lead: "Tu cuenta está lista. Inicia sesión con tu dirección y la contraseña que acabas de elegir.",
    submit: "Iniciar sesión",
  },

  learn: {
    role: "Tu rol aquí",
    roles: "Tus roles aquí",
    nav: "Tus páginas",
    title: "Inicio",
    greeting: ({ name }) => (name ? `Hola, ${name}` : "Hola"),
    lead: ({ workspace }) => `Este es tu sitio en ${workspace}.`,
    emptyTitle: "Aquí todavía no hay nada",
    empty: "Tus ‹courses› aparecerán aquí en cuanto alguien te inscriba. No tienes que hacer nada.",
    accessEndsOn: "Tu acceso termina el {day}.",
    yourCourses: "Tus ‹courses›",
    nextUp: "Lo próximo",
    sessions: "‹Sessions› por venir",
    certificates: "Certificados",
    course: "‹Course›",
    open: ({ course }) => `Abrir ${course}`,
    progress: ({ percent }) => `${percent} %`,
    progressOf: ({ course }) => `Tu progreso en ${course}`,
    stage: {
      fresh: "Un nuevo comienzo",
      begun: "Buen comienzo",
      half: "Más de la mitad hecha",
      nearly: "Ya casi está",
      done: "Hecho. ¡Muy bien!",
    },
    completedOn: "Terminado {at}",
    enrolledOn: "Inscripción {at}",
    setBy: "Tus ‹instructors› anotan tu progreso; no tienes que marcar nada.",
    about: "De qué se trata",
    yourSessions: "Tus ‹sessions›",
    noSessions: "Aquí todavía no hay ‹sessions› para ti.",
    lasts: ({ duration }) => `dura ${duration}`,
    withPeople: ({ names }) => `Con ${names}`,
    join: "Unirse en línea",
    calendar: "Añadir al calendario",
    calendarOf: ({ session }) => `Añadir ${session} a tu calendario`,
    canceled: "Se ha cancelado.",
    over: "Ya pasó",
    backHome: "Volver a tus ‹courses›",
    certificate: "Certificado",
    certificateOf: ({ course }) => `Certificado: ${course}`,
    certificateOpen: "Ver tu certificado",
    certificateLead: "Se certifica que",
    certificateDid: "ha completado:",
    certificateOn: ({ date }) => `el ${date}`,
    certificateNumber: ({ number }) => `Certificado n.º ${number}`,
    printHint: "Para conservarlo, imprime esta página o guárdala como PDF con tu navegador.",
    yourGroups: "Tus ‹groups›",
    switchToManage: "‹Manage_area›",
  },

  account: {
    username: "Nombre de usuario",
    passwordLeadPlain: "Se cierra la sesión en todos los demás dispositivos.",
    add: "Añadir un correo electrónico",
    addLead:
      "Así podrás pedir tú mismo una contraseña nueva. Enviamos un enlace a esa dirección; tu nombre de usuario sigue valiendo.",
    addSubmit: "Enviarme el enlace",
    addSent: "El enlace está en camino. Ábrelo en este dispositivo mientras tengas la sesión iniciada.",
    data: "Tus datos",
    dataLead: ({ workspace }: { workspace: string }) =>
      `Todo lo que ${workspace} guarda sobre ti, en un archivo.`,
    dataExport: "Descargar tus datos",
    dataLater: "Ya has descargado tus datos varias veces. Inténtalo de nuevo dentro de una hora.",
    own: "Tu cuenta",
    edit: "Cambiar el nombre, el idioma o la contraseña",
    profileHint: "El nombre nuevo vale en todas partes donde participas.",
    passwordLead: "Se cierra la sesión en todos tus otros dispositivos y un correo te avisa.",
    emailNever: ({ workspace }) =>
      `Con él inicias sesión. ${workspace} mantiene las direcciones como están, para que los resultados sigan con su dueño.`,
    emailSupport: ({ contact }) => `Si la tuya tiene que cambiar, escribe a ${contact}.`,
    languageOnly: "De las páginas en este dispositivo.",
    from: ({ place }) => `desde ${place}`,
    title: "Tu perfil",
    profile: "Nombre e idioma",
    name: "Nombre",
    email: "Correo electrónico",
    emailHint: ({ workspace }) => `Con él inicias sesión. Para cambiarlo, pregunta en ${workspace}: ‹admin›.`,
    languageHint: "De las páginas y los correos.",
    save: "Guardar",
    saved: "Tu perfil está guardado.",
    changePassword: "Cambiar la contraseña",
    currentPassword: "Contraseña actual",
    currentWrong: "Esa no es tu contraseña actual.",
    passwordChanged: "Tu contraseña ha cambiado. Se cerró la sesión en todos tus otros dispositivos.",
    sessions: "Dónde tienes la sesión abierta",
    sessionsLead: "¿No reconoces alguno? Ciérralo y cambia tu contraseña.",
    thisDevice: "Este dispositivo",
    startedAt: "Sesión iniciada {at}",
    lastSeen: "Visto por última vez {at}",
    end: "Cerrar sesión allí",
    ended: "Se cerró la sesión en ese dispositivo.",
    endOthers: "Cerrar sesión en todos los demás",
    othersEnded: ({ count }) =>
      plural(count, {
        one: "Se cerró la sesión en # dispositivo más.",
        other: "Se cerró la sesión en # dispositivos más.",
      }),
    onlyThis: "Solo tienes la sesión abierta en este dispositivo.",
    unknownDevice: "Dispositivo desconocido",
  },

  errors: {
    notFound: {
      title: "No hay nada en esta dirección",
      lead: "Puede que la página se haya movido o que la dirección no esté completa.",
      action: "Ir al inicio",
    },
    forbidden: {
      title: "No puedes abrir esta página",
      lead: "Tu rol no la incluye. Si la necesitas, pregunta aquí: ‹admin›.",
      action: "Volver al inicio",
    },
    unauthorized: {
      title: "Inicia sesión para seguir",
      lead: "Esta página es solo para miembros.",
      action: "Iniciar sesión",
    },
    serverError: {
      title: "Algo ha fallado por nuestra parte",
      lead: "Lo que escribiste antes de esta página no se ha perdido. Inténtalo de nuevo en un momento; si vuelve a pasar, da la referencia de abajo al pedir ayuda.",
      action: "Intentarlo de nuevo",
    },
    rateLimited: {
      title: "Un poco demasiado rápido",
      lead: ({ seconds }) => `Han llegado muchas peticiones desde aquí. Sigue en ${wait(seconds)}.`,
      leadPlain: "Han llegado muchas peticiones desde aquí. Espera un minuto y sigue.",
      action: "Intentarlo de nuevo",
    },
    conflict: {
      title: "Alguien fue más rápido",
      lead: "Esto ha cambiado mientras tanto. Vuelve a cargar la página para ver cómo está ahora.",
      action: "Volver a cargar",
    },
    offline: "Sin conexión. Revisa tu red e inténtalo de nuevo.",
  },

  roles: {
    admin: { name: "‹Admin›", may: "Gestiona todo: personas, ajustes, facturación y todos los contenidos." },
    unit_manager: {
      name: "‹Unit_manager›",
      may: "Gestiona las personas y las inscripciones de su parte (‹unit›) y de todo lo que contiene.",
    },
    group_admin: {
      name: "‹Group_admin›",
      may: "Gestiona su parte (‹group›) y todo lo que contiene: personas, roles e inscripciones.",
    },
    user_admin: {
      name: "‹User_admin›",
      may: "Invita a su parte (‹group›) y gestiona en ella: ‹coachs›, ‹learners›.",
    },
    coach: { name: "‹Coach›", may: "Acompaña a sus ‹learners› (‹group›) y sigue su progreso." },
    session_instructor: {
      name: "‹Session_instructor›",
      may: "Imparte ‹sessions› y sigue a las personas inscritas.",
    },
    instructor: {
      name: "‹Instructor›",
      may: "Crea e imparte ‹courses›; sin acceso a ajustes ni facturación.",
    },
    learner: { name: "‹Learner›", may: "Hace ‹courses› y ve su propio progreso." },
  },

  status: {
    pending: "‹status_pending›",
    active: "‹status_active›",
    expired: "Caducada",
    bounced: "Rebotada",
    deactivated: "Desactivado",
    canceled: "Retirada",
    declined: "Rechazada",
    removed: "Eliminado",
  },
};
