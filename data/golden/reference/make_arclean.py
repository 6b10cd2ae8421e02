#!/usr/bin/env python3
"""Writes data/chars/arclean.tsv: what the arclean map of CAMeL Tools makes of every code point, as ranges.

usage: pip install --no-deps camel-tools (and its light dependencies) && python make_arclean.py
The map is run on each code point alone; the rows are what was observed, neighbours with one outcome put together.
What no row names is deleted.
"""
import importlib.metadata
import pathlib

from camel_tools.utils.charmap import CharMapper

OUT = pathlib.Path(__file__).parent / "../../chars/arclean.tsv"
HEAD = """# name: arclean
# source: observed by running CharMapper.builtin_mapper("arclean") of camel-tools %s (MIT) on every code point; data/golden/reference/make_arclean.py
# licence: MIT OR Apache-2.0
# version: 1
# What becomes of a range of code points: = stays, otherwise the code points put in its place. All others are deleted.
first\tlast\tto
"""


def main():
    run = CharMapper.builtin_mapper("arclean").map_string
    ranges = []
    for code in [*range(0xD800), *range(0xE000, 0x110000)]:
        outcome = run(chr(code))
        if outcome == "":
            continue
        to = "=" if outcome == chr(code) else " ".join("%04X" % ord(c) for c in outcome)
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == to:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, to])
    rows = "".join("%04X\t%04X\t%s\n" % tuple(row) for row in ranges)
    OUT.write_text(HEAD % importlib.metadata.version("camel-tools") + rows, encoding="utf-8")


main()
