// The state of a view is its address: /book?step=4&depth=numbers can be sent to someone else.
import { useEffect, useState } from "preact/hooks";

type Listener = () => void;
const listeners = new Set<Listener>();
let parameters = new URLSearchParams(location.search);
let timer = 0;

// The token has done its work once the page is open; it does not belong into addresses that are shared.
parameters.delete("token");

/** The first part of the path. */
export const view = (): string => location.pathname.split("/")[1] || "home";

/** The path of a view: the first page has the shortest. */
const pathOf = (name: string): string => (name === "home" ? "/" : `/${name}`);

function tell(): void {
  for (const listener of [...listeners]) listener();
}

const written = (): string => location.pathname + (parameters.size > 0 ? `?${parameters}` : "");

addEventListener("popstate", () => {
  clearTimeout(timer);
  parameters = new URLSearchParams(location.search);
  tell();
});

let visits = 0;

/** How often a view was opened from within the page: each time it begins anew from its address. */
export const visit = (): number => visits;

/** Opens a view; language, theme and depth stay. */
export function open(name: string, more: Record<string, string> = {}): void {
  const kept = new URLSearchParams();
  for (const key of ["lang", "theme", "depth"]) if (parameters.has(key)) kept.set(key, parameters.get(key)!);
  for (const [key, value] of Object.entries(more)) kept.set(key, value);
  clearTimeout(timer);
  visits++;
  parameters = kept;
  history.pushState(null, "", `${pathOf(name)}${kept.size > 0 ? `?${kept}` : ""}`);
  scrollTo(0, 0);
  tell();
}

/** The address of a view, for links. */
export function addressOf(name: string, more: Record<string, string> = {}): string {
  const kept = new URLSearchParams();
  for (const key of ["lang", "theme", "depth"]) if (parameters.has(key)) kept.set(key, parameters.get(key)!);
  for (const [key, value] of Object.entries(more)) kept.set(key, value);
  return `${pathOf(name)}${kept.size > 0 ? `?${kept}` : ""}`;
}

/** Sets a parameter; what stands for nothing is left out. Browsers allow few changes of the address, so it follows a little later. */
export function setParameter(name: string, value: string | null): void {
  if ((parameters.get(name) ?? null) === value) return;
  if (value === null) parameters.delete(name);
  else parameters.set(name, value);
  clearTimeout(timer);
  timer = setTimeout(() => history.replaceState(null, "", written()), 200) as unknown as number;
  tell();
}

/** A component is drawn again when the address changes. */
export function useAddress(): string {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = () => draw((n) => n + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return view();
}

/** A text that is part of the address. */
export function useText(name: string, initial: string): [string, (value: string) => void] {
  useAddress();
  return [parameters.get(name) ?? initial, (value) => setParameter(name, value === initial ? null : value)];
}

/** A number that is part of the address. */
export function useNumber(name: string, initial: number): [number, (value: number) => void] {
  const [text, set] = useText(name, String(initial));
  const value = Number(text);
  return [Number.isFinite(value) ? value : initial, (next) => set(String(Math.round(next * 1e6) / 1e6))];
}

/** One of a few words that is part of the address. */
export function useChoice<T extends string>(name: string, choices: readonly T[], initial: T): [T, (value: T) => void] {
  const [text, set] = useText(name, initial);
  return [(choices as readonly string[]).includes(text) ? (text as T) : initial, set];
}
