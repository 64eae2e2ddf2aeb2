// Play, pause, step back and forth, start again: by buttons, slider and keys, always in the same place.
import { useEffect, useRef, useState } from "preact/hooks";
import { useNumber } from "../address";
import { useWords, type Text } from "../language";

const text = {
  controls: ["Steps", "步骤", "步驟"],
  first: ["Start again", "重新开始", "重新開始"],
  back: ["One step back", "后退一步", "後退一步"],
  next: ["One step forth", "前进一步", "前進一步"],
  play: ["Play", "播放", "播放"],
  pause: ["Pause", "暂停", "暫停"],
  speed: ["Speed", "速度", "速度"],
  keys: ["Keys: space plays and pauses, ← and → step, Home starts again.", "按键：空格播放或暂停，← → 逐步，Home 重新开始。", "按鍵：空白鍵播放或暫停，← → 逐步，Home 重新開始。"],
} satisfies Record<string, Text>;

export interface Player {
  /** The step at hand, from 0; part of the address. */
  step: number;
  /** How much of the step has happened, 0 … 1, for what moves. */
  phase: number;
  playing: boolean;
  speed: number;
  steps: number;
  go: (step: number) => void;
  next: () => void;
  back: () => void;
  toggle: () => void;
  reset: () => void;
  /** Plays from the beginning; without motion it shows the end. */
  start: () => void;
  setSpeed: (speed: number) => void;
  /** Shows a moment within the step, and stays there. */
  hold: (phase: number) => void;
}

const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Walks through steps, each of which takes some seconds in which `phase` goes from 0 to 1; it may begin, and wait, within a step. With stages it
 * plays one of them at a time, and waits for the reader after each.
 */
export function usePlayer(steps: number, seconds = 2, begin = 1, stages = 0): Player {
  const [given, setStep] = useNumber("step", 0);
  const step = Math.min(Math.max(0, Math.floor(given)), Math.max(0, steps - 1));
  const [phase, setPhase] = useState(begin);
  const [held, setHeld] = useState(begin < 1);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const now = useRef({ step, phase, playing, speed });
  now.current = { step, phase, playing, speed };
  const moving = !held && (playing || phase < 1);

  useEffect(() => {
    if (!moving) return;
    let frame = 0, last = performance.now();
    const draw = (time: number) => {
      const at = now.current;
      const more = calm() ? 1 : ((time - last) / 1000 / seconds) * at.speed;
      last = time;
      const end = stages > 0 && at.playing ? Math.min(1, (Math.floor(at.phase * stages + 1e-6) + 1) / stages) : 1;
      const phase = calm() ? end : at.phase + more;
      if (phase < end) setPhase(phase);
      else if (stages > 0 && at.playing) {
        setPhase(end);
        setHeld(end < 1);
        setPlaying(false);
        return;
      } else if (at.playing && at.step + 1 < steps) {
        setPhase(calm() ? 1 : 0);
        setStep(at.step + 1);
      } else {
        setPhase(1);
        setPlaying(false);
        return;
      }
      if (!calm()) frame = requestAnimationFrame(draw);
    };
    // Without motion a step is shown for its whole time, then the next.
    const begin = () => { frame = requestAnimationFrame(draw); };
    if (calm()) {
      const timer = setInterval(() => draw(performance.now()), (seconds * 1000) / (stages || 1) / speed);
      return () => { clearInterval(timer); cancelAnimationFrame(frame); };
    }
    begin();
    return () => cancelAnimationFrame(frame);
  }, [moving, steps, seconds, stages, calm() ? speed : 0]);

  const go = (to: number, animate = false) => {
    const next = Math.min(Math.max(0, to), steps - 1);
    setHeld(false);
    setPhase(animate && next > step && !calm() ? 0 : 1);
    setStep(next);
  };
  return {
    step, phase, playing, speed, steps,
    go: (to) => { setPlaying(false); go(to); },
    next: () => { setPlaying(false); go(step + 1, true); },
    back: () => { setPlaying(false); go(step - 1); },
    toggle: () => {
      setHeld(playing && phase < 1);
      if (!playing && phase >= 1 && (stages > 0 || step + 1 >= steps)) { setPhase(calm() && stages === 0 ? 1 : 0); setStep((step + 1) % steps); }
      setPlaying(!playing);
    },
    reset: () => { setPlaying(false); setHeld(stages > 0); setPhase(stages > 0 ? 0 : 1); setStep(0); },
    start: () => {
      setHeld(false);
      setPlaying(!calm());
      setPhase(calm() ? 1 : 0);
      setStep(calm() ? steps - 1 : 0);
    },
    setSpeed,
    hold: (moment) => { setPlaying(false); setHeld(true); setPhase(Math.min(1, Math.max(0, moment))); },
  };
}

/** What comes anew plays from its beginning, unless the address says at which step it stands. */
export function useFromStart(player: Player, what: unknown): void {
  const shown = useRef(false);
  useEffect(() => {
    if (!new URLSearchParams(location.search).has("step") || shown.current) player.start();
    shown.current = true;
  }, [what]);
}

/** `drawing` names what moves, by a selector: whoever plays or steps sees the whole of it. */
export function PlayerControls({ player, label, drawing }: { player: Player; label?: (step: number) => string; drawing?: string }) {
  const t = useWords(text);
  const held = useRef(player);
  held.current = player;
  const seen = (action: () => void) => () => {
    action();
    if (drawing) document.querySelector(drawing)?.closest("figure")?.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  };
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      const target = e.target as HTMLElement;
      if (e.ctrlKey || e.metaKey || e.altKey || /^(input|select|textarea)$/i.test(target.tagName) || target.isContentEditable) return;
      if (e.key === " " && /^(button|a|summary)$/i.test(target.tagName)) return;
      const action = { " ": held.current.toggle, ArrowRight: held.current.next, ArrowLeft: held.current.back, Home: held.current.reset }[e.key];
      if (!action) return;
      e.preventDefault();
      seen(action)();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  const { step, steps, playing } = player;
  return (
    <div class="player" role="group" aria-label={t.controls} title={t.keys}>
      <button type="button" onClick={seen(player.reset)} aria-label={t.first} title={t.first}>⇤</button>
      <button type="button" onClick={seen(player.back)} disabled={step === 0} aria-label={t.back} title={t.back}>←</button>
      <button type="button" class="main" onClick={seen(player.toggle)} aria-label={playing ? t.pause : t.play} title={playing ? t.pause : t.play}>{playing ? "❚❚" : "▶"}</button>
      <button type="button" onClick={seen(player.next)} disabled={step + 1 >= steps} aria-label={t.next} title={t.next}>→</button>
      <input type="range" min={0} max={Math.max(0, steps - 1)} value={step} aria-label={t.controls} onInput={(e) => player.go(Number(e.currentTarget.value))} />
      <output aria-live="polite">{label ? label(step) : `${step + 1} / ${steps}`}</output>
      <label class="speed"><span>{t.speed}</span>
        <select aria-label={t.speed} value={player.speed} onChange={(e) => player.setSpeed(Number(e.currentTarget.value))}>
          {[0.5, 1, 2, 4].map((s) => <option key={s} value={s}>{s}×</option>)}
        </select>
      </label>
    </div>
  );
}
