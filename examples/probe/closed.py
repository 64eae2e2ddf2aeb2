"""Writes those files one after the other to the output in which every bracket and quotation is closed: closed.py FILE...

A mark that stands for itself, in a string or after a backslash, or that pairs with none, would turn over what the rules of 'sluice probe' say of all that comes after it.
"""

import sys
from pathlib import Path

CLOSING = {"(": ")", "[": "]", "{": "}"}


def closed(text):
    if '\\"' in text or '?"' in text or text.count('"') % 2 or any(mark in text for mark in "“”„«»‘’「」『』"):
        return False
    open_ones = []
    for sign in text:
        if sign in CLOSING:
            open_ones.append(CLOSING[sign])
        elif sign in CLOSING.values():
            if not open_ones or open_ones.pop() != sign:
                return False
    return not open_ones


for path in sys.argv[1:]:
    source = Path(path).read_text("utf-8", errors="replace")
    if closed(source):
        sys.stdout.write(source)
