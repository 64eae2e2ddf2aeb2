// What the host is asked. Everything that is drawn was computed and recorded by the library behind these addresses.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Text } from "./language";

/** Said where an order was given and the host is silent. */
export const unheard: Text = ["The studio does not answer. Is it still running? Nothing was done.", "工作室没有回应。它还在运行吗？什么也没有做。", "工作室沒有回應。它還在執行嗎？什麼也沒有做。"];
const patience = 1500;

// Whether the host answers, and which one it is: a host that was started again knows nothing of what an earlier one held.
let host: { silent: boolean; id: string | null; times: number } = { silent: false, id: null, times: 0 };
const hearers = new Set<(now: typeof host) => void>();

function hear(silent: boolean, id = host.id): void {
  const another = id !== null && host.id !== null && id !== host.id;
  if (silent === host.silent && id === host.id) return;
  host = { silent, id, times: host.times + (another ? 1 : 0) };
  for (const hearer of [...hearers]) hearer(host);
}

/** Whether the host is silent, and how often another one has come in its place. */
export function useHost(): { silent: boolean; times: number } {
  const [now, set] = useState(host);
  useEffect(() => {
    hearers.add(set);
    set(host);
    return () => void hearers.delete(set);
  }, []);
  return now;
}

/** Asks the host. While it is silent a question is asked again until it is answered or no longer wanted; an order is given once. */
async function reach(path: string, given: RequestInit, order = false): Promise<Response> {
  for (;;) {
    try {
      const response = await fetch(`/api/${path}`, given);
      hear(false, response.headers.get("Sluice-Studio"));
      return await checked(response);
    } catch (e) {
      if (!(e instanceof TypeError) || given.signal?.aborted) throw e;
      hear(true);
      if (order) throw new Error(unheard[0]);
      await new Promise((resolve) => setTimeout(resolve, patience));
      if (given.signal?.aborted) throw e;
    }
  }
}

/** What the host says did not work: the sentence, and its pattern with the values apart, by which the page says it in another language. */
export interface Complaint { error: string; pattern: string; values: string[]; place: string }

const heard = new Map<string, Complaint>();
const mostHeard = 200;

/** The sentence; what it is made of is kept for `complaintOf`. */
export function sentenceOf(complaint: Complaint): string {
  if (heard.size >= mostHeard) heard.delete(heard.keys().next().value!);
  heard.set(complaint.error, complaint);
  return complaint.error;
}

/** What a sentence of the host is made of, where it is one. */
export const complaintOf = (sentence: string): Complaint | undefined => heard.get(sentence);

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  let message = `${response.status} ${response.statusText}`;
  try {
    message = sentenceOf((await response.json()) as Complaint) ?? message;
  } catch {
    // The answer is no sentence.
  }
  throw new Error(message);
}

/** An object from the host. */
export const get = async <T>(path: string, signal?: AbortSignal): Promise<T> => (await reach(path, { signal })).json() as Promise<T>;

/** Float32 numbers from the host, little-endian. */
export const floats = async (path: string, signal?: AbortSignal): Promise<Float32Array> => new Float32Array(await (await reach(path, { signal })).arrayBuffer());

/** A file that the host makes. */
export const blob = async (path: string): Promise<Blob> => (await reach(path, {})).blob();

/** Sends something to the host: with a signal a question, without one an order. */
export async function post<T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> {
  const raw = body instanceof Blob;
  const headers = { "Content-Type": raw ? "application/octet-stream" : "application/json" };
  const response = await reach(path, { method: "POST", signal, body: raw ? body : JSON.stringify(body), headers }, signal === undefined);
  const text = await response.text();
  return (text.length > 0 ? JSON.parse(text) : undefined) as T;
}

/** Puts a file of this machine into the folder; its name there is the answer. */
export const upload = async (file: File): Promise<string> => (await post<{ name: string }>(`upload?name=${encodeURIComponent(file.name)}`, file)).name;

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
