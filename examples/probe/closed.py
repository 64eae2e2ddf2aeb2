"""Writes those files one after the other to the output in which every bracket is closed: closed.py FILE...

A bracket within a string or a remark that is never closed would shift the depth of all that comes after it.
"""

import sys
from pathlib import Path

CLOSING = {"(": ")", "[": "]", "{": "}"}


def closed(text):
    open_ones = []
    for sign in text:
        if sign in CLOSING:
            open_ones.append(CLOSING[sign])
        elif sign in CLOSING.values():
            if not open_ones or open_ones.pop() != sign:
                return False
    return not open_ones


for path in sys.argv[1:]:
    source = Path(path).read_text("utf-8")
    if closed(source):
        sys.stdout.write(source)
