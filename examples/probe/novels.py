"""Writes the novels of the Debian package r-cran-janeaustenr as text: novels.py RDATA.rdb FOLDER.

The file has one R object after the other: its length (4 bytes), then zlib. A vector of texts is its type (16), its length, and for each
line its flags (type 9 in the lowest byte), its length and its bytes, all numbers of 4 bytes with the highest first.
"""

import sys
import zlib
from pathlib import Path

NAMES = {"SENSE AND SENSIBILITY": "sense", "PRIDE AND PREJUDICE": "pride", "MANSFIELD PARK": "mansfield",
         "EMMA": "emma", "NORTHANGER ABBEY": "northanger", "PERSUASION": "persuasion"}


def number(data, at):
    return int.from_bytes(data[at:at + 4], "big")


def lines(data):
    at = data.index(b"\0\0\0\x10")  # after the header, which has no vectors
    count, at, found = number(data, at + 4), at + 8, []
    for _ in range(count):
        assert data[at + 3] == 9, "expected a text"
        length = number(data, at + 4)
        found.append(data[at + 8:at + 8 + length].decode("utf-8"))
        at += 8 + length
    return found


def main(source, folder):
    data, at = Path(source).read_bytes(), 0
    while at < len(data):
        unpack = zlib.decompressobj()
        text = lines(unpack.decompress(data[at + 4:]))
        at = len(data) - len(unpack.unused_data)
        title = next(line for line in text if line.strip()).strip().upper()
        if title in NAMES:
            path = Path(folder) / f"{NAMES[title]}.txt"
            path.write_text("\n".join(text) + "\n", "utf-8")
            print(f"{path}: {len(text)} lines")


main(*sys.argv[1:])
