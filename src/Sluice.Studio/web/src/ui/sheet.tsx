// The numbers of a view as a file of Excel, in which the formulas of a step compute them anew.
import { useState } from "preact/hooks";
import { blob } from "../api";
import { useWords, type Text } from "../language";
import { save } from "./figure";
import { Failure } from "./status";

const text = {
  excel: ["Save the numbers with their formulas as Excel", "把数值连同公式存为 Excel", "把數值連同公式存為 Excel"],
} satisfies Record<string, Text>;

/** `path` is asked of the host; `name` is the file's, without its ending. */
export function SheetButton({ path, name }: { path: string; name: string }) {
  const t = useWords(text);
  const [failure, setFailure] = useState<string>();
  const get = () => blob(path).then((content) => { setFailure(undefined); save(content, `${name}.xlsx`); }, (e: Error) => setFailure(e.message));
  return <><button type="button" title={t.excel} aria-label={`Excel: ${t.excel}`} onClick={() => void get()}>Excel</button>{failure && <Failure message={failure} />}</>;
}
