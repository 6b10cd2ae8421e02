#!/usr/bin/env python3
"""Every page of `khitab`, opened from its file in a real browser without a window.

    pages.py target/debug/khitab [--shots FOLDER]

Needs playwright and axe-playwright-python from PyPI and a Chromium of the system. Each page is opened light and dark;
it must read right to left, be readable, load nothing, log nothing, and let nothing run that a text brought along.
"""

import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[4]
SAMPLE = ROOT / "data/samples/article.txt"

HOSTILE = (
    'قال </style><script>window.hacked = 1</script> "داعش" <img src=x onerror="window.hacked = 1">\n'
    "</title><svg onload=window.hacked=1> \u202eمقلوب\u202c و'><a href=\"javascript:window.hacked=1\">اضغط</a>\n"
    "<base href=http://127.0.0.1:9/> <link rel=stylesheet href=http://127.0.0.1:9/a.css> &amp; &#x3C;b&#x3E;\n"
)

FIRST_AND_LAST = """text => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const at = node.data.indexOf(text);
    if (at < 0 || !node.parentElement.checkVisibility()) continue;
    const place = (from) => {
      const range = document.createRange();
      range.setStart(node, from); range.setEnd(node, from + 1);
      return range.getBoundingClientRect().x;
    };
    return [place(at), place(at + text.length - 1)];
  }
}"""

CONTRAST = """selectors => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const worst = {};
  for (const selector of selectors) for (const element of document.querySelectorAll(selector)) {
    if (!element.checkVisibility()) continue;
    const grounds = [];
    for (let at = element; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
    const ground = light(over(grounds));
    const ink = light(over([...grounds, getComputedStyle(element).color]));
    const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    worst[selector] = Math.min(worst[selector] ?? 99, ratio);
  }
  return worst;
}"""


def check(truth, said):
    if not truth:
        raise AssertionError(said)


def khitab(binary, *arguments, stdin=None):
    done = subprocess.run([binary, *map(str, arguments)], input=stdin, capture_output=True, check=False)
    check(done.returncode == 0, f"khitab {arguments}: {done.stderr.decode()}")
    return done.stdout


