"""A small library with a path, pages to acknowledge and scenario checks, and ways to change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from builders import NOW, SMALL_LIBRARY, write_pages
from sqlmodel import select

from kb.access import Actor  # noqa: TC001 -- fields of a class that is made at run time
from kb.app import App, open_app
from kb.model import Article, Revision
from kb.settings import Settings

PATH = """\
---
kind: philosophy
title: First week
path: yes
owner: Head of care
---
# First week

1. [Why we care](why.md): because of them
2. [On time](../standards/on-time.md)

## Then

1. [Late delivery](../playbooks/late-delivery.md)
"""

QUESTION = """
```scenario
complaint: late_delivery
facts: days late = 9, order value = 30
role: agent
remedy: Goodwill credit
question: Nine days late. What may you give?
expect: may 10
why: Say sorry first.
```
"""


def lessons() -> dict[str, str]:
    """The small library with a path over three of its pages, one of which asks, and one to acknowledge."""
    pages = dict(SMALL_LIBRARY)
    pages["philosophy/first-week.md"] = PATH
    pages["philosophy/why.md"] += QUESTION
    on_time = pages["standards/on-time.md"]
    pages["standards/on-time.md"] = on_time.replace("kind: standard\n", "kind: standard\nacknowledge: yes\n")
    return pages


@dataclass
class Clock:
    """A clock that goes on by a minute each time it is looked at."""

    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class School:
    """An app on these pages, the people in it, and its pages changed as a manager would."""

    def __init__(self, root: Path, pages: Mapping[str, str], url: str | None = None) -> None:
        self.content = root / "content"
        self.pages = dict(pages)
        write_pages(self.content, self.pages)
        settings = Settings(data=root / "data", content=self.content, database_url=url)
        self.app: App = open_app(settings, clock=Clock())
        people = {person.role: person for person in self.app.people.everyone()}
        self.starter: Actor = people["starter"]
        self.agent: Actor = people["agent"]
        self.manager: Actor = people["manager"]

    def change(self, path: str, old: str, new: str, *, material: bool = True) -> None:
        """Publish a page with `new` for `old`."""
        assert old in self.pages[path]
        self.pages[path] = self.pages[path].replace(old, new)
        write_pages(self.content, {path: self.pages[path]})
        self.app.library.import_folder(self.manager, self.content)
        if not material:
            with self.app._database.write() as session:
                article = session.exec(select(Article).where(Article.path == path)).one()
                newest = (Revision.article_id == article.id, Revision.number == article.current)
                session.exec(select(Revision).where(*newest)).one().material = False

    def close(self) -> None:
        self.app.close()
