import { pluralsOf } from "../plural";
import type { HelpMessages } from "./en";

const plural = pluralsOf("es");

function term(seconds: number): string {
  const hours = Math.round(seconds / 3600);
  return hours % 24 === 0
    ? plural(hours / 24, { one: "# día", other: "# días" })
    : plural(hours, { one: "# hora", other: "# horas" });
}

export const help: HelpMessages = {
  title: "Ayuda",
  back: "Toda la ayuda",
  signIn: "Ir a iniciar sesión",
  forgot: "Elegir una contraseña nueva",
  contact: ({ contact }) => `¿Sigues sin poder? ${contact} te ayuda.`,
  inviter: "¿Sigues sin poder? Pregunta a quien te invitó.",
  topics: {
    "not-received": "La invitación no ha llegado",
    "have-account": "Ya tengo una cuenta",
  },
  notReceived: {
    lead: ({ workspace }) =>
      `Los correos de ${workspace} tardan unos minutos. Después, mira en estos sitios.`,
    look: {
      heading: "Dónde mirar",
      spam: ({ workspace }) =>
        `En la carpeta de correo no deseado y en otras como «Promociones»: busca «${workspace}».`,
      mailbox: "En todos tus buzones: va a la dirección invitada y a ninguna otra.",
      sender: ({ sender }) =>
        `Viene de ${sender}: añade esa dirección a tus contactos o a los remitentes permitidos.`,
      filter:
        "En el trabajo o en la escuela un filtro puede retenerla. Quien lleva allí el correo puede dejarla pasar.",
    },
    link: {
      heading: "El enlace que lleva",
      term: ({ seconds }) => `Funciona durante ${term(seconds)} desde que sale el correo.`,
      endless: "No tiene fin.",
      newest: "Si el correo se envió de nuevo, solo funciona el enlace del más reciente.",
      all: "Si el correo se envió de nuevo, los enlaces anteriores también funcionan.",
      ended: "Abre también uno que haya terminado: su página te envía otro.",
    },
    again: {
      heading: "Que la envíen de nuevo",
      ask: "Pide a quien te invitó que la envíe de nuevo y que compruebe cómo está escrita tu dirección.",
    },
    provider: ({ provider }) =>
      `También puedes entrar sin el correo: inicia sesión con ${provider} y la dirección invitada.`,
    joined: "¿Ya te uniste? Entonces no hay correo que esperar.",
  },
  haveAccount: {
    lead: "Una dirección tiene una cuenta, la uses donde la uses aquí.",
    join: {
      heading: "Tienes una invitación y una cuenta",
      follow: "Sigue el enlace de la invitación e inicia sesión con la contraseña que tienes.",
      stays: "Tu nombre, tu contraseña y todo lo que has hecho quedan como están.",
      provider: ({ provider }) =>
        `Sigue el enlace de la invitación e inicia sesión con ${provider}. Aquí no necesitas contraseña.`,
    },
    other: {
      heading: "La invitación es para otra de tus direcciones",
      ask: "Pide una invitación a la dirección que usas. Dos direcciones son dos cuentas, y no se unen.",
    },
    forgot: {
      heading: "Ya no sabes la contraseña",
      choose: "Elige otra con un enlace que se te envía y abre de nuevo la invitación.",
    },
    username: {
      heading: "Tienes un nombre de usuario y ninguna dirección",
      text: "Entra con el nombre de usuario o con tu tarjeta. No hay correo que esperar.",
    },
  },
};
