// Scales that the colour-blind read too: blue against orange for signed values, one hue from light to dark for amounts.
// Both are given as CSS for drawings and as bytes for canvases.

const blue = [33, 102, 172], orange = [217, 95, 2], teal = [1, 105, 111];

/** The page's background for the theme in force; canvases cannot use CSS variables. */
export const isDark = (): boolean => matchesDark(getComputedStyle(document.documentElement).colorScheme);
const matchesDark = (scheme: string): boolean => scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);

function mix(dark: boolean, colour: number[], share: number): [number, number, number] {
  const from = dark ? 24 : 250, lift = dark ? 60 : 0;
  const s = Math.min(1, Math.max(0, share));
  return [0, 1, 2].map((k) => Math.round(from + (Math.min(255, colour[k] + lift) - from) * s)) as [number, number, number];
}

/** −1 … 1: blue, the background, orange. */
export const signed = (value: number, dark = isDark()): [number, number, number] => mix(dark, value < 0 ? blue : orange, Math.abs(value));

/** 0 … 1: the background to teal. */
export const amount = (value: number, dark = isDark()): [number, number, number] => mix(dark, teal, value);

export const css = ([r, g, b]: [number, number, number]): string => `rgb(${r} ${g} ${b})`;

/** A coloured ground with whichever of black and white stands out more from it (relative luminance of WCAG). */
export function ground(colour: [number, number, number]): { background: string; color: string } {
  const [r, g, b] = colour.map((v) => (v <= 10 ? v / 3295 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return { background: css(colour), color: 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff" };
}

/** Lines that are told apart by colour and by dashes. */
export const lines = [
  { colour: "var(--line-1)", dash: "" },
  { colour: "var(--line-2)", dash: "6 3" },
  { colour: "var(--line-3)", dash: "2 3" },
  { colour: "var(--line-4)", dash: "8 3 2 3" },
  { colour: "var(--line-5)", dash: "1 2" },
  { colour: "var(--line-6)", dash: "12 4" },
];
