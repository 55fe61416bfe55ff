"""How the text of a page becomes what a reader sees: safe HTML, its links and pictures for this reader."""

from collections.abc import Callable
from typing import Protocol

from kb.access import Actor, Visible, visible
from kb.library.attachments.links import AttachmentLinks
from kb.library.catalogue import Catalogue
from kb.library.shelves import Shelves
from kb.library.transcluding import SheetOf, Transclusion
from kb.markup import Heading, outline, render, too_large_to_show
from kb.markup.live import problem


class Standing(Protocol):
    """Where a text stands: its page's address, and its path in a folder of pages."""

    @property
    def slug(self) -> str:
        """The address."""
        ...

    @property
    def path(self) -> str:
        """The path, from which links are resolved."""
        ...


class Showing:
    """Shows the texts of articles: the one that is live, and any other that an article had or may have."""

    def __init__(self, shelves: Shelves, attachment_links: AttachmentLinks, sheet_of: SheetOf) -> None:
        """Resolve links by what is on `shelves`, pictures by `attachment_links`, remedies by `sheet_of`."""
        self._shelves = shelves
        self._attachment_links = attachment_links
        self._sheet_of = sheet_of

    def html(self, actor: Actor, entry: Standing, body: str, title: str) -> str:
        """Return `body` as HTML that is safe to show to `actor`, read as a text of the article of `entry`.

        Links lead to where the pages are today; to what this reader may not see they are as good as broken.

        Raises:
            MarkupError: the text exceeds the limits that keep rendering quick.
        """
        attached = self._attachment_links.found(entry.path, body)
        catalogue, allowed = self._shelves.catalogue(), visible(actor)
        resolve = resolver(catalogue, entry.path, allowed)
        brought_in = Transclusion(
            self._shelves,
            catalogue,
            allowed,
            lambda other: resolver(catalogue, other.path, allowed),
            self._sheet_of,
        )
        if too_large_to_show(body) is not None:
            return problem(
                "This page is too large to be shown here. Its text is kept, and a policy's rules are followed"
                " all the same; whoever owns it should split it."
            )
        html = render(
            body,
            lambda href: resolve(href) or attached.get(href),
            title=title,
            pictures=attached,
            blocks=brought_in.of_page(entry.slug, entry.path),
        )
        return self._attachment_links.sealed(html, actor.id, entry.slug)


def contents(body: str) -> tuple[Heading, ...]:
    """Return the headings of a page that can be shown; of one that cannot, none."""
    return outline(body) if too_large_to_show(body) is None else ()


def resolver(
    catalogue: Catalogue, path: str, allowed: Callable[[Visible], bool]
) -> Callable[[str], str | None]:
    """Resolve links to what this reader may see; to everybody else's pages they are as good as broken."""

    def resolve(href: str) -> str | None:
        target = catalogue.addresses.target(path, href)
        if target is not None:
            thing = catalogue.at(target[0])
            if thing is None or not allowed(thing):
                return None
        return catalogue.addresses.resolve(path, href)

    return resolve
