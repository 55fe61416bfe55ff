"""The composition root: from settings to an app whose use cases are ready to be called."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kb.audit import AuditTrail
from kb.desk import Approvals, Desk, Ledger, Rulebook, Terms
from kb.desk.hindsight import Exceptions, Outcomes, Replays, Unanswered
from kb.desk.practice import Practice
from kb.desk.sheets import Sheets
from kb.finder import Finder
from kb.insight import Insight, Recogniser, Said
from kb.insight.cleaning import cleaned
from kb.library import Library, Shelves
from kb.library.attachments import AttachmentLinks, Attachments
from kb.library.checking import Checking
from kb.library.checking.checking import Held
from kb.library.drafting import Drafts, Publishing, Reviews, Rules
from kb.library.drafting.publishing import whenever_due
from kb.library.exchanging.exchange import Exchange
from kb.library.first_start import begin_empty, fill_when_empty
from kb.library.history import History
from kb.library.learning import Acknowledgements, Curriculum, Learning
from kb.library.moving import Moving
from kb.library.parsed import ParsedPages
from kb.library.previewing import Previews
from kb.library.showing import Showing
from kb.library.stewardship import Stewardship
from kb.people import People
from kb.settings import Settings
from kb.staff import Staff
from kb.storage import Database


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """All that screens and commands may call. It is safe to share between threads."""

    settings: Settings
    people: People
    staff: Staff
    library: Library
    drafts: Drafts
    reviews: Reviews
    publishing: Publishing
    previews: Previews
    history: History
    stewardship: Stewardship
    moving: Moving
    checking: Checking
    acknowledgements: Acknowledgements
    learning: Learning
    attachments: Attachments
    exchange: Exchange
    search: Finder
    recogniser: Recogniser
    insight: Insight
    desk: Desk
    exceptions: Exceptions
    outcomes: Outcomes
    unanswered: Unanswered
    replays: Replays
    approvals: Approvals
    ledger: Ledger
    audit: AuditTrail
    _database: Database

    def close(self) -> None:
        """Write down what is in hand and close the database; the app is of no use afterwards."""
        self.insight.shut()
        self._database.close()


def open_app(
    settings: Settings, clock: Callable[[], datetime] = _now, *, ready: bool = True, empty: bool = False
) -> App:
    """Open the app: bring the tables up to date, fill an empty library, build the search index.

    `clock` tells the time, aware, to everything that asks for it. Without `ready` no page is read yet: the
    first question does that, so that who only writes does not pay for it. With `empty` a fresh database is
    given its people and no pages, since these come from an export.

    Raises:
        StorageError: the database cannot be used.
        NoStarterPages: the database is empty and the starter pages are not where the settings say.
    """
    database = Database(settings.url)
    try:
        database.migrate()
        if empty:
            begin_empty(database)
        else:
            fill_when_empty(database, settings.content, clock)
        shelves = Shelves(database, parsed=ParsedPages(settings.data / "pages.parsed"))
        people = People(database)
        attachment_links = AttachmentLinks(database, clock)
        attachments = Attachments(database, people, attachment_links, clock, settings.attachment_bytes)
        rulebook = Rulebook(shelves, database, clock)  # follows first: the finder asks for its words
        showing = Showing(shelves, attachment_links, Sheets(rulebook, shelves).sheet)
        library = Library(database, people, shelves, clock, showing)
        rules = Rules(dict[str, int](settings.approvers.items()), settings.self_approval)
        publishing = Publishing(database, people, rules, clock, shelves.refresh)
        moving = Moving(database, people, shelves, clock)
        terms = Terms(
            own_time=timedelta(minutes=settings.reverse_minutes),
            request_time=timedelta(hours=settings.request_hours),
            keep=timedelta(days=settings.keep_days),
        )
        desk = Desk(database, people, rulebook, clock, terms)
        approvals = Approvals(database, people, rulebook, clock, terms)
        ledger = Ledger(database, people, rulebook, clock, terms)
        finder = Finder(people, shelves, rulebook, settings.data / "search.index")
        recogniser = Recogniser(database, people, Said(shelves, rulebook), finder, clock)
        kept = timedelta(days=settings.search_log_days)
        insight = Insight(database, people, finder, shelves, clock, kept)
        audit = AuditTrail(database, people)
        practice, curriculum = Practice(rulebook), Curriculum(shelves)
        staff = Staff(database, people, practice.ladder, clock)
        acknowledgements = Acknowledgements(database, people, curriculum, clock)
        learning = Learning(database, people, curriculum, practice.decide, clock)
        after = shelves.refresh if ready else lambda: None
        exchange = Exchange(database, people, after, clock, settings.attachment_bytes)
        after()
        shelves.before_looking(whenever_due(publishing))  # not before: `publish --due` says what it published
    except BaseException:
        database.close()
        raise
    return App(
        settings=settings,
        people=people,
        staff=staff,
        library=library,
        drafts=Drafts(database, people, rules, clock),
        reviews=Reviews(database, people, rules, clock),
        publishing=publishing,
        previews=Previews(database, people, showing, rules),
        history=History(database, people, shelves, showing),
        stewardship=Stewardship(database, people, shelves, rules, clock),
        moving=moving,
        checking=Checking(Held(database, shelves, rulebook.book), people, clock),
        acknowledgements=acknowledgements,
        learning=learning,
        attachments=attachments,
        exchange=exchange,
        search=finder,
        recogniser=recogniser,
        insight=insight,
        desk=desk,
        exceptions=Exceptions(database, people, rulebook, clock),
        outcomes=Outcomes(database, people, clock, cleaned),
        unanswered=Unanswered(database, people, clock),
        replays=Replays(database, people, rulebook),
        approvals=approvals,
        ledger=ledger,
        audit=audit,
        _database=database,
    )
