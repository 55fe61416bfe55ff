"""How long a library of many pages and revisions takes to open a page, its history, what links to it.

    python tests/bench/library.py [--pages 10000] [--revisions 100000] [--keep FOLDER]

Builds a SQLite database of that size, opens the app on it, and prints milliseconds of server time (median and
slowest of many) for what readers do, and what one small change costs the catalogue.
"""

import argparse
import hashlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from builders import SMALL_LIBRARY, write_pages  # noqa: E402
from sqlalchemy import insert  # noqa: E402
from sqlmodel import Session, col, func, select  # noqa: E402

from kb.access import OPERATOR  # noqa: E402
from kb.app import App, open_app  # noqa: E402
from kb.model import Article, Revision, Tag  # noqa: E402
from kb.settings import Settings  # noqa: E402

AT_A_TIME = 5_000
START = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = [
    "customer",
    "parcel",
    "refund",
    "late",
    "credit",
    "desk",
    "standard",
    "promise",
    "photo",
    "carrier",
    "order",
    "delivery",
    "street",
    "account",
    "card",
    "invoice",
    "return",
    "label",
    "voucher",
    "sorry",
    "colleague",
    "manager",
    "question",
    "answer",
    "morning",
    "evening",
    "gift",
    "bicycle",
]
KINDS = {"help": "help", "playbook": "playbooks", "standard": "standards", "philosophy": "philosophy"}


def page_text(rng: random.Random, n: int, kind: str, pages: int, revision: int) -> str:
    """Write a page of some hundred words with ten links to other pages."""
    kinds = list(KINDS)
    lines = [
        "---",
        f"kind: {kind}",
        f"title: Page {n}",
        "owner: Ana",
        "review_every: 1 year",
        "---",
        f"# Page {n}",
    ]
    for part in range(5):
        lines += ["", f"## Part {part} of {n}", "", " ".join(rng.choices(WORDS, k=40)) + "."]
        for target in (rng.randrange(pages), rng.randrange(pages)):
            other = kinds[target % len(kinds)]
            lines.append(f"See [page {target}](../{KINDS[other]}/page-{target}.md#part-1-of-{target}).")
    return "\n".join([*lines, "", f"Revision {revision}.", ""])


