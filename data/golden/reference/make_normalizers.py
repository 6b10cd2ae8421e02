#!/usr/bin/env python3
"""Writes normalizers.tsv: what published normalisers make of every Arabic code point, of tricky cases, and of many words.

usage: make_normalizers.py OUT [--outcomes DIR] [--words FILE...]
Run once per peer environment; rows of peers that cannot be imported are kept from OUT as they are.
  camel, arclean          pip install --no-deps camel-tools (and its light dependencies)
  pyarabic                pip install pyarabic
  arabertv01, arabertv02  pip install --no-deps arabert farasapy pyarabic
  araclean                pip install araclean (needs Python 3.12)
  lucene    LUCENE_JARS names a folder with lucene-core and lucene-analyzers-common 8; needs javac and java
Texts are rows of hexadecimal code points. A code point in context is written only where the outcome is not that of the
code point alone put between the outcomes of its neighbours; where that is most of them (AraBERT puts spaces around what
is no letter), one hash stands for all. Words are not written, only a hash of all outcomes; with --outcomes DIR the
outcomes are put there, one file a peer, for make_agreement.py.
"""
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile

RANGES = [(0x20, 0x7E), (0xA0, 0xFF), (0x130, 0x130), (0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF),
          (0x2000, 0x206F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF), (0x1EE00, 0x1EEFF)]
CONTEXTS = ["\u0628%s\u0628", "\u0628%s", "%s\u0628"]
# Our own words, one difficulty each.
CASES = [
    "\u0627\u0644\u062d\u0645\u0640\u0640\u0640\u062f \u0644\u0644\u0647", "\u0642\u064e\u0627\u0644\u064e \u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f\u064c",
    "\u0647\u0670\u0630\u0627 \u0671\u0644\u0644\u0647", "\u0627\u0654\u062d\u0645\u062f", "\u0648\u0654 \u064a\u0654 \u0649\u0654", "\ufedf\ufee0\ufeea \ufefb \ufdf2 \ufdfa",
    "\u06a9\u0631\u06cc\u0645 \u06c1\u0630\u0627", "\u0662\u0660\u0661\u0667 \u06f1\u06f4", "\u062f\u0627\u200c\u0639\u0634 \u202b\u0646\u0639\u0645\u202c", "\u0643\u062a\u0627\u0628\u0627\u064b \u0643\u062a\u0627\u0628\u064b\u0627",
    "\u0622\u0623\u0625\u0627 \u0644\u0622 \ufef5 \ufef7 \ufef9", "\u0645\u0624\u0645\u0646 \u0642\u0627\u0626\u0644 \u0634\u064a\u0621", "\u0639\u0644\u0649 \u0645\u062f\u0631\u0633\u0629", "BBC \u0648\u0643\u0627\u0644\u0629 \u00c9cole",
    "\u0651\u064e\u0628", "\u0628\u0651\u064e \u0628\u064e\u0651", "\u06d6\u0628\u06da \u08d3\u0628", "\u0622\u062b\u0631", "\u0622\u062f\u064e\u0645\u064e", "\u0622\u062b\u0627\u0631", "\u0622\u0622\u0628", "", " ", "\u0640", "\u064b",
    # Links and names, HTML, rows of punctuation, repeated letters, digits against letters, rare marks: what AraBERT and araclean look at.
    "\u0627\u0646\u0638\u0631 https://example.com/a?b=1 \u0627\u0644\u0622\u0646", "http://a.com", "http://ab.com/x \u0648 http://", "www.example.org/\u0646\u0639\u0645 www",
    "wwwx", "wwww.a", "\u0634\u0628\u0643\u0629 example.com\u060c \u0648example.co", "x.toolongtld y.abcdefg z.ab1 z.ab\u064b z.ab_", "://a b://", "http", "https://",
    "HTTP://EXAMPLE.COM", "\u0631\u0627\u0633\u0644 name@example.com \u0623\u0648 a@b \u0623\u0648 \u0646\u0648\u0646@\u0645\u0648\u0642\u0639.\u0639\u0631\u0628.",
    "@@a @ b@ @\u0646\u0639\u0645_1 a@b@c", "a-b.c@d-e.f-g.h", "a@b.c.", "@user: @user\u060c \u0631\u062f", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.com",
    "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.net", "<b>\u0646\u0639\u0645</b><br />\u0644\u0627<> </> <a", "1 < 2 > 0",
    "&amp; &amp &lt;b&gt; &#1575; &#x627; &#0; &#x80; &notit; &nope; &#99999999; &#xD800; &; &ampx &copy2 &NotEqualTilde;", "&#1; &#13; &#65534; &",
    "\u0646\u0639\u0645...!! \u0644\u0627", "\u00ab\u0646\u0639\u0645\u00bb \u2026 \u0644\u0627", "\u061f\u061f!! \u060c\u060c a!b??",
    "[ \u0631\u0627\u0628\u0637 ] [\u0631\u0627\u0628\u0637 ] [ \u0631\u0627\u0628\u0637]  [\u0628\u0631\u064a\u062f] [ \u0645\u0633\u062a\u062e\u062f\u0645]",
    "!! \u0641\u064a \u0627\u0644\u0628\u062f\u0621 ..", "(1) [2] {3}", "-- \u0648--", "\u0646\u0639\u0645\u00a0\u00a0\u0644\u0627", " . . ", "!!!!",
    "12/\u0646\u0639\u0645/34] 12/\u0646\u0639\u0645/34", "\u062c\u0645\u064a\u064a\u064a\u064a\u064a\u0644 \u0647\u0647\u0647\u0647\u0647\u0647 1111 aaa",
    "\u0627\u0644\u0644\u0647 \u0644\u0644\u0644\u0644\u0647 \u0645\u0645\u0645", "\u0646\u0639\u0645\u000a\u000a\u000a\u000a\u0644\u0627\u000d\u000a\u0009\u062b\u0645",
    " \u2003\u2003 \u0646\u0639\u0645 ", "\u0640\u0640\u0640\u0640", "\u0627\u0627\u0627\u064b\u0627\u0627\u0627",
    "\u0639\u0627\u06452017\u0645 2017\u0639\u0627\u0645 \u0639\u0661\u0662\u0663 \u0661\u0662\u0663\u0639 \u06f1\u06f2\u0639 3abc",
    "3.5 1,000 \u0661\u066c\u0660\u0660\u0660 \u0663\u066b\u0665 \u0663\u060c\u0665 3\u061f5 \u061f3 3\u061f", "covid19 \u0663D", "12\u066c\u0639",
    "\u0647\u0670\u0630\u0627 \u0671\u0644\u0644\u0647 \u06a9\u06be\u06d5 \u06cc\u06c1\u06c3",
    "\u0643\u062a\u0627\u0628\u0627\u064b \u0648 \u0643\u062a\u0627\u0628\u064b\u0627. \u0643\u062a\u0627\u0628\u064b\u0627\u0628 \u0627\u064b",
    "\u0622\u06d6\u0654 \u0627\u06dc\u0654\u0628", "\ufc5e\ufe70\ufe71 \ufdfa\ufdfb\ufdfc\ufdfd",
    "\u0627\u200d\u0628 \U0001f468\u200d\U0001f469 \u2764\ufe0f\u200d\U0001f525 \U0001f600\u200d\u0628", "caf\u00e9 e\u0301 \u00c9 \u00ab\u2039\u201e\u201f",
    "\u0643\u06aa\u06af\u067e\u0686\u0698", "\ufeff\u061c\u2066\u0628\u2069\u180e", "\u1e900\U0001d7ce\u2460\u00b2\u00bd", "\U00020000\U000f0000\U0010fffd",
]


