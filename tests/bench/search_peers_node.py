"""Search engines that run in node, behind the same door as the others."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Search = Callable[[str], list[str]]

PACKAGES = {"minisearch": "MiniSearch", "flexsearch": "FlexSearch"}

SERVER = """
const fs = require('fs'), readline = require('readline')
const pages = fs.readFileSync(process.argv[2], 'utf8').trim().split('\\n').map(JSON.parse)
let search
if (process.argv[3] === 'minisearch') {
  const MiniSearch = require('minisearch')
  const index = new MiniSearch({ fields: ['a', 'b', 'c', 'd'], idField: 'id' })
  index.addAll(pages)
  const boost = { a: 6, b: 2.5, c: 2, d: 1 }
  search = query => index.search(query, { boost, prefix: true, fuzzy: 0.25 }).slice(0, 10).map(hit => hit.id)
} else {
  const { Document } = require('flexsearch')
  const document = { id: 'id', index: ['a', 'b', 'c', 'd'] }
  const index = new Document({ document, tokenize: 'forward', encoder: 'LatinSoundex' })
  for (const page of pages) index.add(page)
  search = query => {
    const rank = new Map()
    const weight = { a: 6, b: 2.5, c: 2, d: 1 }
    for (const part of index.search(query, { limit: 30, suggest: true }))
      part.result.forEach((id, at) => rank.set(id, (rank.get(id) || 0) + weight[part.field] / (at + 5)))
    return [...rank].sort((x, y) => y[1] - x[1]).slice(0, 10).map(pair => pair[0])
  }
}
console.log('ready')
readline.createInterface({ input: process.stdin }).on('line', line => {
  const begin = process.cpuUsage()
  const found = search(JSON.parse(line))
  const spent = process.cpuUsage(begin)
  console.log(JSON.stringify([found, (spent.user + spent.system) / 1000]))
})
"""


def node_peers(rows: list[dict[str, str]]) -> Iterator[tuple[str, Search]]:
    """Yield each engine that npm can install; rows are pages as `id, a, b, c, d`.

    Their time is spent in another process: `search.spent` has what the last query took there, in CPU ms.
    """
    if not (shutil.which("node") and shutil.which("npm")):
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "package.json").write_text("{}", encoding="utf-8")
        got = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", *PACKAGES],
            cwd=place,
            capture_output=True,
            check=False,
        )
        if got.returncode:
            return
        (place / "server.js").write_text(SERVER, encoding="utf-8")
        (place / "pages.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        for package, name in PACKAGES.items():
            with subprocess.Popen(
                ["node", "--max-old-space-size=6000", "server.js", "pages.jsonl", package],
                cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            ) as process:  # fmt: skip
                yield name, _asking(process)
                process.kill()


def _asking(process: subprocess.Popen[str]) -> Search:
    if process.stdin is None or process.stdout is None or process.stdout.readline() != "ready\n":
        raise SystemExit("the engine in node did not start")
    given, told = process.stdin, process.stdout

    def search(query: str) -> list[str]:
        given.write(json.dumps(query) + "\n")
        given.flush()
        found, search.spent = json.loads(told.readline())  # type: ignore[attr-defined]
        return list(found)

    return search
