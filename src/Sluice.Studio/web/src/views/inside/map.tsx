// Steps × units as colours: dragged, zoomed around the pointer, moved by keys. The host computes what the screen shows; until that
// has come, what is there is moved and stretched.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { floats, useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { useTheme } from "../../theme";
import { amount, css, signed } from "../../ui/colour";
import { number } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { HeatMap } from "../../ui/heat-map";
import { Failure } from "../../ui/status";
import { Steps, Units } from "./axes";
import { useLatest } from "./latest";
import { sides, valueQuery, type Chosen, type Run } from "./run";
import type { Window } from "./window";

const text = {
  title: ["{value}: every unit at every step", "{value}：每个单元的每一步", "{value}：每個單元的每一步"],
  about: ["A heat-map of {units} units over steps {from} to {to}; orange above zero, blue below, teal for open gates.", "{units} 个单元在第 {from} 到 {to} 步的热图；橙色为正，蓝色为负，青色为打开的门。", "{units} 個單元在第 {from} 到 {to} 步的熱圖；橙色為正，藍色為負，青色為打開的門。"],
  zoomIn: ["Fewer steps", "放大步数", "放大步數"],
  zoomOut: ["More steps", "缩小步数", "縮小步數"],
  unitsIn: ["Fewer units", "放大单元", "放大單元"],
  unitsOut: ["More units", "缩小单元", "縮小單元"],
  all: ["All", "全部", "全部"],
  scrub: ["First step shown", "显示的第一步", "顯示的第一步"],
  range: ["steps {from}–{to} of {steps}, units {first}–{last} of {units}", "第 {from}–{to} 步（共 {steps} 步），第 {first}–{last} 个单元（共 {units} 个）", "第 {from}–{to} 步（共 {steps} 步），第 {first}–{last} 個單元（共 {units} 個）"],
  point: ["step {step}, unit {unit}: {value}", "第 {step} 步，单元 {unit}：{value}", "第 {step} 步，單元 {unit}：{value}"],
  keys: ["Drag, or use the arrow keys, to move; wheel, + and − zoom steps, with shift units; a click picks step and unit.", "拖动或方向键移动；滚轮、+ 和 − 缩放步数，按住 Shift 缩放单元；点击选取步与单元。", "拖曳或方向鍵移動；滾輪、+ 和 − 縮放步數，按住 Shift 縮放單元；點擊選取步與單元。"],
} satisfies Record<string, Text>;

const height = 360;