def hexes(text):
    return " ".join("%04X" % ord(c) for c in text)


def fnv64(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def camel():
    from camel_tools.utils import dediac, normalize as n
    def run(s):
        s = n.normalize_alef_maksura_ar(n.normalize_alef_ar(n.normalize_unicode(s)))
        return dediac.dediac_ar(n.normalize_teh_marbuta_ar(s))
    return "camel-tools " + importlib.metadata.version("camel-tools"), lambda texts: [run(t) for t in texts]


def pyarabic():
    from pyarabic import araby as a
    def run(s):
        return a.normalize_hamza(a.normalize_ligature(a.strip_tatweel(a.strip_tashkeel(s))))
    return "pyarabic " + importlib.metadata.version("pyarabic"), lambda texts: [run(t) for t in texts]


def arclean():
    from camel_tools.utils.charmap import CharMapper
    run = CharMapper.builtin_mapper("arclean").map_string
    return "camel-tools " + importlib.metadata.version("camel-tools") + ", CharMapper arclean", lambda texts: [run(t) for t in texts]


def arabert(model):
    from arabert.preprocess import ArabertPreprocessor
    run = ArabertPreprocessor(model).preprocess
    return "arabert " + importlib.metadata.version("arabert") + ", " + model, lambda texts: [run(t) for t in texts]


def arabertv01():
    return arabert("bert-base-arabertv01")


def arabertv02():
    return arabert("bert-base-arabertv02")


def araclean():
    from araclean import Pipeline
    run = Pipeline.from_profile("search")
    return "araclean " + importlib.metadata.version("araclean") + ", profile search", lambda texts: [run(t) for t in texts]


JAVA = """
import java.io.*; import java.nio.charset.StandardCharsets; import java.util.stream.*;
import org.apache.lucene.analysis.*; import org.apache.lucene.analysis.ar.*; import org.apache.lucene.analysis.core.KeywordTokenizer; import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.tokenattributes.*;
public class Normalize {
  public static void main(String[] a) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = in.readLine()) != null; ) {
      StringBuilder s = new StringBuilder();
      for (String h : line.split(" ")) if (!h.isEmpty()) s.appendCodePoint(Integer.parseInt(h, 16));
      Tokenizer k = new KeywordTokenizer(); k.setReader(new StringReader(s.toString()));
      TokenStream t = new ArabicNormalizationFilter(new DecimalDigitFilter(new LowerCaseFilter(k)));
      CharTermAttribute term = t.addAttribute(CharTermAttribute.class); t.reset();
      StringBuilder out = new StringBuilder();
      while (t.incrementToken()) out.append(term);
      System.out.println(out.codePoints().mapToObj(c -> String.format("%04X", c)).collect(Collectors.joining(" ")));
    }
  }
}
"""


def lucene():
    jars = os.environ["LUCENE_JARS"]
    folder = tempfile.mkdtemp()
    with open(folder + "/Normalize.java", "w") as f:
        f.write(JAVA)
    subprocess.run(["javac", "-cp", jars + "/*", "-d", folder, folder + "/Normalize.java"], check=True)
    version = [j for j in os.listdir(jars) if j.startswith("lucene-core")][0]
    def run(texts):
        lines = "\n".join(hexes(t) for t in texts) + "\n"
        out = subprocess.run(["java", "-cp", jars + "/*:" + folder, "Normalize"], input=lines, capture_output=True, text=True, check=True)
        return ["".join(chr(int(h, 16)) for h in l.split()) for l in out.stdout.split("\n")[:len(texts)]]
    return version.removesuffix(".jar") + ", KeywordTokenizer > LowerCase > DecimalDigit > ArabicNormalization", run


def words(files):
    found = set()
    for name in files:
        with open(name, encoding="utf-8", newline="") as f:
            for line in filter(None, f.read().replace("\r\n", "\n").split("\n")):
                text = json.loads(line).get("text", "") if name.endswith("jsonl") else line
                found.update(w for w in text.split(" ") if w and not any(ord(c) < 32 for c in w) and any("\u0620" <= c <= "\u06ff" for c in w))
    return sorted(found)


def rows(name, run, files, outcomes):
    codes = [chr(c) for low, high in RANGES for c in range(low, high + 1)]
    alone = dict(zip(codes, run(codes)))
    out = ["%s\tcode\t%s\t%s" % (name, hexes(c), hexes(alone[c])) for c in codes if alone[c] != c]
    beh = run(["\u0628"])[0]
    contexts, everything = [], []
    for context in CONTEXTS:
        got = run([context % c for c in codes])
        everything += got
        for c, outcome in zip(codes, got):
            if outcome != context.replace("\u0628", beh) % alone[c]:
                contexts.append("%s\tcontext\t%s\t%s" % (name, hexes(context % c), hexes(outcome)))
    if len(contexts) > len(codes):
        contexts = ["%s\tcontexts\t%d\t%016x" % (name, len(everything), fnv64("\n".join(everything).encode()))]
    out += contexts
    out += ["%s\tcase\t%s\t%s" % (name, hexes(c), hexes(o)) for c, o in zip(CASES, run(CASES))]
    if files:
        many = words(files)
        done = "\n".join(run(many))
        if outcomes:
            with open(os.path.join(outcomes, name), "w", encoding="utf-8", newline="") as f:
                f.write(done)
        digest = fnv64(done.encode())
        out.append("%s\twords\t%d\t%016x" % (name, len(many), digest))
    return out


def main():
    out, rest = sys.argv[1], sys.argv[2:]
    outcomes, rest = (rest[1], rest[2:]) if rest[:1] == ["--outcomes"] else (None, rest)
    files = rest[1:]
    kept, versions = {}, {}
    if os.path.exists(out):
        for line in open(out, encoding="utf-8").read().split("\n"):
            if line.startswith("# peer: "):
                name, version = line[8:].split(" = ")
                versions[name] = version
            elif line and not line.startswith("#") and not line.startswith("peer\t"):
                kept.setdefault(line.split("\t")[0], []).append(line)
    for peer in (arabertv01, arabertv02, araclean, arclean, camel, lucene, pyarabic):
        try:
            version, run = peer()
        except (ImportError, KeyError, OSError) as error:
            print("%s kept as it is: %r" % (peer.__name__, error))
            continue
        versions[peer.__name__] = version
        kept[peer.__name__] = rows(peer.__name__, run, files, outcomes)
    with open(out, "w", encoding="utf-8") as f:
        f.write("# What published normalisers make of code points, cases and words; made by make_normalizers.py.\n")
        f.write("# codes: %s\n" % " ".join("%04X-%04X" % r for r in RANGES))
        for name in sorted(versions):
            f.write("# peer: %s = %s\n" % (name, versions[name]))
        f.write("peer\tkind\tinput\toutput\n")
        for name in sorted(kept):
            f.write("\n".join(kept[name]) + "\n")


if __name__ == "__main__":
    main()
