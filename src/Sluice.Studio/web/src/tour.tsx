// A walk through the views, a question each; it can be left at any time. What it is made of is fetched when it begins.
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useNumber } from "./address";
import { useWords, type Text } from "./language";

export const text = { start: ["Tour", "导览", "導覽"] } satisfies Record<string, Text>;

export function TourButton() {
  const t = useWords(text);
  return <button type="button" onClick={() => void import("./tour-stop").then((tour) => tour.begin())}>{t.start}</button>;
}

/** The stop at hand, above the view; which one it is stands in the address. */
export function TourStop() {
  const [number] = useNumber("tour", 0);
  const [loaded, setLoaded] = useState<{ Standing: FunctionComponent }>();
  const begun = number >= 1;
  useEffect(() => { if (begun) void import("./tour-stop").then(({ Standing }) => setLoaded({ Standing })); }, [begun]);
  return begun && loaded ? <loaded.Standing /> : null;
}
