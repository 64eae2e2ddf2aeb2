// The sentences of the host and the library in the page's language, by their patterns.
import type { Complaint } from "../api";
import { complaints } from "../complaints";
import { languages, type Language } from "../language";

export type Translate = (complaint: Complaint, language: Language) => string | undefined;

const known = new Map(complaints.map((all) => [all[0], all]));

const put = (pattern: string, values: readonly string[]): string =>
  pattern.replace(/\{\{|\}\}|\{(\d+)\}/g, (all, k?: string) => (k === undefined ? all[0] : values[Number(k)] ?? all));

/** What stands before a sentence and belongs to it no more: the first value and a colon, such as the name of a setting. */
function within(pattern: string, values: readonly string[]): { pattern: string; values: readonly string[] } | undefined {
  if (!pattern.startsWith("{0}: ")) return undefined;
  return { pattern: pattern.slice(5).replace(/\{(\d+)\}/g, (_, k: string) => `{${Number(k) - 1}}`), values: values.slice(1) };
}

/** The sentence with its values, or nothing where the page has no words for it. */
export const translate: Translate = (complaint, language) => {
  const at = languages.indexOf(language), whole = known.get(complaint.pattern);
  if (whole) return complaint.place + put(whole[at], complaint.values);
  const rest = within(complaint.pattern, complaint.values), own = rest && known.get(rest.pattern);
  return own && rest ? `${complaint.place}${complaint.values[0]}${language === "en" ? ": " : "："}${put(own[at], rest.values)}` : undefined;
};
