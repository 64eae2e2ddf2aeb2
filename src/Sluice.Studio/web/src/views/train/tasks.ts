// What the host says of tasks: what they are called, what they learn from, what is made small, and their settings.
import { useGet } from "../../api";
import { languages, useLanguage, type Text } from "../../language";

export interface Setting {
  key: string;
  comment: string;
  value: string;
  choices: string[];
  /** What one that stands in front is called. */
  label: Text | null;
  /** What one that stands behind is called; null where it goes by its key. */
  behind: Text | null;
  /** Whether it names a column of a table. */
  column: boolean;
}

export interface Task {
  name: string;
  title: string;
  file: string;
  called: Text;
  learnsFrom: Text;
  loss: string;
  /** By what the best weights are chosen, where it is another measure than the training loss. */
  measure: Text | null;
  settings: Setting[];
  examples: { name: string; settings: Record<string, string> }[];
}

export interface Tasks { tasks: Task[]; cells: string[]; largestUpload: number }

export const useTasks = () => useGet<Tasks>("tasks");

/** What settings are called in the language at hand: by their keys where the host has no words for them. */
export function useNames(tasks: Task[] | undefined): (key: string) => string {
  const say = useSay();
  return (key) => {
    const words = tasks?.flatMap((k) => k.settings).find((s) => s.key === key), called = words?.label ?? words?.behind;
    return called ? say(called) : key;
  };
}

/** Says what the host has in three languages in the one at hand. */
export function useSay(): (text: Text) => string {
  const [language] = useLanguage();
  return (text) => text[languages.indexOf(language)];
}
