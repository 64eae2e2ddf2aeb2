// What a model is made of: its layers and the operations between them, as its tape recorded them, each with what comes out of it.
import { useState } from "preact/hooks";
import { useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { Figure } from "../../ui/figure";
import { Failure, Waiting } from "../../ui/status";

const text = {
  title: ["What it is made of", "它由什么组成", "它由什麼組成"],
  about: [
    "{layers} layers and operations, {parameters} parameters ({size}), {operations} floating-point operations a step. [T, B, n]: n numbers at each of T steps of B sequences.",
    "{layers} 个层和运算，{parameters} 个参数（{size}），每步 {operations} 次浮点运算。[T, B, n]：B 个序列的 T 步中，每步 n 个数。",
    "{layers} 個層和運算，{parameters} 個參數（{size}），每步 {operations} 次浮點運算。[T, B, n]：B 個序列的 T 步中，每步 n 個數。",
  ],
} satisfies Record<string, Text>;

interface Layer { layer: string; operation: string; shape: string; parameters: number; operationsPerStep: number; x: number; y: number; width: number; height: number }
interface Layers { width: number; height: number; layers: Layer[]; wires: { from: number; to: number; path: string; endY: number }[]; parameters: number; bytes: number; operationsPerStep: number }

const grouped = (n: number): string => n.toLocaleString(document.documentElement.lang);

export function LayersPanel({ model }: { model: string }) {
  const t = useWords(text);
  const [open, setOpen] = useState(false);
  const { data, error } = useGet<Layers>(open ? `inside/layers?model=${encodeURIComponent(model)}` : null);
  const about = data && fill(t.about, { layers: data.layers.length, parameters: grouped(data.parameters), operations: grouped(data.operationsPerStep), size: data.bytes < 1e6 ? `${Math.ceil(data.bytes / 1e3)} kB` : `${(data.bytes / 1e6).toFixed(1)} MB` });
  return (
    <details class="models made" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t.title}</summary>
      {error && <Failure message={error} />}
      {open && !data && !error && <Waiting />}
      {data && (
        <>
          <p class="quiet">{about}</p>
          <Figure name={`${model.replace(/\W+/g, "-")}-layers`} title={t.title} about={about!} numbers={() => csv(data.layers)}>
            <svg class="picture layers" viewBox={`0 0 ${data.width} ${data.height}`} style={{ minWidth: `${Math.round(data.width * 0.8)}px`, maxWidth: `${data.width}px` }}>
              {data.wires.map((w) => <path key={`${w.from}-${w.to}`} class="wire" d={w.path} />)}
              {data.layers.map((l, k) => <Box key={k} layer={l} />)}
            </svg>
          </Figure>
        </>
      )}
    </details>
  );
}

function Box({ layer }: { layer: Layer }) {
  const lines = [layer.operation, layer.layer, layer.shape, layer.parameters > 0 ? grouped(layer.parameters) : ""].filter((l) => l !== "");
  return (
    <g class={layer.parameters > 0 ? "box weighted" : "box"} transform={`translate(${layer.x} ${layer.y})`}>
      <rect x={-layer.width / 2} y={-layer.height / 2} width={layer.width} height={layer.height} rx={6} />
      {lines.map((l, k) => <text key={k} class={k === 0 ? "strong" : "small"} y={(k - (lines.length - 1) / 2) * 17} text-anchor="middle" dominant-baseline="central">{l}</text>)}
    </g>
  );
}

const csv = (layers: Layer[]): string => ["operation,layer,shape,parameters,operations a step", ...layers.map((l) => [l.operation, l.layer, `"${l.shape}"`, l.parameters, l.operationsPerStep].join(","))].join("\n") + "\n";
