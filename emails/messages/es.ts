import type { Messages } from ".";
import type { DaySentence, Names } from "./names";

const who = ({ who }: Names) => who ?? "La persona invitada";

export const es: Messages = {
  language: "es",
  locale: "es-ES",

  greeting: (name) => (name ? `Hola, ${name}:` : "Hola:"),
  noteBy: (inviter) => (inviter ? `${inviter} le escribe:` : "Un mensaje personal para usted:"),
  plainAddress: "Si el botón no funciona, copie esta dirección en su navegador:",
  moment: ({ date, time, zone }) => `${date}, ${time} ${zone}`,
  validUntil: (moment) => `El enlace es válido hasta el ${moment}.`,
  doesNotExpire: "El enlace no caduca.",
  support: (contact) => `¿Tiene alguna pregunta? Aquí le pueden ayudar: ${contact}`,
  footer: ({ workspace, product }) => `Enviado por ${product} en nombre de ${workspace}.`,

  about: {
    line: ({ about, line }: { about: string; line: string }) => `Para ${about}: ${line}`,
    passOn: (about: string) =>
      `Este mensaje es para ${about}, que no tiene dirección de correo. Le llega a usted porque su dirección figura para ello. Por favor, hágaselo llegar.`,
  },

  colon: ": ",
  roleHeading: (count) => (count === 1 ? "Su función" : "Sus funciones"),
  roles: {
    admin: { label: "‹Admin›", may: "gestiona todo: personas, ‹courses› y ajustes" },
    unit_manager: { label: "‹Unit_manager›", may: "invita y acompaña a las personas de su parte (‹unit›)" },
    group_admin: {
      label: "‹Group_admin›",
      may: "gestiona su parte (‹group›), lo que contiene y sus miembros",
    },
    user_admin: {
      label: "‹User_admin›",
      may: "invita a personas a su parte (‹group›) y se ocupa de sus cuentas",
    },
    coach: { label: "‹Coach›", may: "acompaña a sus ‹learners› y sigue su progreso" },
    session_instructor: {
      label: "‹Session_instructor›",
      may: "dirige ‹sessions› y atiende a quienes participan",
    },
    instructor: { label: "‹Instructor›", may: "prepara e imparte ‹courses›" },
    learner: { label: "‹Learner›", may: "realiza ‹courses› y consulta su propio progreso" },
  },

  button: {
    accept_invitation: "Aceptar la invitación",
    set_password_and_get_started: "Crear contraseña y empezar",
    set_your_password: "Crear su contraseña",
    choose_new_password: "Elegir una contraseña nueva",
    confirm_address: "Confirmar esta dirección",
    sign_in: "Iniciar sesión",
    open_profile: "Ver el perfil",
    open_invitation: "Ver la invitación",
    open_sign_in: "Abrir la página de acceso",
    open_course: "Abrir: ‹course›",
  },

  invitation: {
    subject: {
      inviter_invited_you: ({ inviter, workspace }) =>
        inviter ? `${inviter} le invita a unirse a ${workspace}` : `Tiene una invitación a ${workspace}`,
      invited_to_workspace: ({ workspace }) => `Tiene una invitación a ${workspace}`,
      invitation_to_workspace: ({ workspace }) => `Invitación a ${workspace}`,
      welcome_to_product: ({ product }) => `Le damos la bienvenida a ${product}`,
    },
    heading: ({ workspace }) => `Tiene una invitación a ${workspace}`,
    intro: ({ inviter, workspace, product }) =>
      inviter
        ? `${inviter} le invita a unirse a ${workspace}, un espacio para aprender en ${product}.`
        : `El equipo de ${workspace} le invita a formar parte de su espacio para aprender en ${product}.`,
    next: "El botón abre su invitación. Puede leerla con calma antes de decidir.",
    notExpected:
      "¿No esperaba este mensaje? Puede ignorarlo sin más. No ocurrirá nada y no se le inscribirá en ningún sitio.",
  },

  reminder: {
    subject: ({ workspace }) => `Recordatorio: su invitación a ${workspace}`,
    heading: ({ workspace }) => `Su lugar en ${workspace} le espera`,
    intro: ({ inviter, workspace }) =>
      inviter
        ? `Hace algún tiempo recibió una invitación de ${inviter} para unirse a ${workspace}. Sigue abierta.`
        : `Hace algún tiempo recibió una invitación para unirse a ${workspace}. Sigue abierta.`,
    notExpected: "¿No le interesa o no esperaba este mensaje? Puede ignorarlo sin más. No ocurrirá nada.",
  },

  newLink: {
    subject: ({ workspace }) => `Su nuevo enlace para ${workspace}`,
    heading: "Aquí tiene su nuevo enlace",
    intro: ({ inviter, workspace }) =>
      inviter
        ? `Aquí tiene un nuevo enlace para la invitación de ${inviter} a ${workspace}.`
        : `Aquí tiene un nuevo enlace para su invitación a ${workspace}.`,
    replaces: "Utilice solo este enlace. Es posible que los de mensajes anteriores ya no funcionen.",
    notExpected: "¿No esperaba este mensaje? Puede ignorarlo sin más. No ocurrirá nada.",
  },

  seatFree: {
    subject: ({ workspace }) => `Ya hay una plaza para usted en ${workspace}`,
    heading: "Ya hay una plaza para usted",
    intro: ({ workspace }) =>
      `Cuando quiso entrar en ${workspace}, todas las plazas estaban ocupadas y pidió que le avisáramos. Ahora hay una.`,
    first:
      "Su enlace es el que ya tiene. La plaza no está reservada: es de quien entre primero. Si se ocupa otra vez, usted conserva su puesto en la lista de espera.",
    notExpected: "¿Ya no le interesa? Puede ignorar este mensaje sin más. No ocurrirá nada.",
  },

  account: {
    subject: ({ workspace }) => `Su cuenta en ${workspace}`,
    heading: ({ workspace }) => `Tiene una cuenta en ${workspace}`,
    intro: ({ inviter, workspace, product }) =>
      inviter
        ? `${inviter} le ha dado de alta en ${workspace}, un espacio de aprendizaje en ${product}.`
        : `El equipo de ${workspace} le ha dado de alta en su espacio de aprendizaje en ${product}.`,
    setPassword: "Elija una contraseña y podrá iniciar sesión enseguida con esta dirección.",
    temporary: (ends) =>
      `Inicie sesión con esta dirección y la contraseña provisional de abajo. Es válida hasta el ${ends}; después elegirá una propia.`,
    password: "Su contraseña provisional:",
    ownPassword: "Ya tiene una cuenta con esta dirección: inicie sesión con su propia contraseña.",
    notExpected: "¿No lo esperaba? Avise entonces a los responsables; pueden volver a darle de baja.",
  },

  passwordReset: {
    subject: ({ workspace }) => `Elija una contraseña nueva para ${workspace}`,
    heading: "Elija una contraseña nueva",
    intro: ({ workspace }) =>
      `Alguien, probablemente usted, ha pedido una contraseña nueva para su cuenta en ${workspace}.`,
    notExpected:
      "¿No lo ha pedido usted? Puede ignorar este mensaje. Su contraseña no cambia y este enlace no se ha enviado a nadie más.",
  },

  verifyAddress: {
    subject: ({ workspace }) => `Confirmación de la dirección para ${workspace}`,
    heading: "Confirmación de la dirección",
    intro: ({ workspace }) =>
      `Esta dirección se usó para entrar en ${workspace}. Basta con confirmar que el buzón es suyo y todo queda listo.`,
    notExpected:
      "¿No fue usted? Puede ignorar este mensaje sin pulsar el botón; la dirección queda sin confirmar.",
  },

  registration: {
    subject: ({ course, workspace }) =>
      course
        ? `Confirme su dirección y empiece «${course}»`
        : `Confirmación de la dirección para ${workspace}`,
    heading: ({ course }) =>
      course ? `Confirme su dirección y empiece «${course}»` : "Confirme su dirección",
    intro: ({ course, workspace }) =>
      course
        ? `Esta dirección se registró en ${workspace} para «${course}». Basta con confirmar que el buzón es suyo y podrá empezar.`
        : `Esta dirección se registró en ${workspace}. Basta con confirmar que el buzón es suyo y podrá empezar.`,
    button: ({ course }) => (course ? "Confirmar y empezar" : "Confirmar esta dirección"),
    notExpected:
      "¿No fue usted? No pulse el botón. Sin él no ocurre nada, y la dirección se olvida al cabo de una semana.",
  },

  registrationKnown: {
    subject: ({ workspace }) => `Ya tiene una cuenta en ${workspace}`,
    heading: "Ya tiene una cuenta aquí",
    intro: ({ course, workspace }) =>
      course
        ? `Alguien, probablemente usted, registró esta dirección en ${workspace} para «${course}». Ya tiene una cuenta aquí: inicie sesión para continuar.`
        : `Alguien, probablemente usted, registró esta dirección en ${workspace}. Ya tiene una cuenta aquí: inicie sesión.`,
    notExpected: "¿No fue usted? Puede ignorar este mensaje. No ha cambiado nada.",
  },

  registrationApproved: {
    subject: ({ workspace }) => `Inscripción aprobada: ${workspace}`,
    heading: "Su inscripción ha sido aprobada",
    intro: ({ course, workspace }) =>
      course
        ? `${workspace} ha aprobado su inscripción. «${course}» le espera: inicie sesión y empiece.`
        : `${workspace} ha aprobado su inscripción. Inicie sesión y eche un vistazo.`,
    why: "Recibe este mensaje porque esta dirección se registró.",
  },

  registrationRefused: {
    subject: ({ workspace }) => `Su inscripción en ${workspace}`,
    heading: "Su inscripción no ha sido aprobada",
    intro: ({ workspace }) => `${workspace} ha revisado su inscripción y no la ha aprobado.`,
    reason: "Motivo indicado:",
    next: "Los datos de su inscripción se han borrado. Si ha pagado, se le devolverá el dinero.",
  },

  registrationRefunded: {
    subject: ({ workspace }) => `Su dinero de ${workspace} se devuelve`,
    heading: "Su dinero se devuelve",
    intro: ({ course, workspace }) =>
      course
        ? `${workspace} ha devuelto lo que se pagó por «${course}».`
        : `${workspace} ha devuelto lo que se pagó.`,
    next: "La inscripción aún no se había confirmado y termina con ello: el enlace de nuestro mensaje anterior ya no lleva a ninguna parte, y la dirección y el nombre se han borrado.",
  },

  invitationAccepted: {
    subject: ({ workspace }) => `Le damos la bienvenida a ${workspace}`,
    heading: ({ workspace }) => `Le damos la bienvenida a ${workspace}`,
    intro: ({ workspace }) => `Nos alegra contar con usted. Ya forma parte de ${workspace}.`,
    keep: "Conserve este mensaje: contiene la dirección en la que iniciará sesión a partir de ahora.",
    plainAddress: "Su dirección de acceso:",
    notExpected:
      "¿No ha sido usted? Es posible que alguien haya usado su dirección. Avise, por favor, a la persona que le envió la invitación.",
  },

  acceptedNotice: {
    subject: (names) => `${who(names)} se ha unido a ${names.workspace}`,
    heading: "Su invitación ha sido aceptada",
    intro: (names) => `${who(names)} ha aceptado su invitación y ya forma parte de ${names.workspace}.`,
    role: (labels, count) => `${count === 1 ? "Función" : "Funciones"}: ${labels}`,
    why: "Recibe este mensaje porque usted envió la invitación.",
  },

  declinedNotice: {
    subject: (names) => `${who(names)} ha rechazado su invitación`,
    heading: "Su invitación ha sido rechazada",
    intro: (names) => `${who(names)} ha rechazado su invitación a ${names.workspace}.`,
    reason: "Motivo indicado:",
    next: "No tiene que hacer nada. No se enviarán más recordatorios.",
  },

  passwordChanged: {
    subject: ({ workspace }) => `Se ha cambiado su contraseña de ${workspace}`,
    heading: "Se ha cambiado su contraseña",
    intro: ({ workspace }) =>
      `La contraseña de su cuenta en ${workspace} se acaba de cambiar. Si ha sido usted, todo está en orden.`,
    notYou: "Si no ha sido usted, actúe de inmediato: abra la página de acceso y pida una contraseña nueva.",
  },

  addressChangeAsked: {
    subject: ({ workspace }) => `Otra dirección para tu cuenta en ${workspace}`,
    heading: "Se va a cambiar tu dirección",
    intro: ({ workspace }) =>
      `Se ha pedido otra dirección en lugar de esta para tu cuenta en ${workspace}. Vale en cuanto se confirme desde su buzón; hasta entonces no cambia nada.`,
    notYou: "¿No lo pediste? Díselo enseguida a quienes lo gestionan.",
  },

  addressChanged: {
    subject: ({ workspace }) => `Se ha cambiado tu dirección en ${workspace}`,
    heading: "Se ha cambiado tu dirección",
    intro: ({ workspace }) =>
      `La cuenta en ${workspace} que tenía esta dirección tiene ahora otra, confirmada desde su buzón. Entras con ella; en todos los dispositivos se ha cerrado la sesión.`,
    notYou: "¿No lo pediste? Díselo enseguida a quienes lo gestionan.",
  },

  accessEnding: {
    subject: (({ workspace, lastDay }) => `Tu acceso a ${workspace} termina el ${lastDay}`) as DaySentence,
    heading: (({ lastDay }) => `Tu acceso termina el ${lastDay}`) as DaySentence,
    intro: (({ workspace, lastDay }) =>
      `Puedes usar ${workspace} hasta el ${lastDay} inclusive. Después de ese día ya no podrás iniciar sesión allí.`) as DaySentence,
    longer: "¿Lo necesitas más tiempo? Pregunta a quienes lo administran: pueden fijar un día posterior.",
  },

  session: {
    online: "En línea: encontrará la dirección en la página a la que lleva este mensaje.",
    notJoined: "Su plaza está reservada. Acepte primero la invitación; llegó en un mensaje aparte.",
    invitation: {
      subject: ({ session }) => `Su plaza en ${session}`,
      heading: "Tiene una plaza",
      intro: ({ workspace }) =>
        `Tiene una plaza en ${workspace} (‹session›). Guarde este mensaje: dice cuándo y dónde.`,
    },
    reminder: {
      subject: ({ session }) => `Pronto: ${session}`,
      heading: "Empieza pronto",
      intro: ({ workspace }) => `Ya falta poco en ${workspace} (‹session›).`,
    },
    canceled: {
      subject: ({ session }) => `Cancelada: ${session}`,
      heading: "Se ha cancelado",
      intro: ({ workspace }) =>
        `En ${workspace} se ha cancelado algo para lo que tenía una plaza (‹session›).`,
    },
  },
};