class Browser:
    """Opens files and holds against them whatever they load, log or run."""

    def __init__(self, browser, shots):
        self.browser, self.shots = browser, shots
        self.pages = 0

    def each(self, path, look, pose=None):
        """Opens `path` light and dark; `pose` arranges the page for a second picture, of the window alone."""
        for scheme in ("light", "dark"):
            context = self.browser.new_context(color_scheme=scheme, viewport={"width": 1000, "height": 900})
            page = context.new_page()
            faults, asked = [], []
            page.on("console", lambda message: faults.append(f"console {message.type}: {message.text}"))
            page.on("pageerror", lambda error: faults.append(f"error: {error}"))
            page.on("dialog", lambda dialog: (faults.append("a dialog"), dialog.dismiss()))
            page.on("request", lambda request: asked.append(request.url))
            page.on("popup", lambda popup: faults.append("a popup"))
            page.goto(path.as_uri())
            try:
                self.rules(page, scheme)
                look(page, scheme)
                self.phone(page)
                outside = [url for url in asked if url.split("#")[0] not in (path.as_uri(), "data:,")]
                check(not outside, f"it asked for {outside}")
                check(not faults, str(faults))
                if self.shots:
                    page.mouse.move(0, 0)
                    page.screenshot(path=self.shots / f"{path.stem}-{scheme}.png", full_page=True)
                    if pose:
                        pose(page)
                        page.screenshot(path=self.shots / f"{path.stem}-{scheme}-window.png")
            except AssertionError as error:
                raise AssertionError(f"{path.name}, {scheme}: {error}") from error
            self.pages += 1
            context.close()

    @staticmethod
    def phone(page):
        """On a narrow window nothing but tables and pictures scrolls sideways, and these with the keyboard too."""
        before = page.viewport_size
        page.set_viewport_size({"width": 375, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        check(wide <= 0, f"the page is {wide} pixels too wide for a phone")
        stuck = page.evaluate("""() => [...document.querySelectorAll("*")].filter((element) =>
          element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "auto" && element.tabIndex < 0).length""")
        check(stuck == 0, f"{stuck} places scroll only with a finger")
        page.set_viewport_size(before)

    @staticmethod
    def rules(page, scheme):
        """What is true of every page."""
        check(page.evaluate("getComputedStyle(document.body).direction") == "rtl", "not right to left")
        check(page.evaluate("document.documentElement.lang") == "ar", "no language")
        check(page.evaluate("window.hacked === undefined"), "a text ran a script")
        heading, first = page.evaluate("""() => {
          const box = (element) => element.getBoundingClientRect();
          const heading = document.querySelector("h2"), section = heading.parentElement;
          return [box(section).right - box(heading).right, box(section).width];
        }""")
        check(heading < first / 10, "headings do not stand at the right")
        for table in page.locator("thead").all():
            boxes = [cell.bounding_box()["x"] for cell in table.locator("th").all()]
            check(boxes == sorted(boxes, reverse=True), "columns do not run from the right")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        check(wide <= 0, f"the page is {wide} pixels too wide")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        check((sum(ground) < 150) == (scheme == "dark"), f"the ground {ground} is not {scheme}")
        seen = ["h1", "h2", "p", "td", "th", "caption", "a", ".en", ".quiet", ".chip", ".painted", ".painted mark", "figcaption"]
        pale = {name: round(ratio, 2) for name, ratio in page.evaluate(CONTRAST, seen).items() if ratio < 4.5}
        check(not pale, f"too little contrast: {pale}")
        grave = [
            f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
            for fault in Axe().run(page).response["violations"]
            if fault["impact"] in ("serious", "critical")
        ]
        check(not grave, f"axe: {grave}")
        moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((element) => {
          const style = getComputedStyle(element);
          return style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => time !== "0s");
        }).length""")
        check(moving == 0, f"{moving} elements move: none may where a reader wants less motion")
        page.keyboard.press("Tab")
        seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        check(seen == "solid", "the focus of the keyboard cannot be seen")
        skip = page.evaluate("document.activeElement.getAttribute('href')")
        check(skip == "#content", "the first stop of the keyboard is not the way to the content")


def runs(page, text, right_to_left):
    first, last = page.evaluate(FIRST_AND_LAST, text)
    check((first > last) == right_to_left, f"{text!r} runs from {first} to {last}")


def note_of(page, mark):
    note = mark.locator(".note")
    check(note.is_visible(), "no note")
    box, view = note.bounding_box(), page.viewport_size
    check(box["x"] >= 0 and box["x"] + box["width"] <= view["width"], f"the note leaves the window: {box}")
    return note.inner_text()


def analysis(page, scheme):
    runs(page, "المتطرفون", True)
    runs(page, "Getty Images", False)
    runs(page, "> 25000", False)
    mark = page.locator("mark.bA", has_text="داعش").first
    check(not mark.locator(".note").is_visible(), "a note without a cause")
    mark.scroll_into_view_if_needed()
    mark.hover()
    told = note_of(page, mark)
    for part in ("A2", "A4", "naming_outsider", "المصدر"):
        check(part in told, f"{part!r} is not in the note {told!r}")
    weighed = page.locator("mark", has=page.locator(".note", has_text="الإسهام")).first
    weighed.hover()
    check("الإسهام" in note_of(page, weighed), "no note tells a contribution")
    page.mouse.move(0, 0)
    mark.focus()
    check("A2" in note_of(page, mark), "the keyboard gets no note")
    mark.blur()
    notes = page.locator("mark > .note")
    check(notes.count() > 60, "few notes")
    # In the tables: a link leads to the very bytes.
    link = page.locator("#entities a").first
    target = page.locator(link.get_attribute("href"))
    check(target.count() == 1, "a link of a table leads nowhere")
    check(page.locator("#score svg rect.segment").count() > 5, "no stacked contributions")
    text = page.evaluate("""() => {
      const copy = document.querySelector(".painted").cloneNode(true);
      copy.querySelectorAll(".note").forEach((note) => note.remove());
      return copy.textContent;
    }""")
    check(text == SAMPLE.read_text("utf-8"), "the painted text is not the text")


def reading(page):
    """Frame, score and the beginning of the text with the note on a word, as a reader sees them."""
    page.set_viewport_size({"width": 1000, "height": 1640})
    page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    page.locator("mark.bH", has_text="المتطرفون").first.hover()


def hostile(page, scheme):
    check(page.locator("img, base, iframe, object, embed, main a[href^='javascript']").count() == 0, "an element of the text")
    check(page.locator("script").count() == 0, "a script")
    check("</style><script>" in page.locator(".painted").text_content(), "the text is not shown as it is")


def explorer(report):
    curve = report["classes"]["weather"]["curve"]

    def look(page, scheme):
        check(page.locator("#curves svg polyline").count() >= 4, "no curves")
        check(page.locator("#reliability svg circle").count() > 1, "no reliability diagram")
        part = lambda name: page.locator(f"details[open] .explorer [data-part='{name}']").first
        told = lambda name: float(part(name).inner_text().replace(" %", "").replace(",", ""))
        label = page.locator("details[open] > summary").first.inner_text()
        check(label == "weather", f"the rarest class is not open but {label}")
        at = len(curve) // 2
        part("at").fill(str(at))
        part("share").fill("-2")
        recall, rate = curve[at]["recall"], curve[at]["false_positive_rate"]
        precision = recall * 0.01 / (recall * 0.01 + rate * 0.99)
        check(abs(told("precision") - 100 * precision) < 0.1, f"precision {told('precision')} is not {100 * precision}")
        check(abs(told("alerts") - 100_000 * (recall * 0.01 + rate * 0.99)) <= 1, f"{told('alerts')} alerts")
        before = part("line").get_attribute("points")
        part("share").fill("-4")
        check(told("precision") < 100 * precision, "rarer, and yet as precise")
        check(part("line").get_attribute("points") != before, "the curve does not move")
        part("share").fill("-2")

    return look


def monitor(page, scheme):
    for name in ("volume", "naming", "use", "links"):
        drawn = page.locator(f"#{name} svg polyline").count()
        check(drawn >= 2, f"#{name} holds {drawn} lines")
    check(page.locator("#changes tbody tr").count() >= 1, "no change of level is told")
    check("call-layla" in page.locator("#clusters").inner_text(), "the copies are not named")
    check(page.locator("#profile svg rect").count() > 24, "no bars for the hours")


def checked(page, scheme):
    questions = page.locator("table").nth(1).locator("tbody tr")
    check(questions.count() >= 30, f"{questions.count()} questions")
    check("fatwa_against" in page.locator("#suites").inner_text(), "a question has no row")
    check("khitabcheck-blind" in page.locator("#suites").inner_text(), "the blind part is not told apart")


def audited(page, scheme):
    drawn = page.locator("#panels .share svg").count()
    check(drawn >= 3, f"{drawn} intervals are drawn")
    widths = [bar.bounding_box()["width"] for bar in page.locator("#panels rect.between").all()]
    check(all(width > 0.5 for width in widths), f"an interval cannot be seen: {widths}")
    check(page.locator("#attacks tbody tr").count() == 18, "an attack has no row")
    check("place" in page.locator("#swaps").inner_text(), "no place was exchanged")
    check(page.locator("#calibration svg circle").count() >= 1, "no reliability diagram")


def audit_rows(folder):
    """News, prayers and the words of supporters, all artificial; what is hostile stands in a name."""
    kinds = [
        ("news", "other", "وصل وفد من تونس إلى القاهرة في زيارة رقم {} #سياسة"),
        ("prayer", "other", "اللهم اغفر للمسلمين واحفظ بيت {} من كل سوء"),
        ("<b>tweets", "pro-isis", "نحن جنود الخلافة باقية وتتمدد في بيت {}"),
    ]
    path = folder / "audit.jsonl"
    rows = [{"panel": panel, "label": label, "text": text.format(n)} for n in range(24) for panel, label, text in kinds]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def posts(folder):
    """Sixty days of an artificial reading club that talks about the news; later it posts films, and one call goes round."""
    chance = random.Random(11)
    lines = []

    def add(name, day, hour, author, text):
        time = f"2024-{1 + day // 31:02}-{1 + day % 31:02}T{hour:02}:00:00Z"
        lines.append({"id": name, "time": time, "author": author, "text": text})

    for day in range(60):
        for n in range(chance.randint(1, 3) + (3 if day >= 35 else 0)):
            film = chance.choice(["شاهدوا الفيديو ", "صورة من اللقاء "]) if day >= 35 or chance.random() < 0.2 else ""
            group = chance.choice(["قرأنا عن تنظيم داعش في الصحيفة", "مقال عن الدولة الإسلامية", "حديث عن الرواية الجديدة"])
            link = chance.choice(["", "https://t.me/club", "https://justpaste.it/abc", "https://twitter.com/club"])
            add(f"{day}-{n}", day, chance.choice([8, 12, 17, 18, 19]), f"member{n}", f"{film}{group} رقم {day} {n} {link}")
    call = "ندعوكم إلى أمسية الشعر في حديقة المكتبة يوم الخميس القادم بعد العصر"
    for author in ("layla", "karim", "huda", "omar"):
        add(f"call-{author}", 40, 17, author, call)
    path = folder / "posts.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path


def labelled_rows(folder):
    """Artificial rows that a model cannot always tell apart."""
    chance = random.Random(7)
    words = {"weather": "مطر سحاب رياح غائم حرارة".split(), "sport": "هدف مباراة فريق ملعب بطولة".split()}
    rows = []
    for n in range(360):
        label = "weather" if n % 3 == 0 else "sport"
        other = "sport" if label == "weather" else "weather"
        mixed = chance.choices(words[label], k=3) + chance.choices(words[other], k=chance.choice([0, 1, 2, 4]))
        chance.shuffle(mixed)
        rows.append({"id": str(n), "text": " ".join(mixed) + f" {n}", "label": label})
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("binary")
    arguments.add_argument("--shots", type=pathlib.Path, help="keep pictures of the pages here")
    arguments = arguments.parse_args()
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("pages.py: no Chromium; on Debian: apt-get install chromium")

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        folder = pathlib.Path(folder)
        page = lambda name: folder / f"{name}.html"
        run = lambda *rest: khitab(arguments.binary, *rest)
        run("analyze", "--model", "discourse", "--format", "html", SAMPLE, "-o", page("analysis"))
        text = folder / "<b>'&\".txt"
        text.write_text(HOSTILE, "utf-8")
        run("analyze", "--model", "discourse", "--format", "html", text, "-o", page("hostile"))
        rows = labelled_rows(folder)
        evaluate = ["evaluate", rows, "--cv", "3", "--features", "word", "--group", "none", "--format"]
        page("evaluation").write_bytes(run(*evaluate, "html"))
        report = json.loads(run(*evaluate, "json"))

        run("monitor", posts(folder), "--by", "day", "--format", "html", "-o", page("monitor"))
        run("check", "--format", "html", "-o", page("check"))
        run("audit", "--data", audit_rows(folder), "--html", page("audit"))

        # Debian's build cannot make its sandbox inside a container.
        launched = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        browser = Browser(launched, arguments.shots)
        browser.each(page("analysis"), analysis, reading)
        browser.each(page("hostile"), hostile)
        browser.each(page("evaluation"), explorer(report))
        browser.each(page("monitor"), monitor)
        browser.each(page("check"), checked)
        browser.each(page("audit"), audited)
        launched.close()
        print(f"{browser.pages} pages opened, all well")


if __name__ == "__main__":
    main()
