"""What is asked of a move, and what it did or, in a dry run, would do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """What is to change; None leaves a thing as it is."""

    slug: str | None = None
    path: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A page with `links` of its links rewritten; `missed` are those that only the old address serves now."""

    slug: str
    title: str
    links: int
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What became of a page: its address, path and title now, and every page that changed with it.

    `linked_from` are the slugs of pages that link to it still, `warnings` what to know before it is done, in
    sentences. With `done` false nothing was changed.
    """

    action: str
    slug: str
    path: str
    title: str
    rewritten: tuple[Rewritten, ...] = ()
    linked_from: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    done: bool = True

    def as_json(self) -> dict[str, object]:
        """Return the report as plain data."""
        return {
            "action": self.action,
            "done": self.done,
            "slug": self.slug,
            "path": self.path,
            "title": self.title,
            "rewritten": [
                {"slug": page.slug, "title": page.title, "links": page.links, "missed": list(page.missed)}
                for page in self.rewritten
            ],
            "linked_from": list(self.linked_from),
            "warnings": list(self.warnings),
        }
