"""`carebook search`: the library, or any folder of Markdown, by whatever letters come."""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

import policies
from kb.access import OPERATOR
from kb.cli import library, output
from kb.search import Results, SearchIndex, Synonyms
from kb.sources import Addresses, customer_words, policy_pages, read_folder, search_page
from kb.sources.complaint_words import synonyms_in

Search = Callable[[str], Results]


def search(
    words: Annotated[list[str] | None, typer.Argument(help="What to look for.")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Search this folder.", exists=True, file_okay=False)
    ] = None,
    queries: Annotated[Path | None, typer.Option(help="A query a line.", exists=True, dir_okay=False)] = None,
    limit: Annotated[int, typer.Option(help="Hits a query, at most.", min=1, max=100)] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each hit is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Search the library, or with --folder any folder of Markdown, without a database.

    With --json each query prints one line: the list of its hits, best first. With --explain each hit says
    which words matched how, in which fields, and every number that made its score.
    """
    if bool(words) == bool(queries):
        output.refuse("no-query", "give either words or --queries", as_json=as_json, status=output.USAGE)
    asked = _queries(queries) if queries else iter([" ".join(words or [])])
    if folder:
        index, synonyms = _index(folder)
        _answer(
            asked,
            lambda query: index.search(query, limit, synonyms=synonyms, explain=explain),
            as_json=as_json,
        )
        return
    with library.opened(as_json=as_json) as app:
        _answer(
            asked, lambda query: app.search.search(OPERATOR, query, limit, explain=explain), as_json=as_json
        )


def _answer(queries: Iterator[str], find: Search, *, as_json: bool) -> None:
    for query in queries:
        results = find(query)
        if as_json:
            why = [{"why": each.as_json()} for each in results.why] or [{}] * len(results.hits)
            output.say_json([hit.as_json() | more for hit, more in zip(results.hits, why, strict=True)])
            continue
        for written, meant in results.corrections:
            output.say(f"showing `{meant}` for `{written}`")
        for place, hit in enumerate(results.hits, 1):
            where = f" › {hit.heading}" if hit.heading else ""
            output.say(
                f"{place:3}. {hit.title}{where}\n     {hit.slug}{'#' + hit.anchor if hit.anchor else ''}"
            )
            for line in results.why[place - 1].lines() if results.why else ():
                output.say(f"       {line}")
        if not results.hits:
            output.say(f"nothing found for `{query}`")


def _index(folder: Path) -> tuple[SearchIndex, Synonyms]:
    read_in = read_folder(folder)
    synonyms, problems = synonyms_in(read_in)
    output.warn_problems(problem for problem in read_in.problems if problem.severity == "error")
    output.warn_problems(output.under(folder, problem) for problem in problems)
    book = policies.read(policy_pages(read_in))
    vocabularies = [page.path for page in policy_pages(read_in) if page.is_vocabulary]
    addresses = Addresses((page.path, page.slug) for page in read_in.pages)
    words = customer_words(book, vocabularies, addresses, datetime.now(UTC).date())
    return SearchIndex.build(search_page(page, words) for page in read_in.pages), synonyms


def _queries(file: Path) -> Iterator[str]:
    """Yield the queries of a file: its `query` column, or the second of several, or the whole line."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        column: int | None = None
        for row in rows:
            if column is None:
                named = [place for place, name in enumerate(row) if name.strip().lower() == "query"]
                column = named[0] if named else min(1, len(row) - 1)
                if named:
                    continue
            yield row[column] if 0 <= column < len(row) else ""
