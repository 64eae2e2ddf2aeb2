"""libtorch.py libLibTorchSharp.so: lets TorchSharp's library load where the C++ library is older than GCC 13's.

It asks for one symbol of version GLIBCXX_3.4.32, which initialises streams that are initialised anyway. The version is asked for weakly from here on
(VER_FLG_WEAK in .gnu.version_r); `patchelf --clear-symbol-version` frees the symbol of it, and a library of one empty function supplies it (install).
"""
import struct
import sys

WEAK, VERSIONS_NEEDED = 2, 0x6FFFFFFE

path = sys.argv[1]
data = bytearray(open(path, "rb").read())
table, = struct.unpack_from("<Q", data, 0x28)
size, count = struct.unpack_from("<HH", data, 0x3A)
sections = [struct.unpack_from("<IIQQQQIIQQ", data, table + i * size) for i in range(count)]
for _, kind, _, _, offset, _, link, needed, _, _ in sections:
    if kind != VERSIONS_NEEDED:
        continue
    strings = sections[link][4]
    for _ in range(needed):
        _, versions, _, first, following = struct.unpack_from("<HHIII", data, offset)
        at = offset + first
        for _ in range(versions):
            _, flags, _, name, step = struct.unpack_from("<IHHII", data, at)
            if data[strings + name:].startswith(b"GLIBCXX_3.4.32\0"):
                struct.pack_into("<H", data, at + 4, flags | WEAK)
            at += step
        offset += following
open(path, "wb").write(data)
