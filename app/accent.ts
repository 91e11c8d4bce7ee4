/** One colour as red, green, blue, 0 to 255. */
type Rgb = readonly [number, number, number];

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** The grounds on which accent text must stay legible: --bg and --sunken of styles/app.css, the hardest of each theme. */
const lightGround: Rgb = [0xf4, 0xf4, 0xf5];
const darkGround: Rgb = [0x23, 0x23, 0x28];

/** Contrast that WCAG 2.2 AA asks of text, with a little room for rounding. */
const textContrast = 4.6;
/** Contrast that WCAG 2.2 AA asks of a control against its ground. */
const shapeContrast = 3.1;

function parse(hex: string): Rgb | undefined {
  const digits = /^#?([0-9a-f]{6})$/i.exec(hex)?.[1];
  if (!digits) return undefined;
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function format(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const between = (a: number, b: number) => a + (b - a) * share;
  return [between(from[0], to[0]), between(from[1], to[1]), between(from[2], to[2])];
}

/** Moves a colour towards black or white, no further than the contrast with its ground needs. */
function untilLegible(colour: Rgb, ground: Rgb, towards: Rgb, wanted: number): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = mix(colour, towards, share);
    if (contrast(candidate, ground) >= wanted) return candidate;
  }
  return towards;
}

function shades(brand: Rgb, ground: Rgb, towards: Rgb, theme: "light" | "dark") {
  const fill = untilLegible(brand, ground, towards, shapeContrast);
  const onFill = contrast(fill, white) >= textContrast ? white : black;
  return {
    [`--accent-${theme}`]: format(fill),
    [`--accent-hover-${theme}`]: format(mix(fill, onFill === white ? black : white, 0.14)),
    [`--on-accent-${theme}`]: format(onFill),
    [`--accent-text-${theme}`]: format(untilLegible(brand, ground, towards, textContrast)),
  };
}

/**
 * The custom properties of a workspace's brand colour for both themes, to be set inline on <html>. The brand stays
 * as it is where it may: only as much as legibility needs is mixed in. A value that is no colour gives the default.
 */
export function accentProperties(hex: string | undefined): Record<string, string> {
  const brand = parse(hex ?? "");
  if (!brand) return {};
  return { ...shades(brand, lightGround, black, "light"), ...shades(brand, darkGround, white, "dark") };
}
