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
  terms: {
    workspace: "espacio",
    unit: "unidad organizativa",
    group: "grupo",
    groups: "grupos",
    course: "curso",
    courses: "cursos",
    learner: "estudiante",
  },

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
    workspaces: "Tus espacios",
    yourMenu: ({ name }) => `${name}: tu menú`,
    help: "¿Necesitas ayuda? Pregunta a quien te invitó.",
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
    contextPlain: "Esta contraseña es sobre todo tu nombre, tu dirección o el espacio. Elige otra.",
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
    submit: "Iniciar sesión",
    forgot: "¿Olvidaste tu contraseña?",
    noAccount: "¿Aún no tienes cuenta? Puedes unirte con el enlace de tu invitación.",
    wrong: "El correo y la contraseña no coinciden. Revisa ambos e inténtalo de nuevo.",
    deactivated: ({ workspace }) =>
      `Tu acceso a ${workspace} está desactivado. Pide a un administrador que lo reactive.`,
    accessEnded: ({ workspace }) =>
      `Tu acceso a ${workspace} ha terminado. Pide a un administrador que lo prolongue.`,
    notMember: ({ workspace }) => `No eres miembro de ${workspace}.`,
    tooMany: ({ seconds }) => `Demasiados intentos. Inténtalo de nuevo en ${wait(seconds)}.`,
    signedOut: "Has cerrado la sesión.",
    sessionEnded: "Tu sesión terminó. Inicia sesión para seguir donde estabas.",
    sso: ({ provider }) => `Continuar con ${provider}`,
    ssoOnly: ({ provider }) => `Tu organización inicia sesión con ${provider}.`,
    or: "o",
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

  verify: {
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
    empty: "Tus cursos aparecerán aquí en cuanto alguien te inscriba. No tienes que hacer nada.",
    accessEndsOn: "Tu acceso termina el {day}.",
    yourCourses: "Tus cursos",
    nextUp: "Lo próximo",
    sessions: "Próximas sesiones",
    certificates: "Certificados",
    course: "Curso",
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
    enrolledOn: "Tu curso desde {at}",
    setBy: "Tus instructores anotan tu progreso; no tienes que marcar nada.",
    about: "Sobre este curso",
    yourSessions: "Tus sesiones",
    noSessions: "Todavía no hay sesiones para ti en este curso.",
    lasts: ({ duration }) => `dura ${duration}`,
    withPeople: ({ names }) => `Con ${names}`,
    join: "Unirse en línea",
    calendar: "Añadir al calendario",
    calendarOf: ({ session }) => `Añadir ${session} a tu calendario`,
    canceled: "Esta sesión se ha cancelado.",
    over: "Pasada",
    backHome: "Volver a tus cursos",
    certificate: "Certificado",
    certificateOf: ({ course }) => `Certificado: ${course}`,
    certificateOpen: "Ver tu certificado",
    certificateLead: "Se certifica que",
    certificateDid: "ha completado el curso",
    certificateOn: ({ date }) => `el ${date}`,
    certificateNumber: ({ number }) => `Certificado n.º ${number}`,
    printHint: "Para conservarlo, imprime esta página o guárdala como PDF con tu navegador.",
    yourGroups: "Tus grupos",
    switchToManage: "Ir a la gestión",
  },

  account: {
    data: "Tus datos",
    dataLead: ({ workspace }: { workspace: string }) =>
      `Todo lo que ${workspace} guarda sobre ti, en un archivo.`,
    dataExport: "Descargar tus datos",
    dataLater: "Ya has descargado tus datos varias veces. Inténtalo de nuevo dentro de una hora.",
    own: "Tu cuenta",
    edit: "Cambiar el nombre, el idioma o la contraseña",
    profileHint: "El nombre nuevo vale en todos tus espacios.",
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
    emailHint: ({ workspace }) =>
      `Con él inicias sesión. Para cambiarlo, habla con un administrador de ${workspace}.`,
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
      lead: "Tu rol no la incluye. Si la necesitas, pregunta a un administrador.",
      action: "Volver al inicio",
    },
    unauthorized: {
      title: "Inicia sesión para seguir",
      lead: "Esta página es solo para miembros.",
      action: "Iniciar sesión",
    },
    serverError: {
      title: "Algo ha fallado por nuestra parte",
      lead: "Lo que escribiste antes de esta página no se ha perdido. Inténtalo de nuevo en un momento; si vuelve a pasar, da la referencia de abajo a un administrador.",
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
    admin: {
      name: "Administrador",
      may: "Gestiona todo: personas, ajustes, facturación y todos los contenidos.",
    },
    unit_manager: {
      name: "Responsable",
      may: "Gestiona las personas y las inscripciones de una unidad y de todo lo que contiene.",
    },
    group_admin: {
      name: "Administrador de grupo",
      may: "Gestiona un grupo y sus subgrupos: personas, roles e inscripciones.",
    },
    user_admin: {
      name: "Administrador de personas",
      may: "Invita y gestiona a los coaches y estudiantes de un grupo.",
    },
    coach: { name: "Coach", may: "Acompaña a los estudiantes de un grupo y sigue su progreso." },
    session_instructor: {
      name: "Instructor de sesión",
      may: "Imparte sesiones y sigue a los estudiantes inscritos en ellas.",
    },
    instructor: { name: "Instructor", may: "Crea e imparte cursos; sin acceso a ajustes ni facturación." },
    learner: { name: "Estudiante", may: "Hace cursos y ve su propio progreso." },
  },

  status: {
    pending: "Pendiente",
    active: "Activo",
    expired: "Caducada",
    bounced: "Rebotada",
    deactivated: "Desactivado",
    canceled: "Retirada",
    declined: "Rechazada",
    removed: "Eliminado",
  },
};
