// Nets that generate: images, strokes of a pen, music and series, drawn from nothing, on from a beginning, or between two.
import type { JSX } from "preact";
import { setParameter, useText } from "../../address";
import { useGet } from "../../api";
import { fill, useWords } from "../../language";
import { DepthChoice, useDepth } from "../../ui/depth";
import { Failure, Waiting } from "../../ui/status";
import { own, useAsk, type About, type Drawn, type Shown } from "./asked";
import { Classes } from "./classes";
import { Controls } from "./controls";
import { formula } from "./formula";
import { Images } from "./images";
import { Music } from "./music";
import { Series } from "./series";
import { Strokes } from "./strokes";
import { text } from "./text";
import "./view.css";

const commands = "./sluice sample letters\n./sluice train generate letters.jsonl";

export default function View() {
  const t = useWords(text);
  const { data: models, error } = useGet<string[]>("generate/models");
  const [given, setModel] = useText("model", "");
  if (error) return <Failure message={error} />;
  if (!models) return <Waiting />;
  const model = given || models[0];
  if (!model) return <><p>{t.none}</p><pre>{commands}</pre></>;
  const choose = (name: string) => {
    for (const parameter of own) setParameter(parameter, null);
    setModel(name);
  };
  return (
    <div class="generate">
      <div class="row">
        <label>{t.model} <select name="model" value={model} onChange={(e) => choose(e.currentTarget.value)}>
          {!models.includes(model) && <option value={model}>{model}</option>}
          {models.map((m) => <option key={m} value={m}>{m}</option>)}
        </select></label>
        <DepthChoice />
      </div>
      <Opened key={model} model={model} />
    </div>
  );
}

function Opened({ model }: { model: string }) {
  const t = useWords(text);
  const [depth] = useDepth();
  const about = useGet<About>(`generate/about?model=${encodeURIComponent(model)}`);
  const ask = useAsk(model, about.data);
  const { data: drawn, error } = useGet<Drawn>(about.data && ask.ready ? ask.path("drawn") : null);
  if (about.error) return <Failure message={about.error} />;
  if (!about.data) return <Waiting />;
  const facts = about.data.latents === 0 ? t.factsPlain : about.data.net === "draw" ? t.factsDraw : t.facts;
  return (
    <>
      <p>{fill(facts, { net: about.data.net.toUpperCase(), cell: about.data.cell, hidden: about.data.hidden, latents: about.data.latents, glimpses: about.data.glimpses })}</p>
      <Controls about={about.data} ask={ask} count={ask.reads ? drawn?.count : undefined} />
      {error && <Failure message={error} />}
      {!drawn && !error && ask.ready && <Waiting />}
      {drawn && <div class={drawn.side > 0 ? "led" : ""}><Picture about={about.data} drawn={drawn} ask={ask} /></div>}
      {depth === "formula" && <pre class="equations">{formula(about.data.net, ask.from)}</pre>}
    </>
  );
}

function Picture(all: Shown): JSX.Element | null {
  switch (all.drawn.kind) {
    case "images": return <Images {...all} />;
    case "strokes": return <Strokes {...(all as Shown<number[]>)} />;
    case "music": return <Music {...(all as Shown<number[]>)} />;
    case "numbers": return <Series {...(all as Shown<number[]>)} />;
    case "classes": return <Classes {...(all as Shown<string>)} />;
    default: return null;
  }
}
