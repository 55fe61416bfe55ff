"""A generated policy for the benchmarks: 12 complaint types × 6 remedies, 11 facts, any number of rows.

All complaint types stand in one table (the complaint is the first of the eleven facts), so a decision runs
over all rows. A row belongs to one pair of complaint type and remedy, and restricts two to four further
facts.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policies import Page

DAY = date(2026, 6, 1)
COMPLAINTS = (
    "Arrived damaged", "Late delivery", "Lost parcel", "Wrong item", "Missing part", "Stopped working",
    "Not as described", "Charged twice", "Rude service", "Cancelled order", "Long wait", "Privacy",
)  # fmt: skip
REMEDIES = (
    ("Refund", "money"), ("Part refund", "money"), ("Goodwill credit", "money"), ("Voucher", "money"),
    ("Replacement", "none"), ("Letter of apology", "none"),
)  # fmt: skip
ROLES = ("agent", "lead", "manager")
TIERS = ("standard", "silver", "gold")
CHANNELS = ("phone", "chat", "email", "letter")
REGIONS = ("home", "island", "europe", "overseas")
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
FACTS = (
    ("Complaint", "choice", ", ".join(COMPLAINTS)),
    ("Days since delivery", "number", "0..365"),
    ("Order value", "money", "0..5000"),
    ("Tier", "choice", " < ".join(TIERS)),
    ("Channel", "choice", ", ".join(CHANNELS)),
    ("Photo", "yes/no", ""),
    ("Remedies in 90 days", "number", "0..20"),
    ("Our fault", "yes/no", ""),
    ("Promised on", "date", f"{FIRST}..{LAST}"),
    ("Region", "choice", ", ".join(REGIONS)),
    ("Weight", "number", "0..40"),
)
LABELS = tuple(label for label, _, _ in FACTS)
_COLUMNS = ("Rule", *LABELS, "Remedy", "Effect", "Who", "Up to", "Provided", "Because")


def key(label: str) -> str:
    return label.lower().replace(" ", "_")


@dataclass(frozen=True)
class Limit:
    """An Up to cell in its parts: `fixed` money, `percent` of the order value, `a_day` since delivery."""

    form: str
    fixed: int = 0
    percent: str = "0"
    a_day: int = 0

    @property
    def text(self) -> str:
        share = f"{self.percent}% of Order value"
        return {
            "fixed": str(self.fixed),
            "share": share,
            "days": f"{self.a_day} x Days since delivery",
            "least": f"min({share}, {self.fixed})",
            "sum": f"{self.fixed} + {share}",
        }[self.form]


@dataclass(frozen=True)
class Row:
    """One row: cells by fact label (those left out are blank)."""

    name: str
    cells: dict[str, str]
    remedy: str
    effect: str
    who: int
    limit: Limit | None

    @property
    def provided(self) -> str:
        return "Apologise first" if self.who else ""

    @property
    def clause(self) -> str:
        return f"../standards/{key(self.remedy)}.md#{self.effect}"

    def markdown(self) -> dict[str, str]:
        return {
            **self.cells,
            "Rule": self.name,
            "Remedy": self.remedy,
            "Effect": self.effect,
            "Who": ROLES[self.who] if self.effect != "never" else "",
            "Up to": self.limit.text if self.limit else "",
            "Provided": self.provided,
            "Because": f"[{self.effect}]({self.clause})",
        }


def rows(count: int, seed: int = 1) -> tuple[Row, ...]:
    chance = random.Random(seed)  # noqa: S311 - the same table in every run
    pairs = [(complaint, remedy) for complaint in COMPLAINTS for remedy in REMEDIES]
    return tuple(_row(f"R{at + 1}", *pairs[at % len(pairs)], chance) for at in range(count))


def _row(name: str, complaint: str, remedy: tuple[str, str], chance: random.Random) -> Row:
    effect = chance.choices(("may", "must", "never"), (14, 4, 2))[0]
    chosen = chance.sample(LABELS[1:], chance.randint(2, 4))
    cells = {"Complaint": complaint, **{label: _cell(label, chance) for label in chosen}}
    limit = _limit(chance) if remedy[1] == "money" and effect != "never" else None
    return Row(name, cells, remedy[0], effect, chance.choices((0, 1, 2), (5, 3, 2))[0], limit)


def _cell(label: str, chance: random.Random) -> str:
    if label in ("Photo", "Our fault"):
        return chance.choice(("yes", "no"))
    if label == "Tier":
        return chance.choice((">= silver", "gold", "< gold"))
    if label in ("Channel", "Region"):
        values = CHANNELS if label == "Channel" else REGIONS
        return ", ".join(sorted(chance.sample(values, chance.randint(1, 3))))
    if label == "Promised on":
        day = date.fromordinal(chance.randint(FIRST.toordinal() + 1, LAST.toordinal() - 1))
        return f"{chance.choice(('<=', '>'))} {day}"
    top = {"Days since delivery": 365, "Order value": 5000, "Remedies in 90 days": 20, "Weight": 40}[label]
    low, high = sorted(chance.sample(range(top + 1), 2))
    return chance.choice((f"<= {high}", f"> {low}", f"{low}..{high}", f"[{low}..{high})"))


def _limit(chance: random.Random) -> Limit:
    form = chance.choices(("fixed", "share", "days", "least", "sum"), (10, 5, 2, 2, 1))[0]
    percent = chance.choice(("5", "10", "12.5", "20", "50", "100"))
    return Limit(form, chance.randint(5, 200), percent, chance.randint(1, 4))


def cases(count: int, seed: int = 2) -> list[dict[str, object]]:
    """Cases by fact key, every fact known, as a program would have them: numbers, texts, yes or no."""
    chance = random.Random(seed)  # noqa: S311 - the same cases in every run
    return [_case(chance) for _ in range(count)]


def _case(chance: random.Random) -> dict[str, object]:
    return {
        "complaint": chance.choice(COMPLAINTS),
        "days_since_delivery": chance.randint(0, 365),
        "order_value": f"{chance.randint(0, 4999)}.{chance.randint(0, 99):02}",
        "tier": chance.choice(TIERS),
        "channel": chance.choice(CHANNELS),
        "photo": chance.choice(("yes", "no")),
        "remedies_in_90_days": chance.randint(0, 20),
        "our_fault": chance.choice(("yes", "no")),
        "promised_on": date.fromordinal(chance.randint(FIRST.toordinal(), LAST.toordinal())).isoformat(),
        "region": chance.choice(REGIONS),
        "weight": chance.randint(0, 40),
    }


def pages(table: tuple[Row, ...]) -> tuple[Page, Page]:
    """The vocabulary, and the policy with these rows."""
    words = "\n".join(_vocabulary())
    rules = (
        "# Everything\n\n## Rules\n" + "\n".join(_table(_COLUMNS, [row.markdown() for row in table])) + "\n"
    )
    return (
        _page("vocabulary", words, {"kind": "policy", "currency": "GBP"}),
        _page("everything", rules, {"kind": "policy", "complaint": "everything"}),
    )


def _vocabulary() -> Iterator[str]:
    yield "# Vocabulary\n\n## Facts"
    yield from _table(
        ("Fact", "Type", "Values"),
        [dict(zip(("Fact", "Type", "Values"), fact, strict=True)) for fact in FACTS],
    )
    yield "\n## Remedies"
    yield from _table(
        ("Remedy", "Measured in"), [{"Remedy": name, "Measured in": unit} for name, unit in REMEDIES]
    )
    yield "\n## Authority"
    yield from _table(("Role",), [{"Role": role} for role in ROLES])


def _table(columns: tuple[str, ...], cells: list[dict[str, str]]) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in cells:
        yield "| " + " | ".join(row.get(column, "") for column in columns) + " |"


def _page(slug: str, body: str, meta: dict[str, object]) -> Page:
    lines = {name: at for at, name in enumerate(meta, start=2)}
    digest = hashlib.sha256(body.encode()).hexdigest()
    return Page(f"policies/{slug}.md", slug, meta, lines, body, len(meta) + 3, digest)
