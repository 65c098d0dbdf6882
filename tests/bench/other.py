"""The same report through the typst package, to compare with: `other.py REPORT.json TURNS` prints a row of a table.

It says each block of the report in typst's own words, with what makes documents equal: contents with page numbers,
running heads, Dutch hyphenation, repeated table heads, tags, PDF/UA-1 and PDF/A-2a. Charts are drawn as bare bars.
The time is that of `typst.compile` in one process, as a server would use it; it uses every core.
"""

import json
import resource
import sys
import time

import typst

TONES = {"positive": "#1b6b3a", "attention": "#8f4a00", "negative": "#9c1c1c", "neutral": "#444444"}


def text(words):
    """A string literal: nothing in it is markup."""
    return "#" + json.dumps(words, ensure_ascii=False) + ";"


def inlines(items):
    return "".join(inline(item) for item in items)


def inline(item):
    kind = item["inline"]
    if kind == "text":
        return text(item["text"])
    if kind == "badge":
        return f'#badge(rgb("{TONES[item["tone"]]}"))[{text(item["text"])}]'
    inner = inlines(item["text"])
    if kind == "strong":
        return f"#strong[{inner}]"
    if kind == "emphasis":
        return f"#emph[{inner}]"
    if kind == "link":
        return f'#link({json.dumps(item["href"])})[{inner}]'
    if kind == "foreign":
        return f'#text(lang: "{item["lang"]}")[{inner}]'
    # References lead to sections and paragraphs; here they look like it, and cost no look-up.
    return f"#underline[{inner}]"


def listed(item):
    function = "enum" if item["ordered"] else "list"
    rows = [f"[{inlines(one['text'])}{listed(one['list']) if one.get('list') else ''}]" for one in item["items"]]
    return f"#{function}({', '.join(rows)})"


def table(item):
    widths = ", ".join(f"{column['width']}fr" for column in item["columns"])
    heads = ", ".join(f"[*{text(column['head'])}*]" for column in item["columns"])
    cells = []
    for row in item["rows"]:
        cells += ["[" + "#parbreak()".join(inlines(line) for line in cell["lines"]) + "]" for cell in row["cells"]]
    body = f"table(columns: ({widths}), table.header({heads}), {', '.join(cells)})"
    return f"#figure(kind: table, caption: [{text(item['caption'])}], {body})\n"


def figure(item):
    if item["chart"]["chart"] == "stacks":
        bars = [sum(part["count"] for part in stack["parts"]) for stack in item["chart"]["stacks"]]
    else:
        bars = [point["value"] for point in item["chart"]["points"]]
    most = max([1, *map(abs, bars)])
    drawn = ", ".join(f'rect(width: {abs(bar) / most * 8:.2f}cm, height: 10pt, fill: rgb("#0b4f5c"))' for bar in bars)
    alt = json.dumps(item["alt"], ensure_ascii=False)
    return f"#figure(alt: {alt}, kind: image, caption: [{text(item['caption'])}], stack(spacing: 4pt, {drawn or '[ ]'}))\n"


def block(item):
    kind = item["block"]
    if kind == "paragraph":
        number = f"#place(dx: -1.2cm, text(7pt)[{text(item['number'])}])" if item.get("number") else ""
        return number + inlines(item["text"]) + "\n"
    if kind == "list":
        return listed(item) + "\n"
    if kind == "table":
        return table(item)
    if kind == "figure":
        return figure(item)
    inner = "\n".join(block(one) for one in item["blocks"])
    return f"#block(inset: 8pt, fill: luma(240), width: 100%, breakable: true)[*{text(item['title'])}*\n\n{inner}]\n"


def section(item):
    label = text(item["label"]) + " " if item.get("label") else ""
    new_page = "#pagebreak(weak: true)\n" if item["level"] == 1 or (item["level"] == 2 and item.get("label")) else ""
    parts = [f"{new_page}{'=' * item['level']} {label}{text(item['title'])}\n"]
    parts += [block(one) for one in item["blocks"]]
    parts += [section(one) for one in item.get("sections", [])]
    return "\n".join(parts)


def document(report):
    meta = report["meta"]
    head = f"""#set document(title: {json.dumps(meta["title"])}, author: {json.dumps(meta["publisher"])}, date: datetime(year: 2020, month: 4, day: 17))
#set text(font: "Fira Sans", size: 9.5pt, lang: "nl", region: "nl", hyphenate: true)
#set par(justify: false, leading: 0.62em)
#set page(paper: "a4", margin: (left: 4cm, right: 2.5cm, y: 2.5cm), numbering: "1", header: context {{
  let before = query(heading.where(level: 1).before(here()))
  if before.len() > 0 {{ text(8pt, before.last().body) }}
}}, footer: context [#text(8pt)[Pagina #counter(page).display() van #counter(page).final().first()]])
#let badge(tone, body) = box(inset: (x: 3pt), outset: (y: 2pt), stroke: 0.5pt + tone, text(8pt, weight: "semibold", body))
#set table(stroke: (x: none, y: 0.4pt + gray), inset: 4pt)
#show figure: set block(breakable: true)
#title()
#outline(depth: 2)
"""
    return head + "\n".join(section(one) for one in report["sections"])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        source = document(json.load(file)).encode()
    times = []
    for turn in range(int(sys.argv[2])):
        # A comment that differs: without it the compiler's memory of the last turn would be measured.
        path = f"{sys.argv[1]}.{turn}.typ"
        with open(path, "wb") as file:
            file.write(source + f"\n// {turn}\n".encode())
        start = time.perf_counter()
        fresh = typst.Compiler(path, font_paths=["reports/fonts"], ignore_system_fonts=True)
        pdf = fresh.compile(format="pdf", pdf_standards=["ua-1", "a-2a"])
        times.append((time.perf_counter() - start) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with open(f"{sys.argv[1]}.pdf", "wb") as file:
        file.write(pdf)
    print(f"{len(pdf) // 1024} {times[0]:.0f} {sorted(times)[len(times) // 2]:.0f} {peak}")


main()
