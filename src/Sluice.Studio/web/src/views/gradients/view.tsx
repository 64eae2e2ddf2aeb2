// Gradient flow: how much of the loss reaches back through time, net beside net.
import { useMemo } from "preact/hooks";
import { useChoice, useNumber, useText } from "../../address";
import { get, useGet } from "../../api";
import { fill, useLanguage, useWords } from "../../language";
import { DepthChoice, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { PlayerControls, usePlayer } from "../../ui/player";
import { Slider } from "../../ui/slider";
import { Failure, Waiting } from "../../ui/status";
import { useLatest } from "../inside/latest";
import { Chart } from "./chart";
import { short, stopsOf, type Flow } from "./flow";
import { Formal } from "./formal";
import { useOwn } from "./own";
import { text } from "./text";
import { Unrolled } from "./unrolled";
import "./view.css";

const initial = { cells: "rnn lstm gru", scale: 1, bias: 1, length: 60, hidden: 32, seed: 1 };

export default function View() {
  const t = useWords(text);
  const [language] = useLanguage();
  const [depth] = useDepth();
  const [of, setOf] = useChoice("of", ["fresh", "own"] as const, "fresh");
  const [cellText, setCells] = useText("cells", initial.cells);
  const [scale, setScale] = useNumber("scale", initial.scale);
  const [bias, setBias] = useNumber("bias", initial.bias);
  const [length, setLength] = useNumber("length", initial.length);
  const [hidden, setHidden] = useNumber("hidden", initial.hidden);
  const [seed, setSeed] = useNumber("seed", initial.seed);
  const [net, setNet] = useText("net", "");
  const own = useOwn(of === "own");
  const all = useGet<{ name: string }[]>(of === "fresh" ? "cells" : null);
  const cells = cellText.split(" ").filter(Boolean), spectrum = depth !== "picture";
  const path = of === "own"
    ? own.path && `${own.path}&length=${length}&spectrum=${spectrum}`
    : cells.length === 0 ? null : `flow/fresh?cells=${encodeURIComponent(cells.join(" "))}&hidden=${hidden}&length=${length}&scale=${scale}&bias=${bias}&seed=${seed}&spectrum=${spectrum}`;

  // One question at a time, always the latest: a dragged slider is followed, and no older answer comes after a newer one.
  const flow = useLatest<{ of: string; flow: Flow }>(path, async () => ({ of, flow: await get<Flow>(path!) }));
  const named: Record<string, string> = { trained: t.trained, fresh: t.untrained };
  const shown = useMemo(
    () => (path === null || flow.data?.of !== of ? undefined : { ...flow.data.flow, nets: flow.data.flow.nets.map((n) => ({ ...n, name: of === "own" ? named[n.name] : n.name })) }),
    [flow.data, of, path === null, language],
  );
  const stops = useMemo(() => stopsOf(shown?.lags ?? length), [shown?.lags ?? length]);
  const player = usePlayer(stops.length + 1, 0.5);
  const stop = player.step === 0 ? undefined : Math.min(player.step, stops.length) - 1;
  const lag = stop === undefined ? undefined : stops[stop];
  const reset = () => { setCells(initial.cells); setScale(initial.scale); setBias(initial.bias); setLength(initial.length); setHidden(initial.hidden); setSeed(initial.seed); setNet(""); player.reset(); };
  const said = (shown?.nets ?? []).map((n) => fill(t.each, { name: n.name, value: short(n.whole[shown!.lags]), k: shown!.lags })).join("; ");

  // What only changes from stop to stop is not drawn again with every frame.
  const beneath = useMemo(() => shown && (
    <>
      <div class="columns">
        <Chart flow={shown} lag={lag} net={net} said={said} />
        <Formal flow={shown} depth={depth} lag={lag ?? shown.lags} net={net} choose={setNet} given={of === "fresh" ? { scale, bias } : undefined} />
      </div>
      <p class="quiet">
        {fill(t.measured, { sequences: shown.sequences, steps: shown.steps, units: shown.units, data: shown.data ?? t.book })}
        {shown.lags < length && ` ${fill(t.shorter, { k: shown.lags })}`}
      </p>
    </>
  ), [shown, lag, net, depth, language]);
  return (
    <div class="gradients">
      <div class="row">
        <fieldset class="choice">
          <legend>{t.of}</legend>
          {(["fresh", "own"] as const).map((o) => <label key={o}><input type="radio" name="of" checked={o === of} onChange={() => setOf(o)} />{t[o]}</label>)}
        </fieldset>
        <DepthChoice />
        <button type="button" onClick={reset}>{t.reset}</button>
      </div>
      {of === "fresh" && (
        <div class="row chips">
          {cells.map((c) => <button key={c} type="button" aria-label={fill(t.remove, { cell: c })} title={fill(t.remove, { cell: c })} onClick={() => setCells(cells.filter((o) => o !== c).join(" "))}>{c} ×</button>)}
          {cells.length < 6 && (
            <label>{t.add} <select value="" onChange={(e) => setCells([...cells, e.currentTarget.value].join(" "))}>
              <option value="" />
              {all.data?.filter((c) => !cells.includes(c.name)).map((c) => <option key={c.name} value={c.name}>{c.name}</option>)}
            </select></label>
          )}
        </div>
      )}
      {of === "own" && own.choice}
      <div class="controls">
        {of === "fresh" && <Slider label={t.scale} value={scale} min={0} max={5} step={0.05} onInput={setScale} />}
        {of === "fresh" && <Slider label={t.bias} value={bias} min={-3} max={6} step={0.1} decimals={1} onInput={setBias} />}
        {path !== null && <Slider label={t.length} value={length} min={5} max={200} step={5} decimals={0} onInput={setLength} />}
        {of === "fresh" && <Slider label={t.hidden} value={hidden} min={4} max={128} step={4} decimals={0} onInput={setHidden} />}
        {of === "fresh" && <Slider label={t.seed} value={seed} min={1} max={20} step={1} decimals={0} onInput={setSeed} />}
      </div>
      {path !== null && flow.error && <Failure message={flow.error} />}
      {path !== null && !shown && !flow.error && <Waiting />}
      {shown && shown.nets.length > 0 && (
        <Figure name="unrolled" title={t.unrolled} about={`${t.unrolledAbout} ${said}`}>
          <Unrolled nets={shown.nets} lags={shown.lags} stops={stops} stop={stop} phase={player.phase} numbers={depth !== "picture"} words={{ loss: t.loss, lag: t.lag, past: t.past }} />
        </Figure>
      )}
      {beneath}
      {shown && <PlayerControls player={player} label={(s) => (s === 0 ? t.all : fill(t.at, { k: stops[Math.min(s, stops.length) - 1] }))} />}
    </div>
  );
}
