#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Rewrite the generated half of ../tokens.css.

Run by hand, only when the vendored parts or the voorbeeld tokens change:

    npm install @nl-design-system-unstable/voorbeeld-design-tokens
    ./prune_tokens.py node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/variables.css

Of the voorbeeld variables only those are kept that our style sheets name, directly or through
another variable, that we do not set ourselves, and that belong to a variant we use.
Everything from the line MARKER on is ours and stays as it is.
"""

import re
import sys
from pathlib import Path

MARKER = "/* ==== Ours: from here on written by hand ==== */"
# Variants of parts that no page of ours uses.
UNUSED = re.compile(r"--utrecht-(button-.*(danger|ready|warning|pressed)|.*(read-only|placeholder))")
HEADER = """\
/* SPDX-License-Identifier: EUPL-1.2
 * NL Design System, @nl-design-system-unstable/voorbeeld-design-tokens {version}, pruned by
 * vendor/prune_tokens.py. Do not edit above the line "Ours". */
"""

assets = Path(__file__).resolve().parent.parent
tokens = assets / "tokens.css"
source = Path(sys.argv[1])

declared = dict(re.findall(r"^\s*(--[\w-]+):\s*(.+?);$", source.read_text(), re.M))
package = (source.parent.parent / "package.json").read_text()
version = re.search(r'"version":\s*"([^"]+)"', package).group(1)

ours = tokens.read_text().partition(MARKER)[2] if tokens.exists() else "\n"
sheets = [path.read_text() for path in sorted(assets.glob("vendor/utrecht/*.css"))]
sheets += [(assets / "app.css").read_text(), ours]


def names(css: str) -> set[str]:
    """The variables that a piece of CSS reads."""
    return set(re.findall(r"var\(\s*(--[\w-]+)", css))


overridden = set(re.findall(r"^(--[\w-]+):", ours, re.M))
wanted: set[str] = set()
queue = [name for css in sheets for name in names(css)]
while queue:
    name = queue.pop()
    if name in declared and name not in wanted | overridden and not UNUSED.match(name):
        wanted.add(name)
        queue.extend(names(declared[name]))

lines = [f"{name}:{declared[name]};" for name in sorted(wanted)]
tokens.write_text(
    HEADER.format(version=version) + ":root{\n" + "\n".join(lines) + "\n}\n\n" + MARKER + ours
)
print(f"{len(wanted)} of {len(declared)} variables kept")
