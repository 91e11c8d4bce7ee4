const PRODUCT_COLOR = "#2450d6";
const EDGE = "#7b828e";

/** WCAG 2 asks 4.5:1 of text and 3:1 of the outline of a control. */
const TEXT_CONTRAST = 4.5;
const EDGE_CONTRAST = 3;

/** Colours of the card a mail is written on, by day and by night. */
export const PAPER = { light: "#ffffff", dark: "#1c2027" } as const;

export interface Accent {
  fill: string;
  /** Readable on `fill`. */
  ink: string;
  /** Sets the button off the card, even if its colour is nearly the card's. */
  edge: { light: string; dark: string };
}

/** A button in the workspace's colour that can be read, whatever the colour. */
export function accentFrom(color: string): Accent {
  const fill = /^#[0-9a-f]{6}$/iu.test(color) ? color.toLowerCase() : PRODUCT_COLOR;
  const edgeOn = (paper: string) => (contrast(fill, paper) >= EDGE_CONTRAST ? fill : EDGE);
  return {
    fill,
    ink: contrast(fill, "#ffffff") >= TEXT_CONTRAST ? "#ffffff" : "#000000",
    edge: { light: edgeOn(PAPER.light), dark: edgeOn(PAPER.dark) },
  };
}

/** Contrast ratio of two `#rrggbb` colours (WCAG 2), 1 to 21. */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
