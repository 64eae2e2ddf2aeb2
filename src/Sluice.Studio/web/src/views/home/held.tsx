// How far apart country and question may lie: both nets at every gap, and the slider below them that moves along.
import { longest, shortest, type Story } from "./home";

const high = 15;

export function Held({ story, gap, names, about }: { story: Story; gap: number; names: string[]; about: string }) {
  const gaps = longest - shortest + 1;
  return (
    <svg class="held" viewBox={`0 0 ${10 * gaps} ${2 * high + 4}`} preserveAspectRatio="none" role="img" aria-label={about}>
      {[story.plain, story.lstm].map((net, r) => net.held.map((p, k) => (
        <rect key={`${r} ${k}`} class={net.right[k] ? "gate" : "negative"} x={10 * k + 0.5} y={2 + r * high + 1 + (high - 2) * (1 - p)} width={9} height={(high - 2) * p}>
          <title>{`${names[r]}, ${k + shortest}: ${Math.round(100 * p)} %`}</title>
        </rect>
      )))}
      <line class="axis" x1={0} x2={10 * gaps} y1={high + 2} y2={high + 2} />
      <rect class="marker" x={10 * (gap - shortest)} y={0.5} width={10} height={2 * high + 3} rx={2} />
    </svg>
  );
}
