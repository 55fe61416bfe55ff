"""Makes a judged collection out of any corpus: the questions its own headings ask, and what answers them.

    python tests/bench/search_asked.py CORPUS.jsonl.gz FOLDER [--passages] [--leads]

A heading that ends with a question mark and stands on one page only is a question; it is taken out of
the page, which answers it. With `--passages` documents are pieces of about 150 words, as short as the
abstracts of the classic collections, and those under the heading answer. With `--leads` the first long
sentence of a page is asked, and taken out. The folder is what `search_judged.py` reads.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEWEST_WORDS, _MOST_ASKED, _PASSAGE = 5, 400, 150
_SENTENCE = re.compile(r"(?<=[.!?])\s+")

Page = dict[str, Any]
Asked = list[tuple[str, list[str]]]


def read(path: Path) -> list[Page]:
    """Return the pages of a corpus."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        return [json.loads(line) for line in lines]


def questions_of(pages: list[Page]) -> list[set[str]]:
    """Return by page the headings that ask something which no other heading of the corpus asks."""
    often = Counter(heading.strip().casefold() for page in pages for heading in page["headings"])
    return [
        {
            heading.strip()
            for heading in page["headings"]
            if heading.strip().endswith("?")
            and len(heading.split()) >= _FEWEST_WORDS
            and often[heading.strip().casefold()] == 1
        }
        for page in pages
    ]


def sections(page: Page) -> Iterator[tuple[str, str]]:
    """Yield each heading of a page and the text below it, the title's first."""
    waiting = [heading.strip() for heading in page["headings"]]
    heading, lines = "", []
    for line in page["body"].split("\n"):
        if waiting and line.strip() == waiting[0]:
            yield heading, "\n".join(lines)
            heading, lines = waiting.pop(0), []
        else:
            lines.append(line)
    yield heading, "\n".join(lines)


def whole_pages(pages: list[Page]) -> tuple[list[dict[str, str]], Asked]:
    """Return the pages without the questions, and the questions."""
    documents, asked = [], []
    for page, questions in zip(pages, questions_of(pages), strict=True):
        lines = [line for line in page["body"].split("\n") if line.strip() not in questions]
        documents.append({"_id": str(page["id"]), "title": page["title"], "text": "\n".join(lines)})
        asked += [(question, [str(page["id"])]) for question in sorted(questions)]
    return documents, asked


def passages(pages: list[Page]) -> tuple[list[dict[str, str]], Asked]:
    """Return the pages that ask something in pieces without titles, and the questions."""
    documents, asked = [], []
    for page, questions in zip(pages, questions_of(pages), strict=True):
        for number, (heading, text) in enumerate(sections(page) if questions else ()):
            words = text.split()
            made = []
            for at in range(0, len(words), _PASSAGE):
                name = f"{page['id']}-{number}-{at}"
                piece = " ".join(words[at : at + _PASSAGE])
                documents.append({"_id": name, "title": "", "text": piece})
                made.append(name)
            if heading in questions and len(words) >= _FEWEST_WORDS:
                asked.append((heading, made))
    return documents, asked


def leads(pages: list[Page]) -> tuple[list[dict[str, str]], Asked]:
    """Return the pages without their first long sentence, and those sentences."""
    documents, asked = [], []
    for page in pages:
        text = page["body"]
        sentences = _SENTENCE.split(text[:1500])
        first = next((s for s in sentences if 12 <= len(s.split()) <= 40 and "\n" not in s.strip()), "")
        if first:
            text = text.replace(first, " ", 1)
            asked.append((first.strip(), [str(page["id"])]))
        documents.append({"_id": str(page["id"]), "title": page["title"], "text": text})
    often = Counter(question for question, _ in asked)
    return documents, [one for one in asked if often[one[0]] == 1]


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", action="store_true")
    parser.add_argument("--leads", action="store_true")
    options = parser.parse_args()
    pages = read(options.corpus)
    documents, asked = (passages if options.passages else leads if options.leads else whole_pages)(pages)
    asked = random.Random(1).sample(asked, min(_MOST_ASKED, len(asked)))  # noqa: S311 - a sample, no secret
    options.folder.mkdir(parents=True, exist_ok=True)
    with (options.folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(document)}\n" for document in documents)
    with (options.folder / "queries.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps({'_id': str(n), 'text': text})}\n" for n, (text, _) in enumerate(asked))
    with (options.folder / "qrels").open("w", encoding="utf-8") as file:
        file.writelines(f"{n} 0 {name} 1\n" for n, (_, names) in enumerate(asked) for name in names)


if __name__ == "__main__":
    main()
