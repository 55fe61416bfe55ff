"""Random lives of changes against a simple model: readers see what was approved, nothing else."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from builders import SMALL_LIBRARY
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from kb.access import Actor, Refused
from kb.app import App, open_app
from kb.library.drafting import Conflict, DraftError, DraftView, NeedsComment, Unfit, WrongStep
from kb.library.merging import merge3way
from kb.model import Person
from kb.settings import Settings

PAGES = {"on-time": "standards/on-time.md", "late-delivery": "playbooks/late-delivery.md"}
PEOPLE = {"Ana": "agent", "Lea": "lead", "Max": "manager", "Mia": "manager"}
MAY_JUDGE = {"on-time": {"Max", "Mia"}, "late-delivery": {"Lea", "Max", "Mia"}}
WRITERS = st.sampled_from(["Lea", "Max", "Mia"])
ADDITIONS = st.sampled_from(["", "\nOne more thing.\n", "\nAnd another.\n", "\n<<<<<<< Yours\n", "\n\x00\n"])
ENDED = ("published", "withdrawn")


@dataclass
class Model:
    """What a draft ought to be."""

    slug: str
    text: str
    base: int
    state: str = "draft"
    version: int = 1
    hands: set[str] = field(default_factory=set)
    approvals: set[str] = field(default_factory=set)


def fit(text: str) -> bool:
    return "<<<" not in text and "\x00" not in text


class LivesOfChanges(RuleBasedStateMachine):
    """Everybody does anything in any order; the model says what must come of it."""

    drafts = Bundle("drafts")

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        content = folder / "content"
        for path in ("philosophy/why.md", *PAGES.values()):
            (content / path).parent.mkdir(parents=True, exist_ok=True)
            (content / path).write_bytes(SMALL_LIBRARY[path].encode())
        self.app: App = open_app(Settings(data=folder / "data", content=content, database_url=None))
        self.stack.callback(self.app.close)
        with self.app._database.write() as session:
            for person in session.query(Person):
                person.active = False
            for name, role in PEOPLE.items():
                session.add(Person(name=name, email=f"{name}@x.test".lower(), role=role, authority=role))
        self.people: dict[str, Actor] = {person.name: person for person in self.app.people.everyone()}
        self.live = {slug: [SMALL_LIBRARY[path]] for slug, path in PAGES.items()}
        self.known: dict[int, Model] = {}

    def teardown(self) -> None:
        self.stack.close()

    def seen(self, model: Model, view: DraftView) -> None:
        assert (view.state, view.text, view.version) == (model.state, model.text, model.version)
        assert set(view.card.approvals) == model.approvals

    @rule(target=drafts, slug=st.sampled_from(sorted(PAGES)), author=st.sampled_from(sorted(PEOPLE)))
    def start(self, slug: str, author: str) -> int:
        view = self.app.drafts.start(self.people[author], slug)
        model = Model(slug, self.live[slug][-1], len(self.live[slug]), hands={author})
        self.known[view.id] = model
        self.seen(model, view)
        return view.id

    @rule(number=drafts, who=WRITERS, more=ADDITIONS, stale=st.booleans())
    def save(self, number: int, who: str, more: str, *, stale: bool) -> None:
        model = self.known[number]
        text, version = model.text + more, model.version - stale
        try:
            view = self.app.drafts.save(self.people[who], number, version, text)
        except WrongStep:
            assert model.state in ENDED
            return
        except Conflict as conflict:
            kept = (conflict.offer.theirs, conflict.offer.yours)
            assert (stale, bool(more), kept) == (True, True, (model.text, text))
            return
        assert model.state not in ENDED
        if more:
            assert not stale
            model.text, model.version, model.state = text, model.version + 1, "draft"
            model.hands.add(who)
            model.approvals = set()
        self.seen(model, view)

    @rule(number=drafts, who=WRITERS)
    def propose(self, number: int, who: str) -> None:
        model = self.known[number]
        may = model.state in ("draft", "returned") and fit(model.text)
        same = model.text == self.live[model.slug][-1]
        try:
            view = self.app.drafts.propose(self.people[who], number, model.version)
        except Unfit:
            assert not fit(model.text)
        except WrongStep:
            assert not may or same
        else:
            assert may
            assert not same
            model.state = "proposed"
            self.seen(model, view)

    @rule(number=drafts, who=WRITERS)
    def approve(self, number: int, who: str) -> None:
        model = self.known[number]
        may = who in MAY_JUDGE[model.slug] - model.hands
        try:
            view = self.app.reviews.approve(self.people[who], number, model.version)
        except WrongStep:
            assert model.state not in ("proposed", "approved")
        except Refused:
            assert not may
        else:
            assert may
            model.approvals.add(who)
            model.state = "approved"
            self.seen(model, view)

    @rule(number=drafts, who=WRITERS, comment=st.sampled_from(["", "No, because."]))
    def send_back(self, number: int, who: str, comment: str) -> None:
        model = self.known[number]
        try:
            view = self.app.reviews.return_(self.people[who], number, model.version, comment)
        except NeedsComment:
            assert not comment
        except WrongStep:
            assert model.state not in ("proposed", "approved")
        except Refused:
            assert who not in MAY_JUDGE[model.slug]
        else:
            model.state, model.approvals = "returned", set()
            self.seen(model, view)

    @rule(number=consumes(drafts), who=WRITERS)
    def withdraw(self, number: int, who: str) -> None:
        model = self.known[number]
        try:
            self.app.drafts.withdraw(self.people[who], number)
        except WrongStep:
            assert model.state in ENDED
        else:
            assert model.state not in ENDED
            model.state = "withdrawn"

    @rule(number=drafts, who=WRITERS)
    def carry(self, number: int, who: str) -> None:
        """Bring a draft to where it may be published, so that random lives often get there."""
        self.save(number, who, "\nCarried.\n", stale=False)
        self.propose(number, who)
        for judge in sorted(MAY_JUDGE[self.known[number].slug]):
            self.approve(number, judge)

    @rule(number=drafts, who=st.sampled_from(["Max", "Mia"]))
    def publish(self, number: int, who: str) -> None:
        model = self.known[number]
        behind = model.base != len(self.live[model.slug])
        try:
            self.app.publishing.publish(self.people[who], number, model.version)
        except Conflict as conflict:
            merged = merge3way(self.live[model.slug][model.base - 1], model.text, self.live[model.slug][-1])
            offered = (behind, conflict.offer.merged, conflict.offer.clean)
            assert offered == (True, merged.text, merged.clean)
        except DraftError:
            assert model.state != "approved"
        else:
            assert model.state == "approved"
            assert not behind
            assert model.approvals - model.hands, "never by whoever wrote it alone"
            self.live[model.slug].append(model.text)
            model.state = "published"

    @rule(target=drafts, number=consumes(drafts), who=WRITERS)
    def take_the_merge(self, number: int, who: str) -> object:
        model = self.known[number]
        offer = self.app.drafts.merge(self.people[who], number)
        if offer is None or model.state in ENDED:
            return multiple(number)
        view = self.app.drafts.save(self.people[who], number, offer.version, offer.merged, offer.revision)
        model.text, model.base, model.state = offer.merged, len(self.live[model.slug]), "draft"
        model.version, model.approvals = model.version + 1, set()
        model.hands.add(who)
        self.seen(model, view)
        return multiple(number)

    @invariant()
    def readers_see_what_was_published_and_nothing_else(self) -> None:
        for slug, texts in self.live.items():
            history = self.app.history.history(self.people["Ana"], slug)
            assert [card.number for card in history] == list(range(len(texts), 0, -1))
            assert self.app.history.revision(self.people["Ana"], slug, len(texts)).source == texts[-1]


LivesOfChanges.TestCase.settings = settings(
    max_examples=4, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLivesOfChanges = pytest.mark.filterwarnings("ignore::DeprecationWarning")(LivesOfChanges.TestCase)
