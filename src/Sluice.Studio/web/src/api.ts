// What the host is asked. Everything that is drawn was computed and recorded by the library behind these addresses.
import { useEffect, useRef, useState } from "preact/hooks";

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  let message = `${response.status} ${response.statusText}`;
  try {
    message = ((await response.json()) as { error: string }).error ?? message;
  } catch {
    // The answer is no sentence.
  }
  throw new Error(message);
}

/** An object from the host. */
export const get = async <T>(path: string, signal?: AbortSignal): Promise<T> => (await checked(await fetch(`/api/${path}`, { signal }))).json() as Promise<T>;

/** Float32 numbers from the host, little-endian. */
export const floats = async (path: string, signal?: AbortSignal): Promise<Float32Array> => new Float32Array(await (await checked(await fetch(`/api/${path}`, { signal }))).arrayBuffer());

/** Sends something to the host. */
export async function post<T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> {
  const raw = body instanceof Blob;
  const response = await checked(
    await fetch(`/api/${path}`, { method: "POST", signal, body: raw ? body : JSON.stringify(body), headers: { "Content-Type": raw ? "application/octet-stream" : "application/json" } }),
  );
  const text = await response.text();
  return (text.length > 0 ? JSON.parse(text) : undefined) as T;
}

export interface Asked<T> {
  /** The last answer; it stays while the next is on its way. */
  data: T | undefined;
  error: string | undefined;
  waiting: boolean;
}

/** Asks when a key changes, latest wins: an answer that is no longer wanted is dropped. */
export function useAsked<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const [state, set] = useState<{ data: T | undefined; error: string | undefined; key: string | null }>({ data: undefined, error: undefined, key: null });
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    asking.current(abort.signal).then(
      (data) => abort.signal.aborted || set({ data, error: undefined, key }),
      (e: Error) => abort.signal.aborted || set((old) => ({ data: old.data, error: e.message, key })),
    );
    return () => abort.abort();
  }, [key]);
  return { data: state.data, error: state.error, waiting: key !== null && key !== state.key };
}

/** An object from the host, asked again when the path changes; null asks nothing. */
export const useGet = <T>(path: string | null): Asked<T> => useAsked(path, (signal) => get<T>(path!, signal));

/** Server-sent events: each kind has its listener. Streams are short, and the browser connects again by itself where it left off, until it is refused. */
export function listen(path: string, on: Record<string, (data: any) => void>, refused?: () => void): () => void {
  const source = new EventSource(`/api/${path}`);
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) refused?.(); };
  for (const [kind, take] of Object.entries(on)) source.addEventListener(kind, (e) => take(JSON.parse((e as MessageEvent<string>).data)));
  return () => source.close();
}
