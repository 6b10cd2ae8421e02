#!/usr/bin/env python3
"""Writes stems.tsv: stems of our own words by the reference stemmers, and hashes over larger lists.

usage: pip install snowballstemmer==3.1.1 nltk==3.10.4 && LUCENE_JARS=FOLDER python make_stems.py [FOLDER OF PANELS]

LUCENE_JARS names a folder with lucene-core and lucene-analyzers-common 8; javac and java must be there. Its light10 is
run twice: on the word as it is, and (column lucene) after LowerCase, DecimalDigit and ArabicNormalization.

The words are those of our own lexicons, plain and with clitics put on. With a folder of panels, the
distinct words of each file are stemmed too and only a hash of the stems is recorded (FNV-1a, 64 bit,
one stem a line, words in code point order).
NLTK's ISRI runs without its stop words: filtering them is the caller's choice here.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import nltk
import snowballstemmer
from nltk.stem.arlstem import ARLSTem
from nltk.stem.isri import ISRIStemmer

HERE = pathlib.Path(__file__).parent
WORD = re.compile("[\u0621-\u0652]+")
AFFIXES = [("", ""), ("وال", ""), ("", "هم"), ("سي", "ون"), ("", "ات"), ("لل", "ين"), ("ف", "ها")]


JAVA = """
import java.io.*; import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.*; import org.apache.lucene.analysis.ar.*;
import org.apache.lucene.analysis.core.KeywordTokenizer; import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.tokenattributes.*;
public class Stem {
  static String stem(String word, boolean fold) throws IOException {
    Tokenizer source = new KeywordTokenizer(); source.setReader(new StringReader(word));
    TokenStream tokens = source;
    if (fold) tokens = new ArabicNormalizationFilter(new DecimalDigitFilter(new LowerCaseFilter(tokens)));
    tokens = new ArabicStemFilter(tokens);
    CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class); tokens.reset();
    StringBuilder out = new StringBuilder();
    while (tokens.incrementToken()) out.append(term);
    return out.toString();
  }
  public static void main(String[] a) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line; (line = in.readLine()) != null; ) out.println(stem(line, false) + "\\t" + stem(line, true));
    out.flush();
  }
}
"""


def lucene():
    """Stems of many words: two columns."""
    jars, folder = os.environ["LUCENE_JARS"], tempfile.mkdtemp()
    pathlib.Path(folder, "Stem.java").write_text(JAVA, encoding="utf-8")
    subprocess.run(["javac", "-cp", jars + "/*", "-d", folder, folder + "/Stem.java"], check=True)
    command = ["java", "-cp", jars + "/*:" + folder, "Stem"]
    def run(words):
        lines = subprocess.run(command, input="\n".join(words) + "\n", capture_output=True, encoding="utf-8", check=True).stdout
        return list(zip(*(line.split("\t") for line in lines.split("\n")[: len(words)])))
    return run


def stemmers():
    """One function from words to columns of stems for each reference."""
    snowball = snowballstemmer.stemmer("arabic")
    isri, arlstem = ISRIStemmer(), ARLSTem()
    isri.stop_words = []
    each = [snowball.stemWord, isri.stem, arlstem.stem]
    light10 = lucene()
    return lambda words: [[s(w) for w in words] for s in each] + light10(words)


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
        "# stems by snowballstemmer 3.1.1 (BSD-3-Clause), nltk %s and Lucene 8.7 (Apache-2.0): make_stems.py" % nltk.__version__,
    ]
    if len(sys.argv) > 1:
        for name in ["news.jsonl", "wiki.jsonl", "tweets-ordinary.jsonl", "religion.jsonl"]:
            text = (pathlib.Path(sys.argv[1]) / name).read_text(encoding="utf-8")
            words = sorted(w for w in set(WORD.findall(text)) if any(c <= "\u064a" for c in w))
            out.append("# panel %s %d %s" % (name, len(words), " ".join(map(fnv, stem(words)))))
    out.append("word\tsnowball\tisri\tarlstem\tlight10\tlucene")
    words = own_words()
    out += ["\t".join(row) for row in zip(words, *stem(words))]
    (HERE / "stems.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")


main()
