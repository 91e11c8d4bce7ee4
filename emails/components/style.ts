import { type Accent, PAPER } from "../accent";

export const INK = "#1b1f27";
const QUIET = "#565d6b";
export const LINE = "#e2e5ea";
export const DESK = "#f3f4f7";
export const PANEL = "#f6f7f9";

export const FONT =
  "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica Neue, Helvetica, Arial, sans-serif";

export const paragraph = { color: INK, fontSize: "16px", lineHeight: "25px", margin: "0 0 16px" } as const;
export const quiet = { color: QUIET, fontSize: "14px", lineHeight: "21px", margin: "0 0 12px" } as const;

/** Day is written inline, as mail clients want it; here is night, and the narrow screen. */
export const sheet = (accent: Accent): string => `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
.desk { padding: 0 !important; }
.card { border-radius: 0 !important; border-width: 0 !important; }
.inside { padding-left: 20px !important; padding-right: 20px !important; }
.button { display: block !important; }
}
@media (prefers-color-scheme: dark) {
body, .desk { background-color: #111318 !important; }
.card { background-color: ${PAPER.dark} !important; border-color: #333945 !important; }
.ink { color: #eef0f4 !important; }
.quiet { color: #aab1be !important; }
.panel { background-color: #252a33 !important; }
.line { border-color: #333945 !important; }
.button { border-color: ${accent.edge.dark} !important; }
}
`;

export const heading = {
  color: INK,
  fontSize: "24px",
  fontWeight: 700,
  lineHeight: "31px",
  margin: "28px 0 20px",
} as const;

export const letterhead = {
  color: INK,
  fontSize: "16px",
  fontWeight: 600,
  lineHeight: "22px",
  margin: 0,
} as const;

export const PREHEADER = {
  display: "none",
  fontSize: "1px",
  lineHeight: "1px",
  maxHeight: 0,
  maxWidth: 0,
  msoHide: "all",
  opacity: 0,
  overflow: "hidden",
} as const;
