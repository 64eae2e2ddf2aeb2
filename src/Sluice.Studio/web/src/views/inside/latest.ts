// Asks for what is wanted now, one question at a time: while one is on its way the next waits, and of those only the latest is asked.
import { useEffect, useRef, useState } from "preact/hooks";

export interface Latest<T> {
  data: T | undefined;
  error: string | undefined;
}

export function useLatest<T>(key: string | null, ask: () => Promise<T>): Latest<T> {
  const [state, set] = useState<Latest<T>>({ data: undefined, error: undefined });
  const now = useRef({ key, ask, asked: null as string | null, busy: false, gone: false });
  now.current.key = key;
  now.current.ask = ask;
  useEffect(() => {
    const at = now.current;
    at.gone = false;
    const next = () => {
      if (at.busy || at.gone || at.key === null || at.key === at.asked) return;
      at.busy = true;
      at.asked = at.key;
      at.ask().then(
        (data) => at.gone || set({ data, error: undefined }),
        (e: Error) => at.gone || set((old) => ({ data: old.data, error: e.message })),
      ).finally(() => {
        at.busy = false;
        next();
      });
    };
    next();
  }, [key]);
  useEffect(() => () => void (now.current.gone = true), []);
  return state;
}
