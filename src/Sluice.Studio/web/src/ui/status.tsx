import { useHost } from "../api";
import { useWords, type Text } from "../language";

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

/** The sentence of the library, as it came. */
export function Failure({ message }: { message: string }) {
  const t = useWords(text);
  return <p class="failure" role="alert"><strong>{t.failed}</strong> {message}</p>;
}

/** Says that the host is silent while it is. */
export function Silence() {
  const t = useWords(text), { silent } = useHost();
  return <div role="status">{silent && <p class="failure silence">{t.silent}</p>}</div>;
}
