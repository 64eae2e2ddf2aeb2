// A file that is dropped anywhere on the page goes to the view that wants one.
import { useEffect, useRef, useState } from "preact/hooks";
import { useWords, type Text } from "../language";

const text = {
  here: ["Let it go: the file is opened here.", "松开鼠标，文件就在这里打开。", "放開滑鼠，檔案就在這裡開啟。"],
} satisfies Record<string, Text>;

const holdsFiles = (e: DragEvent): boolean => [...(e.dataTransfer?.types ?? [])].includes("Files");

/** Takes the first file of those that are dropped; while one hangs above the page, it says so. */
export function Drop({ onFile }: { onFile: (file: File) => void }) {
  const t = useWords(text);
  const [above, setAbove] = useState(false);
  const take = useRef(onFile);
  take.current = onFile;
  useEffect(() => {
    const over = (e: DragEvent) => { if (holdsFiles(e)) { e.preventDefault(); setAbove(true); } };
    const leave = (e: DragEvent) => { if (e.relatedTarget === null) setAbove(false); };
    const drop = (e: DragEvent) => {
      if (!holdsFiles(e)) return;
      e.preventDefault();
      setAbove(false);
      const file = e.dataTransfer!.files[0];
      if (file) take.current(file);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => { removeEventListener("dragover", over); removeEventListener("dragleave", leave); removeEventListener("drop", drop); };
  }, []);
  return above ? <div class="dropping" role="status">{t.here}</div> : null;
}
