#!/usr/bin/env python3
"""Writes stems.tsv: stems of our own words by the reference stemmers, and hashes over larger lists.

usage: pip install snowballstemmer==3.1.1 nltk==3.10.4 && python make_stems.py [FOLDER OF PANELS]

The words are those of our own lexicons, plain and with clitics put on. With a folder of panels, the
distinct words of each file are stemmed too and only a hash of the stems is recorded (FNV-1a, 64 bit,
one stem a line, words in code point order).
NLTK's ISRI runs without its stop words: filtering them is the caller's choice here.
"""
import pathlib
import re
import sys

import nltk
import snowballstemmer
from nltk.stem.arlstem import ARLSTem
from nltk.stem.isri import ISRIStemmer

HERE = pathlib.Path(__file__).parent
WORD = re.compile("[\u0621-\u0652]+")
AFFIXES = [("", ""), ("وال", ""), ("", "هم"), ("سي", "ون"), ("", "ات"), ("لل", "ين"), ("ف", "ها")]


def stemmers():
    snowball = snowballstemmer.stemmer("arabic")
    isri, arlstem = ISRIStemmer(), ARLSTem()
    isri.stop_words = []
    return [snowball.stemWord, isri.stem, arlstem.stem]


def own_words():
    words = set()
    for path in sorted((HERE / "../../lexicons").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                words.update(WORD.findall(line.split("\t")[0]))
    words = sorted(w for w in words if any(c <= "\u064a" for c in w))
    # Every seventh word with one pair of affixes: all pairs turn up, the file stays small.
    out = set(words)
    for i, word in enumerate(words):
        before, after = AFFIXES[i % len(AFFIXES)]
        out.add(before + word + after)
    return sorted(out)


def fnv(lines):
    value = 0xCBF29CE484222325
    for line in lines:
        for byte in (line + "\n").encode():
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return "%016x" % value


def main():
    stem = stemmers()
    out = [
        "# stems by snowballstemmer 3.1.1 (BSD-3-Clause) and nltk %s (Apache-2.0): make_stems.py" % nltk.__version__,
    ]
    if len(sys.argv) > 1:
        for name in ["news.jsonl", "wiki.jsonl", "tweets-ordinary.jsonl", "religion.jsonl"]:
            text = (pathlib.Path(sys.argv[1]) / name).read_text(encoding="utf-8")
            words = sorted(w for w in set(WORD.findall(text)) if any(c <= "\u064a" for c in w))
            hashes = [fnv(s(w) for w in words) for s in stem]
            out.append("# panel %s %d %s" % (name, len(words), " ".join(hashes)))
    out.append("word\tsnowball\tisri\tarlstem")
    out += ["\t".join([w] + [s(w) for s in stem]) for w in own_words()]
    (HERE / "stems.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")


main()
