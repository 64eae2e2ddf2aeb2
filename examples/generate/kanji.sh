#!/usr/bin/env bash
# Trains a plain net and VRNN on characters as strokes of a pen, measures both on the test part and draws: docs/results/generate.md.
# usage: examples/generate/kanji.sh FOLDER     (with train.jsonl, valid.jsonl and test.jsonl, a list of [dx, dy, lifted] a line)
set -euo pipefail
data=$1
sluice=$(dirname "$0")/../../sluice
train() {
  "$sluice" train generate "$data/train.jsonl" --validation-file "$data/valid.jsonl" --out "runs/kanji-$1" --batch 50 --rate 0.003 --epochs 20 \
    --threads 1 "${@:2}"
}
train plain --kind plain --hidden 340
train vrnn --kind vrnn --hidden 200 --latents 16 --divergence-warm-up 10 --free-bits 0.01
train vrnn-4 --kind vrnn --hidden 200 --latents 4 --free-bits 0.05
for net in plain vrnn vrnn-4; do "$sluice" evaluate "runs/kanji-$net" --data "$data/test.jsonl" --samples 10; done
draw() { "$sluice" predict "runs/kanji-$1" --data "$data/test.jsonl" --out "runs/kanji-$2.svg" "${@:3}"; }
draw plain drawn --count 10
draw plain begun --count 10 --start 12 --piece 3
draw vrnn between --between 1,3 --count 5
