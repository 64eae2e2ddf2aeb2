// What the host says of a file before it is learned from.
import { useGet, type Asked } from "../../api";

export interface Fit {
  /** Such as "table"; "model" for a file of a model, "large" for one that is not looked at beforehand. */
  form: string;
  /** The tasks that it is for, the best first. */
  tasks: string[];
  /** What follows from it for the task that was asked for, or for the best. */
  settings: Record<string, string>;
  warnings: string[];
  count: number;
  columns: string[];
  rows: string[][];
}

/** Looks at a file of the folder; with a task, what is proposed for that one. */
export const useFit = (file: string | null, task: string): Asked<Fit> =>
  useGet<Fit>(file === null ? null : `fit?name=${encodeURIComponent(file)}${task ? `&task=${encodeURIComponent(task)}` : ""}`);
