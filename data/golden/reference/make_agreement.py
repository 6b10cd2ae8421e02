#!/usr/bin/env python3
"""Prints the table of who agrees with whom: the share of words of which two normalisers make the same.

usage: make_normalizers.py normalizers.tsv --outcomes DIR --words FILE...   once per peer environment
       make_agreement.py DIR KHITAB --words FILE...                         the same FILEs; KHITAB is the binary
DIR holds one file of outcomes a peer, in the order of the words; ours are made here by `khitab normalize`.
"""
import pathlib
import subprocess
import sys

from make_normalizers import words

PEERS = ["camel", "arclean", "pyarabic", "lucene", "arabertv01", "arabertv02", "araclean"]
OURS = ["light", "search"]


def main():
    folder, khitab, files = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[4:]
    many = words(files)
    outcomes = {name: (folder / name).read_text(encoding="utf-8").split("\n") for name in PEERS}
    for preset in OURS:
        run = subprocess.run([khitab, "normalize", "--preset", preset], input="\n".join(many) + "\n", capture_output=True, encoding="utf-8", check=True)
        outcomes[preset] = run.stdout.split("\n")[: len(many)]
    names = PEERS + OURS
    assert all(len(o) == len(many) for o in outcomes.values()), "other words"
    print("%d words\n\n| | %s |\n|---|%s" % (len(many), " | ".join(names), "---|" * len(names)))
    for one in names:
        shares = [sum(a == b for a, b in zip(outcomes[one], outcomes[two])) / len(many) for two in names]
        print("| %s | %s |" % (one, " | ".join("%.1f" % (100 * share) for share in shares)))


main()
