#!/usr/bin/env python3
"""A model of the time of a step of training in P processes, from measured compute and an assumed network.

T(P) = rows/P * FLOP of a row / rate(rows/P) + 2 log2(P) L + 2 (1 - 1/P) bytes / B + (1 - 1/P) bytes / A

L is the latency of a message, B the bandwidth of a link, A how fast gradients are added. One LSTM layer of H units that reads H numbers has
n = 8 H^2 + 4 H weights; a row (one step of one sequence) costs 3 * 2 * 8 H^2 operations forward and backward.

model.py LATENCY_US BANDWIDTH_GB ADD_GB ROWS:RATE ... [SVG]: rates in GFLOP/s of one process with so many sequences side by side.
"""
import math
import sys

latency, bandwidth, adding = float(sys.argv[1]) * 1e-6, float(sys.argv[2]) * 1e9, float(sys.argv[3]) * 1e9
pairs = [a.split(":") for a in sys.argv[4:] if ":" in a]
rates = sorted((int(rows), float(gflops) * 1e9) for rows, gflops in pairs)
picture = next((a for a in sys.argv[4:] if ":" not in a), None)
STEPS, EACH, ALL, HIDDEN, PROCESSES = 100, rates[-1][0], 1024, (256, 512, 1024, 2048), [2 ** k for k in range(11)]


def rate(rows):
    """The measured rates, with straight lines between them over the logarithm of the rows."""
    rows = min(rates[-1][0], max(rates[0][0], rows))
    for (low, slow), (high, fast) in zip(rates, rates[1:]):
        if rows <= high:
            share = math.log(rows / low) / math.log(high / low)
            return slow * (1 - share) + fast * share
    return rates[-1][1]


def step(hidden, processes, rows):
    operations = 6 * 8 * hidden * hidden * STEPS * rows
    size = 4 * (8 * hidden * hidden + 4 * hidden)
    compute = operations / rate(rows)
    part = 1 - 1 / processes
    return compute, 2 * math.log2(processes) * latency + 2 * part * size / bandwidth + part * size / adding


def efficiency(hidden, processes, rows):
    alone = step(hidden, 1, rows(1))[0] / rows(1)
    return alone * rows(processes) / sum(step(hidden, processes, rows(processes)))


CASES = ((f"{EACH} sequences a process", lambda p: EACH), (f"{ALL:,} sequences altogether", lambda p: ALL / p))
for title, rows in CASES:
    print(f"\n{title}: milliseconds a step (of them communication), and the share of the speed of as many processes alone\n")
    print("| processes | " + " | ".join(f"LSTM {h}" for h in HIDDEN) + " |\n|---|" + "---|" * len(HIDDEN))
    for p in PROCESSES:
        cells = []
        for h in HIDDEN:
            compute, communication = step(h, p, rows(p))
            cells.append(f"{1e3 * (compute + communication):,.1f} ({1e3 * communication:.1f}), {100 * efficiency(h, p, rows):.0f} %")
        print(f"| {p:,} | " + " | ".join(cells) + " |")

if picture:
    colours = ("#1f3a56", "#2f7f6f", "#c06a2b", "#8a3b6b")
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 330" width="760" height="330" font-family="system-ui, sans-serif" font-size="12"'
           ' role="img" aria-label="Modelled efficiency by the number of processes">', '<rect width="760" height="330" fill="#fff"/>']
    for panel, (title, rows) in enumerate(CASES):
        left = 50 + 370 * panel
        out.append(f'<text x="{left}" y="22" font-weight="600">{title}</text>')
        for percent in (0, 25, 50, 75, 100):
            y = 280 - 2.4 * percent
            out.append(f'<path d="M{left} {y} h300" stroke="#ddd"/><text x="{left - 6}" y="{y + 4}" text-anchor="end">{percent} %</text>')
        for k in range(0, 11, 2):
            out.append(f'<text x="{left + 30 * k}" y="298" text-anchor="middle">{2 ** k:,}</text>')
        for h, colour in zip(HIDDEN, colours):
            points = " ".join(f"{left + 30 * k},{280 - 240 * min(1.0, efficiency(h, 2 ** k, rows)):.1f}" for k in range(11))
            out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for i, (h, colour) in enumerate(zip(HIDDEN, colours)):
        out.append(f'<path d="M{50 + 110 * i} 318 h20" stroke="{colour}" stroke-width="3"/><text x="{76 + 110 * i}" y="322">LSTM {h:,}</text>')
    out.append('<text x="740" y="322" text-anchor="end">processes</text></svg>')
    open(picture, "w").write("\n".join(out) + "\n")
