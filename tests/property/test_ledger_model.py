"""Random grants, reversals and jumps in time against a model that adds everything up by hand."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from builders import NOW
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from ledger_pages import FACTS, SORRY, Clock, open_desk, person

from kb.access import OPERATOR
from kb.desk import Case, Entry, NotGranted

GOODWILL = frozenset({"goodwill_credit", "voucher"})
LIMITS = {("agent", "goodwill_credit"): 1000, ("lead", "goodwill_credit"): 4000, ("agent", "voucher"): 3000,
          ("lead", "voucher"): 3000}  # fmt: skip
EDGES = (
    timedelta(days=7),
    timedelta(days=90),
    timedelta(days=1),
    timedelta(days=83),
    timedelta(microseconds=1),
)


@dataclass
class Given:
    at: datetime
    who: str
    customer: str
    order: str
    remedy: str
    amount: int
    stands: bool = True


class LedgerModel(RuleBasedStateMachine):
    """The desk beside a plain list of what was given."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock()
        self.app = open_desk(self.folder, self.clock)
        self.given: dict[int, Given] = {}
        self.presses = 0

    def teardown(self) -> None:
        self.app.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        self.clock.at = NOW

    def spent(self, days: int | None, remedies: frozenset[str], **whose: str) -> int:
        now = self.clock.at
        return sum(
            each.amount
            for each in self.given.values()
            if each.stands
            and each.remedy in remedies
            and all(getattr(each, name) == value for name, value in whose.items())
            and (days is None or now - each.at < timedelta(days=days))
        )

    def remedies(self, customer: str) -> int:
        now = self.clock.at
        return sum(
            each.stands and each.customer == customer and now - each.at < timedelta(days=90)
            for each in self.given.values()
        )

    def expected(self, who: str, customer: str, order: str, remedy: str, amount: int) -> str | None:
        """Say why the grant must be refused, or None."""
        if remedy == "voucher" and self.remedies(customer) > 2:
            return "needs-approval"
        left = {
            "goodwill_per_customer": 6000 - self.spent(90, GOODWILL, customer=customer),
            "goodwill_per_agent": 20000 - self.spent(7, GOODWILL, who=who),
        }
        if remedy == "voucher":
            left["vouchers_per_order"] = 2500 - self.spent(None, frozenset({"voucher"}), order=order)
        if any(each <= 0 for each in left.values()):
            return "over-budget"
        if amount > LIMITS[who, remedy]:
            return "over-limit"
        return "over-budget" if any(amount > each for each in left.values()) else None

    @rule(
        who=st.sampled_from(["agent", "lead"]),
        customer=st.sampled_from(["C-1", "C-2"]),
        order=st.sampled_from(["O-1", "O-2"]),
        remedy=st.sampled_from(sorted(GOODWILL)),
        amount=st.sampled_from([1, 999, 1000, 1001, 2000, 2500, 3000, 4000]),
    )
    def grant(self, who: str, customer: str, order: str, remedy: str, amount: int) -> None:
        actor = person(self.app, who)
        expected = self.expected(who, customer, order, remedy, amount)
        self.presses += 1
        seen = self.app.desk.consult(actor, Case("late_delivery", FACTS, customer, order))
        assert seen.read == {"remedies_in_90_days": str(min(99, self.remedies(customer)))}
        told, entry = self.press(seen.id, who, remedy, amount)
        assert told is None or (told.code, told.budget is not None) == (expected, expected == "over-budget")
        if entry is not None:
            assert expected is None
            assert (seen.offer(remedy).grantable or 0) >= amount
            self.given[entry.id] = Given(self.clock.at, who, customer, order, remedy, amount)

    def press(
        self, consultation: str, who: str, remedy: str, amount: int
    ) -> tuple[NotGranted | None, Entry | None]:
        actor, key = person(self.app, who), f"press {self.presses}"
        try:
            return None, self.app.desk.grant(actor, consultation, remedy, amount, key=key, confirmed=SORRY)
        except NotGranted as refusal:
            return refusal, None

    @precondition(lambda self: any(each.stands for each in self.given.values()))
    @rule(choice=st.integers(0, 1000))
    def reverse(self, choice: int) -> None:
        standing = [id_ for id_, each in self.given.items() if each.stands]
        id_ = standing[choice % len(standing)]
        self.app.desk.reverse(person(self.app, "lead"), id_, "a model's whim", key=f"back {id_}")
        self.given[id_].stands = False

    @rule(jump=st.sampled_from(EDGES))
    def wait(self, jump: timedelta) -> None:
        self.clock.at += jump

    @rule()
    def wait_until_the_last_is_just_out_of_a_window(self) -> None:
        if self.given:
            last = max(each.at for each in self.given.values())
            self.clock.at = max(self.clock.at, last + timedelta(days=7))

    @invariant()
    def the_ledger_adds_up(self) -> None:
        balance = self.app.ledger.balance(person(self.app, "manager"))
        assert balance.problems == ()
        net = sum(each.amount for each in self.given.values() if each.stands)
        assert sum(each.net for each in balance.sums) == net
        for each in balance.budgets:
            if each.budget == "goodwill_per_customer":
                assert each.spent == self.spent(90, GOODWILL, customer=each.subject)
        entries = self.app.ledger.entries(OPERATOR, limit=1000)
        assert all(type(entry.amount) is int for entry in entries)


TestLedgerModel = LedgerModel.TestCase
TestLedgerModel.settings = settings(max_examples=4, stateful_step_count=20, deadline=None)