def fill(session: Session, pages: int, revisions: int) -> None:
    """Insert articles, their tags and all their revisions in bulk."""
    rng = random.Random(5)  # noqa: S311 -- words, not secrets
    first = session.exec(select(func.max(col(Article.id)))).one() or 0
    each = max(1, revisions // pages)
    articles, tags = [], []
    for n in range(pages):
        kind = list(KINDS)[n % len(KINDS)]
        articles.append({
            "id": first + 1 + n, "slug": f"page-{n}", "kind": kind, "title": f"Page {n}", "owner": "Ana",
            "path": f"{KINDS[kind]}/page-{n}.md", "review_every_days": 365, "current": each,
            "verified_at": START + timedelta(days=n % 1000),
        })  # fmt: skip
        tags.append({"article_id": first + 1 + n, "name": f"tag-{n % 50}"})
    session.execute(insert(Article), articles)
    session.execute(insert(Tag), tags)
    rows: list[dict[str, object]] = []
    for row in revision_rows(rng, first, pages, each):
        rows.append(row)
        if len(rows) == AT_A_TIME:
            session.execute(insert(Revision), rows)
            rows = []
    if rows:
        session.execute(insert(Revision), rows)


def revision_rows(rng: random.Random, first: int, pages: int, each: int) -> Iterator[dict[str, object]]:
    """Yield the revisions of every page, oldest first."""
    for n in range(pages):
        text = page_text(rng, n, list(KINDS)[n % len(KINDS)], pages, 1)
        for number in range(1, each + 1):
            body = text.replace("Revision 1.", f"Revision {number}.")
            yield {
                "article_id": first + 1 + n, "number": number, "parent": number - 1 or None, "body": body,
                "sha256": hashlib.sha256(body.encode()).hexdigest(), "author": "Ana",
                "at": START + timedelta(days=number), "note": f"Change {number}", "material": True,
                "origin": "import", "approved_by": "[]",
            }  # fmt: skip


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def measure(name: str, run: Callable[[int], object], times: int, limit: float | None = None) -> None:
    """Print how long `run` takes, in milliseconds, and whether it keeps to its limit."""
    taken = []
    for n in range(times):
        start = time.perf_counter()
        run(n)
        taken.append((time.perf_counter() - start) * 1000)
    middle = statistics.median(taken)
    said = "" if limit is None else f"   (limit {limit:.0f}: {'kept' if middle < limit else 'EXCEEDED'})"
    say(f"{name:<42} median {middle:8.2f} ms   slowest {max(taken):8.2f} ms{said}")


def measure_all(app: App, pages: int) -> None:
    """Measure what readers, authors and the catalogue do."""
    manager = next(person for person in app.people.everyone() if person.role == "manager")
    rng = random.Random(9)  # noqa: S311 -- pages, not secrets
    slugs = [f"page-{rng.randrange(pages)}" for _ in range(200)]
    measure("open a page never opened before", lambda n: app.library.article(manager, slugs[n]), 100, 50)
    measure("open a page again", lambda n: app.library.article(manager, slugs[n % 20]), 100, 50)
    measure("its history", lambda n: app.history.history(manager, slugs[n]), 100, 50)
    catalogue = app.library._shelves.catalogue()
    measure("what links to it", lambda n: catalogue.links_to(slugs[n]), 200, 50)
    measure("an earlier revision", lambda n: app.history.revision(manager, slugs[n], 3), 50)
    measure("two revisions compared", lambda n: app.history.compare(manager, slugs[n], 2, 9), 30)
    measure("what is due", lambda _: app.stewardship.due(manager), 10)
    measure("a look when nothing changed", lambda _: app.library._shelves.refresh(), 50)

    def verify(n: int) -> None:
        app.stewardship.verify(OPERATOR, slugs[n])

    measure("verify a page, and the catalogue knows", verify, 20)
    draft = app.drafts.start(manager, slugs[0])
    held = [draft]

    def save(n: int) -> None:
        held[0] = app.drafts.save(manager, draft.id, held[0].version, f"{draft.text}\n{n}\n")

    measure("save a draft", save, 50)
    lead = next(person for person in app.people.everyone() if person.role == "lead")
    text = "---\nkind: help\ntitle: New\n---\n# New\n\nSee [one](../playbooks/page-1.md).\n"

    def publish(n: int) -> None:
        made = app.drafts.start_new(manager, f"new-{n}", "help", text=text)
        made = app.drafts.propose(manager, made.id, made.version)
        made = app.reviews.approve(lead, made.id, made.version)
        app.publishing.publish(manager, made.id, made.version)

    measure("publish a new page, and everybody knows", publish, 5)

    def change(n: int) -> None:
        made = app.drafts.start(manager, "new-0")
        made = app.drafts.save(manager, made.id, made.version, f"{made.text}\nMore {n}.\n")
        made = app.drafts.propose(manager, made.id, made.version)
        made = app.reviews.approve(lead, made.id, made.version)
        app.publishing.publish(manager, made.id, made.version)

    measure("publish a changed page, and everybody knows", change, 5)


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--revisions", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        content = write_pages(folder / "content", SMALL_LIBRARY)
        settings = Settings(data=folder / "data", content=content, database_url=None)
        app = open_app(settings)
        start = time.perf_counter()
        with app._database.write() as session:
            if session.exec(select(func.count(col(Article.id)))).one() < chosen.pages:
                fill(session, chosen.pages, chosen.revisions)
        app.close()
        taken = time.perf_counter() - start
        say(f"{chosen.pages} pages, {chosen.revisions} revisions: filled in {taken:.1f} s")
        for name in ("first", "next"):
            start = time.perf_counter()
            app = open_app(settings)
            say(f"the {name} opening of the app took {time.perf_counter() - start:.1f} s")
            if name == "first":
                app.close()
        measure_all(app, chosen.pages)
        app.close()


if __name__ == "__main__":
    main()
