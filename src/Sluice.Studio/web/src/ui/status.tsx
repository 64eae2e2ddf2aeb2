import { useWords, type Text } from "../language";

const text = {
  waiting: ["One moment …", "请稍候……", "請稍候……"],
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
