// A net that learns step by step while it is watched.
import { useEffect, useRef } from "preact/hooks";

export type Learning = {
  learning: boolean; setLearning: (on: boolean) => void;
  /** Steps learned so far, and how they are set. */
  learned: number; setSteps: (steps: number) => void;
  /** Steps after which it has learned enough, and how many more each answer is asked for. */
  enough: number; tick: number;
  answer: { waiting: boolean; error?: string };
};

/** Asks for further steps while it learns, never before the last answer is here; an answer with an error ends the learning, so it is asked for once. */
export function useLearning({ learning, setLearning, learned, setSteps, enough, tick, answer }: Learning) {
  const held = answer.waiting || answer.error !== undefined, now = useRef({ learned, held });
  now.current = { learned, held };
  useEffect(() => { if (answer.error) setLearning(false); }, [answer.error]);
  useEffect(() => {
    if (!learning) return;
    const timer = setInterval(() => {
      if (now.current.held) return;
      if (now.current.learned >= enough) setLearning(false);
      else setSteps(Math.min(enough, now.current.learned + tick));
    }, 45);
    return () => clearInterval(timer);
  }, [learning]);
}
