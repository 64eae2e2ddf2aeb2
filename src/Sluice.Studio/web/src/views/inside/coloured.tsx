// A text whose symbols have colours of their own; symbols are hovered, picked, and chosen by marking them.
import { useEffect, useRef } from "preact/hooks";
import { useTheme } from "../../theme";
import { ground, isDark } from "../../ui/colour";

export type Colour = [number, number, number];

export interface ColouredProps {
  tokens: readonly string[];
  /** The step of the first symbol. */
  first: number;
  colour: (index: number, dark: boolean) => Colour | undefined;
  spaced: boolean;
  label: string;
  at?: number;
  range?: [number, number];
  /** The steps that the map shows, and the one that is pointed at there or here. */
  window?: [number, number];
  cursor?: number;
  onHover?: (step: number | undefined) => void;
  onPick?: (step: number) => void;
  onRange?: (from: number, to: number) => void;
}

const visible = (token: string): string => (token === "\n" ? "↵\n" : token === "\t" ? "⇥\t" : token === "\r" ? "␍" : token);

const stepOf = (node: Node | null): number | undefined => {
  const element = node instanceof Element ? node : node?.parentElement;
  const step = element?.closest<HTMLElement>("[data-step]")?.dataset.step;
  return step === undefined ? undefined : Number(step);
};

export function Coloured({ tokens, first, colour, spaced, label, at, range, window, cursor, onHover, onPick, onRange }: ColouredProps) {
  useTheme();
  const dark = isDark();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The box is scrolled, never the page.
    const here = box.current!.querySelector<HTMLElement>(".here"), target = box.current!;
    if (here && (here.offsetTop < target.scrollTop || here.offsetTop + here.offsetHeight > target.scrollTop + target.clientHeight)) target.scrollTop = here.offsetTop - target.clientHeight / 3;
  }, [at, tokens]);
  useEffect(() => {
    // What the map shows comes into the box, unless the hand is in it.
    const target = box.current!, there = window && target.querySelector<HTMLElement>(`[data-step="${window[0]}"]`);
    if (there && !target.matches(":hover") && (there.offsetTop < target.scrollTop || there.offsetTop + there.offsetHeight > target.scrollTop + target.clientHeight)) target.scrollTop = there.offsetTop - 8;
  }, [window?.[0], tokens]);
  const mark = () => {
    const marked = getSelection();
    if (!marked || marked.isCollapsed || !onRange) return;
    const [a, b] = [stepOf(marked.anchorNode), stepOf(marked.focusNode)];
    if (a === undefined || b === undefined || a === b) return;
    marked.removeAllRanges();
    onRange(Math.min(a, b), Math.max(a, b) + 1);
  };
  return (
    <div
      ref={box} class={spaced ? "coloured spaced" : "coloured"} role="group" aria-label={label} tabIndex={0} lang=""
      onPointerOver={onHover && ((e) => onHover(stepOf(e.target as Node)))} onPointerLeave={onHover && (() => onHover(undefined))}
      onPointerUp={mark} onClick={onPick && ((e) => { const step = stepOf(e.target as Node); if (step !== undefined && getSelection()?.isCollapsed !== false) onPick(step); })}
    >
      {tokens.map((token, k) => {
        const step = first + k, shade = colour(k, dark);
        const chosen = range && step >= range[0] && step < range[1];
        return (
          <span key={step} data-step={step} class={`${step === at ? "here" : ""}${chosen ? " chosen" : ""}${step === cursor ? " cursor" : ""}${window && (step < window[0] || step >= window[1]) ? " outside" : ""}`} style={shade && ground(shade)}>
            {visible(token)}{spaced ? " " : ""}
          </span>
        );
      })}
    </div>
  );
}
