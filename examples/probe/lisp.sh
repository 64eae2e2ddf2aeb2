#!/usr/bin/env bash
# Trains a language model on the Lisp of Emacs and probes it on files that it has not seen: the second half of docs/results/probe.md.
# The texts are GPL-3.0-or-later, as the Debian package emacs-el has them. Needs apt-get, dpkg-deb and Python 3.
# usage: examples/probe/lisp.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
export LC_ALL=C
apt-get download emacs-el
dpkg-deb -x emacs-el_*.deb package
lisp=$(echo package/usr/share/emacs/*/lisp)
mkdir -p other
for folder in calendar erc eshell mail net play term url vc; do
  # By their own names, so that the files of a folder lie scattered over both parts of the probe.
  for file in "$lisp/$folder"/*.el.gz; do zcat "$file" > "other/$(basename "$file" .el.gz)-$folder.el"; done
done
# Without blank lines: at these a quotation ends, and a text that describes a function goes on behind them.
filled() { sed '/^[[:space:]\f]*$/d'; }
zcat "$lisp"/emacs-lisp/*.el.gz "$lisp"/textmodes/*.el.gz | filled > lisp.txt
python3 "$here/closed.py" other/*.el | filled > other.txt
sluice=$here/../../sluice
"$sluice" train text lisp.txt --validation 0.02 --hidden 128 --layers 1 --dropout 0 --batch 16 --steps 128 --epochs 2 --minimum-count 20 \
  --seed 1 --threads 1 --out lisp
for feature in quotes brackets; do
  "$sluice" probe lisp --text other.txt --feature "$feature" --symbols 300000 --html "$feature.html" | tee "$feature.txt"
done
