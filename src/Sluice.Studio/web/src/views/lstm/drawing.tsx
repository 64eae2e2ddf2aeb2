import { useWidth } from "../../ui/width";
import type { Stop } from "./parts";

/** A module between its neighbours; what is lit fills along its wires as the stop goes on. */
export function Drawing({ stop, phase, word }: { stop: Stop; phase: number; word: string }) {
  const { module, lit } = stop, all = lit.length === 0, has = (part: string) => all || lit.includes(part);
  const { left, right, top } = module.ends;
  // On a telephone the module stands alone, with larger signs.
  const [measured, width] = useWidth<SVGSVGElement>(900), narrow = width < 600;
  return (
    <svg ref={measured} class={`picture module${stop.differs ? " differs" : ""}${narrow ? " narrow" : ""}`} viewBox={narrow ? "150 8 600 404" : "0 0 900 420"}>
      {[[24, 126], [750, 126]].map(([x, width]) => (
        <g key={x} class="aside">
          <rect class="shell" x={x} y={70} width={width} height={270} rx={16} />
          <text x={x + width / 2} y={210} text-anchor="middle" dominant-baseline="central">A</text>
        </g>
      ))}
      <rect class="shell" x={200} y={70} width={500} height={270} rx={16} />
      {left.map(([y, name]) => <g key={y}><path class="wire" d={`M150 ${y}H200`} /><text class="formula" x={172} y={y - 8} text-anchor="middle">{name}</text></g>)}
      {right.map(([y, name]) => <g key={y}><path class="wire" d={`M700 ${y}H750`} /><text class="formula" x={728} y={y - 8} text-anchor="middle">{name}</text></g>)}
      {module.wires.map(({ d, part }) => <path key={d} class={has(part) ? "wire" : "wire dim"} d={d} />)}
      {!all && module.wires.filter((w) => lit.includes(w.part)).map(({ d }) => <path key={d} class="wire lit" d={d} pathLength={1} stroke-dasharray={`${Math.min(1, phase * 1.4)} 2`} />)}
      {module.boxes.map(({ x, y, sign, part, kind, letter }) => {
        const on = has(part) || has(`${part}-point`) && kind === "point" && y === 110;
        return (
          <g key={`${x} ${y}`} class={`${kind}${on ? "" : " dim"}${on && !all ? " on" : ""}`} data-part={part}>
            {kind === "layer" ? <rect x={x - 30} y={y - 17} width={60} height={34} rx={4} /> : <ellipse cx={x} cy={y} rx={sign.length > 2 ? 26 : 15} ry={15} />}
            <text x={x} y={y + 1} text-anchor="middle" dominant-baseline="central">{sign}</text>
            {letter && <text class="formula" x={x - 10} y={y - 24} text-anchor="end">{letter}</text>}
          </g>
        );
      })}
      <circle class="end" cx={250} cy={392} r={15} /><text class="formula" x={250} y={393} text-anchor="middle" dominant-baseline="central">x</text>
      <text class="small strong" x={274} y={397}>{word}</text>
      <circle class="end" cx={top} cy={30} r={15} /><text class="formula" x={top} y={31} text-anchor="middle" dominant-baseline="central">h</text>
    </svg>
  );
}
