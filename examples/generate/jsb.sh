#!/usr/bin/env bash
# Trains STORN, VRNN and plain nets on the JSB chorales and measures them: the table of docs/results/generate.md.
# usage: examples/generate/jsb.sh jsb-chorales-quarter.json
set -euo pipefail
music=$1
sluice=$(dirname "$0")/../../sluice
train() {
  "$sluice" train generate "$music" --out "runs/jsb-$1" --dropout 0.5 --batch 4 --rate 0.004 --patience 12 --threads 1 "${@:2}"
}
train plain --kind plain --hidden 200 --epochs 60
train plain-302 --kind plain --hidden 302 --epochs 60
train storn --kind storn --hidden 200 --epochs 60 --divergence-warm-up 20
train vrnn --kind vrnn --hidden 200 --epochs 30 --divergence-warm-up 10
for net in plain plain-302 storn vrnn; do "$sluice" evaluate "runs/jsb-$net" --data "$music"; done
