"""An app on the small library with several people, and a clock that can be moved on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from builders import NOW, SMALL_LIBRARY, write_pages

from kb.access import Actor
from kb.app import App, open_app
from kb.library.drafting import DraftView
from kb.model import Person
from kb.settings import Settings

PEOPLE = (
    ("Ana", "agent"), ("Ben", "agent"), ("Lea", "lead"), ("Max", "manager"), ("Mia", "manager"),
    ("Sam", "starter"),
)  # fmt: skip


@dataclass
class Team:
    """The app and its people, each by name in lower case."""

    app: App
    people: dict[str, Actor]
    now: list[datetime] = field(default_factory=lambda: [NOW])

    def __getattr__(self, name: str) -> Actor:
        return self.people[name]

    def later(self, **delta: float) -> None:
        """Move the clock on."""
        self.now[0] += timedelta(**delta)

    def live(self, slug: str) -> str:
        """The text that readers see, byte for byte."""
        newest = next(each for each in self.app.history.history(self.max, slug) if each.live)
        return self.app.history.revision(self.max, slug, newest.number).source

    def changed(self, by: Actor, slug: str, old: str, new: str) -> DraftView:
        """A draft of the page with `old` replaced by `new`."""
        draft = self.app.drafts.start(by, slug)
        assert old in draft.text
        return self.app.drafts.save(by, draft.id, draft.version, draft.text.replace(old, new))

    def approved(self, by: Actor, slug: str, old: str, new: str) -> DraftView:
        """The same, proposed and approved by as many as it takes."""
        draft = self.changed(by, slug, old, new)
        draft = self.app.drafts.propose(by, draft.id, draft.version)
        for judge in (self.max, self.mia):
            if draft.state == "proposed" and judge.id != by.id:
                draft = self.app.reviews.approve(judge, draft.id, draft.version)
        assert draft.state == "approved"
        return draft


@contextmanager
def team_at(folder: Path, url: str | None = None, **settings: object) -> Iterator[Team]:
    """Yield a team on a fresh database."""
    content = write_pages(folder / "content", SMALL_LIBRARY)
    now = [NOW]
    chosen = Settings(data=folder / "data", content=content, database_url=url, **settings)  # type: ignore[arg-type]
    app = open_app(chosen, clock=lambda: now[0])
    with app._database.write() as session:
        for name, role in PEOPLE:
            authority = role if role != "starter" else None
            session.add(Person(name=name, email=f"{name.lower()}@x.test", role=role, authority=authority))
            session.flush()
    people = {person.name.lower(): person for person in app.people.everyone()}
    yield Team(app, people, now)
    app.close()
