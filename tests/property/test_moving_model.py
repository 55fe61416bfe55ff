"""Random moves beside a model that is no more than a dictionary of addresses."""

import shutil
import tempfile
from pathlib import Path

import pytest
from builders import NOW, write_pages
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from kb.access import OPERATOR
from kb.app import App, open_app
from kb.library.moving import CannotMove, Move
from kb.settings import Settings
from kb.sources import read_folder

WORDS = ("ant", "bee", "cat", "dög", "elk", "fox")
FOLDERS = ("", "help/", "help/deep folder/", "standards/")
_template: list[Path] = []


def template() -> Path:
    """A data folder with an empty library, made once: migrations take longer than a whole example."""
    if not _template:
        root = Path(tempfile.mkdtemp(prefix="carebook-moving-"))
        pages = write_pages(root / "content", {"help/first.md": page("first", ())})
        open_app(Settings(data=root / "data", content=pages, database_url=None), clock=lambda: NOW).close()
        _template.append(root)
    return _template[0]


@pytest.fixture(scope="module", autouse=True)
def removed() -> object:
    yield
    while _template:
        shutil.rmtree(_template.pop())


def page(slug: str, links: tuple[str, ...]) -> str:
    body = "\n".join(f"- {link}" for link in links)
    front = f"---\nkind: help\ntitle: Page {slug}\nslug: {slug}\n---\n"
    return f"{front}# Page {slug}\n\n{body}\n\n## More\n\nWords.\n"


class Moves(RuleBasedStateMachine):
    """`leads` is the model: by every slug and path ever used, the number of the article it leads to."""

    articles = Bundle("articles")

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="carebook-moving-"))
        shutil.copytree(template() / "data", self.root / "data")
        shutil.copytree(template() / "content", self.root / "content")
        where = Settings(data=self.root / "data", content=self.root / "content", database_url=None)
        self.app: App = open_app(where, clock=lambda: NOW)
        self.slug = {0: "first"}
        self.path = {0: "help/first.md"}
        self.slugs = {"first": 0}
        self.paths = {"help/first.md": 0}
        self.archived: set[int] = set()
        self.broken: set[tuple[int, str]] = set()

    def teardown(self) -> None:
        self.app.close()
        shutil.rmtree(self.root)

    @initialize(target=articles)
    def first(self) -> int:
        return 0

    @rule(
        target=articles,
        word=st.sampled_from(WORDS),
        folder=st.sampled_from(FOLDERS),
        to=st.lists(articles, max_size=3),
        style=st.integers(0, 3),
    )
    def new_page(self, word: str, folder: str, to: list[int], style: int) -> int:
        number = len(self.slug)
        slug, path = f"{word}-{number}", f"{folder}{word} {number}.md"
        links = tuple(self.link(path, other, style) for other in to)
        root = write_pages(self.root / f"new-{number}", {path: page(slug, links)})
        report = self.app.library.import_folder(OPERATOR, root)
        assert report.created == (slug,), report
        self.slug[number], self.path[number] = slug, path
        self.slugs[slug] = self.paths[path] = number
        return number

    def link(self, path: str, to: int, style: int) -> str:
        """Link to an article from the page at `path`, by an address it has now, in one of four ways."""
        depth = "../" * path.count("/")
        target = f"{depth}{self.path[to]}"
        return (
            f"[[{self.slug[to]}#more|text]]",
            f"[a]({target.replace(' ', '%20')}#more)",
            f"[a](<{target}>)",
            f"[a](/article?slug={self.slug[to]})",
        )[style]

    @rule(number=articles, word=st.sampled_from(WORDS), title=st.sampled_from((None, *WORDS)))
    def rename(self, number: int, word: str, title: str | None) -> None:
        self.move(number, word, self.path[number], title and f"Title {title}")

    @rule(number=articles, word=st.sampled_from(WORDS), folder=st.sampled_from(FOLDERS))
    def relocate(self, number: int, word: str, folder: str) -> None:
        self.move(number, self.slug[number], f"{folder}{word}.md", None)

    def move(self, number: int, slug: str, path: str, title: str | None) -> None:
        held = {key for key, at in self.slug.items() if at == slug} | {
            key for key, at in self.path.items() if at == path
        }
        taken = held | ({self.slugs[slug]} if slug in self.slugs else set())
        taken |= {self.paths[path]} if path in self.paths else set()
        try:
            self.app.moving.move(OPERATOR, self.own(number), Move(slug, path, title))
        except CannotMove:
            assert taken - {number}, "refused, though nobody else ever had that address"
            return
        assert not taken - {number}, "given an address that is another page's"
        self.slug[number], self.path[number] = slug, path
        self.slugs[slug] = self.paths[path] = number

    @rule(number=articles, into=articles)
    def merge(self, number: int, into: int) -> None:
        if into in self.archived or number == into:
            with pytest.raises(CannotMove):
                self.app.moving.merge(OPERATOR, self.own(number), self.own(into))
            return
        self.app.moving.merge(OPERATOR, self.own(number), self.own(into))
        self.archived.add(number)
        self.slugs |= {slug: into for slug, at in self.slugs.items() if at == number}
        self.paths |= {path: into for path, at in self.paths.items() if at == number}

    @rule(number=articles)
    def archive(self, number: int) -> None:
        self.app.moving.archive(OPERATOR, self.own(number))
        self.archived.add(number)

    @rule(number=articles)
    def unarchive(self, number: int) -> None:
        if number in self.archived:
            self.slugs[self.slug[number]] = self.paths[self.path[number]] = number
        self.app.moving.unarchive(OPERATOR, self.own(number))
        self.archived.discard(number)

    def own(self, number: int) -> str:
        return self.slug[number]

    @invariant()
    def every_address_ever_used_leads_to_the_right_article(self) -> None:
        addresses = self.app.library._shelves.catalogue().addresses
        for slug, number in self.slugs.items():
            assert self.app.library.article(OPERATOR, slug).slug == self.slug[number], slug
        for path, number in self.paths.items():
            assert addresses.target("", path) == (self.slug[number], ""), path

    @invariant()
    def no_link_of_a_live_page_is_broken(self) -> None:
        shelves = self.app.library._shelves
        for number, slug in self.slug.items():
            if number not in self.archived:
                view = self.app.library.article(OPERATOR, slug)
                found = shelves.read(slug)
                assert found is not None
                assert 'class="broken"' not in view.html, found[0].source.text

    @invariant()
    def an_export_of_the_live_pages_holds_together(self) -> None:
        """Links between live pages that were rewritten need no redirect to be understood in a folder."""
        if len(self.slug) < 3:
            return
        shelves = self.app.library._shelves
        live = {number for number in self.slug if number not in self.archived}
        out = Path(tempfile.mkdtemp(dir=self.root))
        for number in live:
            found = shelves.read(self.slug[number])
            assert found is not None
            write_pages(out, {self.path[number]: found[0].source.text})
        folder = read_folder(out)
        assert {page.path: page.slug for page in folder.pages} == {self.path[n]: self.slug[n] for n in live}
        shutil.rmtree(out)


TestMoves = Moves.TestCase
TestMoves.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