export function UnitMap({ run, chosen, window: w, setWindow, label, at, range, onPick, inset = false, words, cursor, onCursor }: {
  run: Run; chosen: Chosen; window: Window; setWindow: (window: Window) => void; label: string;
  /** The step that is marked, and the steps that are chosen. */
  at: number; range?: [number, number]; onPick: (step: number, unit: number) => void;
  /** Whether it lies below a chart and has its axis. */
  inset?: boolean;
  /** What was read at each step, where it is words. */
  words?: (step: number) => string | undefined;
  /** The step that is pointed at, here or in the text. */
  cursor?: number; onCursor?: (step: number | undefined) => void;
}) {
  const t = useWords(text);
  useTheme();
  const box = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(0);
  const [took, setTook] = useState<number>();
  const [point, setPoint] = useState<[number, number]>();
  const held = useRef({ w, drag: null as null | { x: number; y: number; w: Window; moved: boolean } });
  held.current.w = w;
  const units = chosen.value.units, steps = run.steps;
  const order = useGet<number[]>(chosen.order === "place" ? null : `inside/run/${run.id}/order?${valueQuery(chosen)}&order=${encodeURIComponent(chosen.by)}&like=${chosen.like}`);
  const unitAt = (row: number) => (chosen.order === "place" ? row : (order.data?.[row] ?? row));
  const rowOf = (unit: number) => (chosen.order === "place" ? unit : (order.data?.indexOf(unit) ?? unit));

  useLayoutEffect(() => {
    const measure = () => box.current && setColumns(Math.max(50, Math.round(box.current.clientWidth)));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);

  const picture = `${run.id}?${valueQuery(chosen)}&detail=${chosen.detail}&order=${encodeURIComponent(chosen.by)}&like=${chosen.like}`;
  const key = columns === 0 ? null : `${picture}&from=${w.from}&to=${w.to}&first=${w.first}&last=${w.last}&columns=${columns}`;
  const { data, error } = useLatest(key, async () => {
    const begun = performance.now(), asked = held.current.w;
    const [path, query] = picture.split("?");
    const values = await floats(`inside/run/${path}/map?${query}&from=${asked.from}&to=${asked.to}&first=${asked.first}&last=${asked.last}&rows=${height}&columns=${columns}`);
    return { values, w: asked, picture, begun, rows: Math.min(height, asked.last - asked.first), columns: Math.min(columns, asked.to - asked.from), value: chosen.value };
  });
  useEffect(() => {
    if (data) requestAnimationFrame(() => setTook(Math.round(performance.now() - data.begun)));
  }, [data]);

  const zoom = (factor: number, x = 0.5, ofUnits = false) => {
    const now = held.current.w;
    const [a, b] = ofUnits ? [now.first, now.last] : [now.from, now.to];
    const width = Math.max(4, (b - a) * factor), start = a + (b - a) * x - width * x;
    setWindow(ofUnits ? { ...now, first: start, last: start + width } : { ...now, from: start, to: start + width });
  };
  const zooming = useRef(zoom);
  zooming.current = zoom;
  useEffect(() => {
    const target = box.current!;
    const wheel = (e: WheelEvent) => {
      e.preventDefault();
      const place = target.getBoundingClientRect();
      const amount = Math.exp(Math.max(-60, Math.min(60, e.deltaY || e.deltaX)) / 200);
      zooming.current(amount, e.shiftKey ? (e.clientY - place.top) / place.height : (e.clientX - place.left) / place.width, e.shiftKey);
    };
    target.addEventListener("wheel", wheel, { passive: false });
    return () => target.removeEventListener("wheel", wheel);
  }, []);

  const pan = (x: number, y: number) => {
    const now = held.current.w, dx = Math.round(x * (now.to - now.from)) || Math.sign(x), dy = Math.round(y * (now.last - now.first)) || Math.sign(y);
    setWindow({ from: now.from + dx, to: now.to + dx, first: now.first + dy, last: now.last + dy });
  };
  const press = (e: KeyboardEvent) => {
    const action: Record<string, () => void> = {
      ArrowLeft: () => pan(-0.1, 0), ArrowRight: () => pan(0.1, 0), ArrowUp: () => pan(0, -0.1), ArrowDown: () => pan(0, 0.1),
      "+": () => zoom(0.7, 0.5, false), "=": () => zoom(0.7), "-": () => zoom(1 / 0.7), _: () => zoom(1 / 0.7, 0.5, true), "*": () => zoom(0.7, 0.5, true),
      PageUp: () => pan(-0.9, 0), PageDown: () => pan(0.9, 0),
      Home: () => setWindow({ ...w, from: 0, to: w.to - w.from }), End: () => setWindow({ ...w, from: steps - (w.to - w.from), to: steps }),
    };
    if (e.ctrlKey || e.metaKey || e.altKey || !action[e.key]) return;
    e.preventDefault();
    e.stopPropagation();
    action[e.key]();
  };
  const placeOf = (e: PointerEvent): [number, number] => {
    const place = box.current!.getBoundingClientRect();
    const x = Math.min(0.9999, Math.max(0, (e.clientX - place.left) / place.width)), y = Math.min(0.9999, Math.max(0, (e.clientY - place.top) / place.height));
    return [w.from + Math.floor(x * (w.to - w.from)), w.first + Math.floor(y * (w.last - w.first))];
  };
  const move = (e: PointerEvent) => {
    const drag = held.current.drag;
    const place = placeOf(e);
    setPoint(place);
    onCursor?.(place[0]);
    if (!drag) return;
    const whole = box.current!.getBoundingClientRect();
    const dx = Math.round(((drag.x - e.clientX) / whole.width) * (drag.w.to - drag.w.from)), dy = Math.round(((drag.y - e.clientY) / whole.height) * (drag.w.last - drag.w.first));
    if (Math.abs(e.clientX - drag.x) + Math.abs(e.clientY - drag.y) > 4) drag.moved = true;
    if (drag.moved) setWindow({ from: drag.w.from + dx, to: drag.w.to + dx, first: drag.w.first + dy, last: drag.w.last + dy });
  };
  const release = (e: PointerEvent) => {
    const drag = held.current.drag;
    held.current.drag = null;
    if (!drag || drag.moved) return;
    const [step, row] = placeOf(e);
    onPick(step, unitAt(row));
  };

  // What was drawn last, moved to where it belongs now.
  const d = data?.w ?? w;
  const shift = (from: number, to: number, a: number, b: number): [number, number] => [(100 * (from - a)) / (b - a), (to - from) / (b - a)];
  const [tx, sx] = shift(d.from, d.to, w.from, w.to), [ty, sy] = shift(d.first, d.last, w.first, w.last);
  const left = (step: number) => `${(100 * (step - w.from)) / (w.to - w.from)}%`, wide = (count: number) => `${(100 * count) / (w.to - w.from)}%`;
  const drawing = useMemo(() => data && <HeatMap values={data.values} rows={data.rows} columns={data.columns} gate={data.value.gate} most={data.value.scale} height={height} />, [data]);
  const row = rowOf(chosen.unit);
  const under = point && data && point[0] >= d.from && point[0] < d.to && point[1] >= d.first && point[1] < d.last
    ? data.values[Math.floor(((point[1] - d.first) * data.rows) / (d.last - d.first)) * data.columns + Math.floor(((point[0] - d.from) * data.columns) / (d.to - d.from))] : undefined;
  const tools = (
    <div class="row map-tools">
      <button type="button" title={t.zoomIn} aria-label={t.zoomIn} onClick={() => zoom(0.5)}>↔ +</button>
      <button type="button" title={t.zoomOut} aria-label={t.zoomOut} onClick={() => zoom(2)}>↔ −</button>
      <button type="button" title={t.unitsIn} aria-label={t.unitsIn} onClick={() => zoom(0.5, 0.5, true)}>↕ +</button>
      <button type="button" title={t.unitsOut} aria-label={t.unitsOut} onClick={() => zoom(2, 0.5, true)}>↕ −</button>
      <button type="button" onClick={() => setWindow({ from: 0, to: steps, first: 0, last: units })}>{t.all}</button>
      <input type="range" min={0} max={Math.max(0, steps - (w.to - w.from))} value={w.from} aria-label={t.scrub} onInput={(e) => { const from = Number(e.currentTarget.value); setWindow({ ...w, from, to: from + w.to - w.from }); }} />
      <span class="quiet">{fill(t.range, { from: w.from, to: w.to - 1, steps, first: w.first, last: w.last - 1, units })}</span>
      <span class="legend">{(chosen.value.gate ? [0, 1] : [-1, 0, 1]).map((v) => <span key={v}><i style={{ background: css(chosen.value.gate ? amount(v) : signed(v)) }} /> {number(v * chosen.value.scale)}</span>)}</span>
      <output class="quiet">{point && under !== undefined ? fill(t.point, { step: point[0], unit: unitAt(point[1]), value: number(under) }) : ""}</output>
    </div>
  );
  return (
    <Figure canvas name={`inside-${chosen.value.name}`} title={fill(t.title, { value: label })} about={fill(t.about, { units: w.last - w.first, from: w.from, to: w.to - 1 })} tools={tools}>
      {error && <Failure message={error} />}
      <div class="map-row" style={!inset ? { paddingLeft: "36px" } : { paddingLeft: `${sides.left}px`, paddingRight: `${sides.right}px` }}>
        <div
          class="map" ref={box} tabIndex={0} role="group" aria-label={t.keys} title={t.keys} onKeyDown={press} data-drawn={took} data-window={data && `${d.from}-${d.to}-${d.first}-${d.last}`}
          onPointerDown={(e) => { box.current!.setPointerCapture(e.pointerId); held.current.drag = { x: e.clientX, y: e.clientY, w, moved: false }; }}
          onPointerMove={move} onPointerUp={release} onPointerCancel={() => (held.current.drag = null)} onPointerLeave={() => { setPoint(undefined); onCursor?.(undefined); }}
        >
          <div class="sheet" style={{ transform: `translate(${tx}%, ${ty}%) scale(${sx}, ${sy})` }}>{drawing}</div>
          {range && <div class="chosen" style={{ left: left(range[0]), width: wide(range[1] - range[0]) }} />}
          {cursor !== undefined && cursor >= w.from && cursor < w.to && <div class="cursor" style={{ left: left(cursor), width: wide(1) }} />}
          {at >= w.from && at < w.to && <div class="here" style={{ left: left(at), width: wide(1) }} />}
          {row >= w.first && row < w.last && <div class="unit" style={{ top: `${(100 * (row - w.first)) / (w.last - w.first)}%`, height: `${100 / (w.last - w.first)}%` }} />}
        </div>
        <Units window={w} height={height} unitAt={unitAt} />
        <Steps window={w} width={columns} words={words} at={at} cursor={cursor} />
      </div>
    </Figure>
  );
}
