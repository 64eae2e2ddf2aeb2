// Curves in a figure of their own, whose numbers can be saved.
import type { ComponentChildren } from "preact";
import { csvOf } from "./csv";
import { Figure } from "./figure";
import { LineChart, type LineChartProps } from "./line-chart";

export function Chart({ name, title, about, tools, numbers, ...chart }: LineChartProps & { name: string; title: string; about: string; tools?: ComponentChildren; numbers?: () => string }) {
  return <Figure name={name} title={title} about={about} tools={tools} numbers={numbers ?? (() => csvOf(chart.xLabel, chart.curves))}><LineChart {...chart} /></Figure>;
}
