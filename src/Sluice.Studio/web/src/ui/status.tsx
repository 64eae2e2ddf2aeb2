import { useEffect, useState } from "preact/hooks";
import { complaintOf, unheard, useHost } from "../api";
import { languages, useLanguage, useWords, type Text } from "../language";
import type { Translate } from "./translate";

const text = {
  waiting: ["One moment …", "请稍候……", "請稍候……"],
  silent: [
    "The studio does not answer. What is shown stays; the page asks again by itself until it does.",
    "工作室没有回应。已显示的内容会保留；页面会自动重试，直到它回应。",
    "工作室沒有回應。已顯示的內容會保留；頁面會自動重試，直到它回應。",
  ],
  failed: ["That did not work:", "没有成功：", "沒有成功："],
} satisfies Record<string, Text>;

export function Waiting() {
  const t = useWords(text);
  return <p class="quiet" role="status">{t.waiting}</p>;
}

/** Says a sentence of the host or the library in the page's language; what it has no words for stays as it came, and is marked as English. */
export function useTold(): (message: string) => { said: string; foreign: boolean } {
  const [language] = useLanguage();
  const [translate, set] = useState<{ by: Translate }>();
  useEffect(() => { if (language !== "en" && !translate) void import("./translate").then((m) => set({ by: m.translate })); }, [language]);
  return (message) => {
    if (language === "en") return { said: message, foreign: false };
    const at = languages.indexOf(language), complaint = complaintOf(message);
    if (message === unheard[0]) return { said: unheard[at], foreign: false };
    const said = complaint ? translate?.by(complaint, language) : undefined;
    return { said: said ?? message, foreign: said === undefined && !/\p{Script=Han}/u.test(message) };
  };
}

/** What did not work, and why. */
export function Failure({ message }: { message: string }) {
  const t = useWords(text), { said, foreign } = useTold()(message);
  return <p class="failure" role="alert"><strong>{t.failed}</strong> <span lang={foreign ? "en" : undefined}>{said}</span></p>;
}

/** Says that the host is silent while it is. */
export function Silence() {
  const t = useWords(text), { silent } = useHost();
  return <div role="status">{silent && <p class="failure silence">{t.silent}</p>}</div>;
}
