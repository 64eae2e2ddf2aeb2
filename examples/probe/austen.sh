#!/usr/bin/env bash
# Trains a language model on two novels of Jane Austen, and a smaller one on five, and probes both on another: the tables of docs/results/probe.md.
# The texts are in the public domain, as the Debian package r-cran-janeaustenr has them. Needs apt-get, dpkg-deb and Python 3.
# usage: examples/probe/austen.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
apt-get download r-cran-janeaustenr
dpkg-deb -x r-cran-janeaustenr_*.deb package
python3 "$here/novels.py" package/usr/lib/R/site-library/janeaustenr/data/Rdata.rdb .
cat pride.txt emma.txt > austen.txt
sluice=$here/../../sluice
"$sluice" train text austen.txt --validation 0.02 --epochs 1 --seed 1 --threads 1 --out austen
"$sluice" probe austen --text persuasion.txt --feature quotes --html quotes.html | tee quotes.txt
for feature in line-length gender; do
  "$sluice" probe austen --text persuasion.txt --feature "$feature" --symbols 100000 --html "$feature.html" | tee "$feature.txt"
done
cat pride.txt emma.txt sense.txt mansfield.txt northanger.txt > novels.txt
"$sluice" train text novels.txt --validation 0.02 --hidden 128 --layers 1 --dropout 0 --batch 16 --steps 128 --epochs 6 \
  --seed 1 --threads 1 --out novels
for feature in quotes number brackets; do
  "$sluice" probe novels --text persuasion.txt --feature "$feature" | tee "novels-$feature.txt"
done
