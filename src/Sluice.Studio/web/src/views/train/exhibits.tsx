// What a model does at the moment: each kind of exhibit has its drawing.
import { useWords } from "../../language";
import { Figure } from "../../ui/figure";
import { Answers } from "./answers";
import { Course } from "./course";
import { shown, text } from "./exhibit-text";
import { Pictures } from "./pictures";
import { Roll } from "./roll";
import type { Exhibit } from "./run";
import { ShareMap } from "./share-map";
import { Words } from "./words";

export function Exhibits({ all }: { all: Exhibit[] }) {
  return <>{all.map((e) => <One key={e.what} exhibit={e} />)}</>;
}

function One({ exhibit: e }: { exhibit: Exhibit }) {
  const t = useWords(text), title = useWords(shown)[e.what];
  switch (e.kind) {
    case "course": return <Figure name={e.what} title={e.name ? `${title}: ${e.name}` : title} about={t.courseAbout}><Course {...e} /></Figure>;
    case "map": return <Figure name={e.what} title={title} about={e.what === "confusion" ? t.confusionAbout : t.alignmentAbout}><ShareMap {...e} /></Figure>;
    case "roll": return <Figure name={e.what} title={title} about={t.rollAbout}><Roll {...e} /></Figure>;
    case "answers": return <div class="panel made"><strong>{title}</strong><Answers {...e} /></div>;
    case "words": return <div class="panel made across"><strong>{title}</strong><Words {...e} /></div>;
    case "pictures": return <div class="panel made across"><strong>{title}</strong><Pictures {...e} /></div>;
  }
}
