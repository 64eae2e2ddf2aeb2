// Every text of the page stands once, in three languages side by side, so none can be forgotten.
import { useChoice } from "./address";

export const languages = ["en", "zh-Hans", "zh-Hant"] as const;
export type Language = (typeof languages)[number];
export const languageNames: Record<Language, string> = { en: "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文" };

/** English, simplified Chinese, traditional Chinese. */
export type Text = readonly [en: string, hans: string, hant: string];

function preferred(): Language {
  const kept = localStorage.getItem("sluice-language");
  if ((languages as readonly string[]).includes(kept ?? "")) return kept as Language;
  const own = navigator.language;
  if (!own.startsWith("zh")) return "en";
  return /Hant|TW|HK|MO/i.test(own) ? "zh-Hant" : "zh-Hans";
}

export function useLanguage(): [Language, (language: Language) => void] {
  const initial = preferred();
  const [language, set] = useChoice("lang", languages, initial);
  return [
    language,
    (next) => {
      localStorage.setItem("sluice-language", next);
      set(next);
    },
  ];
}

/** The texts of a part of the page in the language at hand: `const t = useWords(text); t.title`. */
export function useWords<T extends Record<string, Text>>(text: T): { [K in keyof T]: string } {
  const [language] = useLanguage();
  const at = languages.indexOf(language);
  return new Proxy(text, { get: (all, key: string) => all[key]?.[at] ?? key }) as unknown as { [K in keyof T]: string };
}

/** Puts values into a text: fill("{n} words", { n: 5 }). */
export const fill = (text: string, values: Record<string, string | number>): string => text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));

/** Words with spaces between them as Chinese writes them: none between characters; those beside letters and digits stay. */
export const closed = (text: string): string => text.replace(/(?<=[\p{Script=Han}，。、；：？！…]) (?=[\p{Script=Han}，。、；：？！…])/gu, "");
