"""Random vocabularies, policies and cases, small enough that every completion can be tried."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from policies import Page

DECIMALS = {"JPY": 0, "GBP": 2, "BHD": 3}
LABELS = {
    "number": ["Nights away", "Days late"],
    "money": ["Order value", "Fee"],
    "choice": ["Tier", "Channel"],
    "yes/no": ["Photo", "In stock"],
    "date": ["Day promised"],
}
CHOICES = ["standard", "Silver Plus", "gold", "noir"]
FIRST_DAY = date(2026, 1, 30)


@dataclass(frozen=True)
class Word:
    """A fact as the page states it, with every value worth trying, as text."""

    label: str
    type: str
    values: str
    grid: tuple[str, ...]
    ordered: bool = False

    @property
    def key(self) -> str:
        return self.label.lower().replace(" ", "_").replace("/", "_")


@dataclass(frozen=True)
class World:
    """A vocabulary and one policy: as rows of text, and as the pages those rows make."""

    currency: str
    facts: tuple[Word, ...]
    roles: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    remedies: tuple[tuple[str, str], ...] = (("Refund", "money"), ("Replacement", "none"))
    columns: tuple[str, ...] = field(default=())

    def pages(self, rows: tuple[dict[str, str], ...] | None = None) -> tuple[Page, Page]:
        facts = [{"Fact": fact.label, "Type": fact.type, "Values": fact.values} for fact in self.facts]
        remedies = [{"Remedy": name, "Measured in": unit} for name, unit in self.remedies]
        vocabulary = (
            "## Facts\n" + table(facts, ("Fact", "Type", "Values"))
            + "\n## Remedies\n" + table(remedies, ("Remedy", "Measured in"))
            + "\n## Authority\n" + table([{"Role": role} for role in self.roles], ("Role",))
        )  # fmt: skip
        rules = "## Rules\n" + table(self.rows if rows is None else rows, self.columns)
        return (
            page("vocabulary", vocabulary, {"currency": self.currency}),
            page("late", rules, {"complaint": "late"}),
        )


def table(rows: list[dict[str, str]] | tuple[dict[str, str], ...], columns: tuple[str, ...]) -> str:
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(row.get(column, "") for column in columns) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def page(slug: str, body: str, meta: dict[str, object]) -> Page:
    digest = hashlib.sha256(body.encode()).hexdigest()
    lines = {key: at for at, key in enumerate(meta, start=2)}
    return Page(f"policies/{slug}.md", slug, meta, lines, body, len(meta) + 3, digest)


def amount_text(minor: int, currency: str) -> str:
    decimals = DECIMALS[currency]
    whole, rest = divmod(minor, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)


@st.composite
def words(draw: st.DrawFn, kind: str, label: str, currency: str) -> Word:
    if kind == "yes/no":
        return Word(label, kind, "", ("yes", "no"))
    if kind == "choice":
        count = draw(st.integers(2, 4))
        ordered = draw(st.booleans())
        return Word(
            label, kind, (" < " if ordered else ", ").join(CHOICES[:count]), tuple(CHOICES[:count]), ordered
        )
    if kind == "date":
        days = tuple((FIRST_DAY + timedelta(days=at)).isoformat() for at in range(draw(st.integers(2, 5))))
        return Word(label, kind, f"{days[0]}..{days[-1]}", days, ordered=True)
    if kind == "money":
        low, size = draw(st.integers(0, 5)), draw(st.integers(1, 10))
        grid = tuple(amount_text(low + step, currency) for step in range(size + 1))
        return Word(label, kind, f"{grid[0]}..{grid[-1]}", grid, ordered=True)
    low, size = draw(st.integers(-2, 2)), draw(st.integers(1, 3))
    quarters = [Fraction(at, 4) for at in range(4 * low, 4 * (low + size) + 1)]
    fine = Fraction(1, 10**6)
    near = {value for quarter in quarters for value in (quarter - fine, quarter, quarter + fine)}
    inside = sorted(value for value in near if low <= value <= low + size)
    return Word(
        label, kind, f"{low}..{low + size}", tuple(decimal_text(value) for value in inside), ordered=True
    )


def decimal_text(value: Fraction) -> str:
    sign, scaled = ("-" if value < 0 else ""), abs(int(value * 10**6))
    return f"{sign}{scaled // 10**6}.{scaled % 10**6:06d}".rstrip("0").rstrip(".")


def landmarks(word: Word) -> tuple[str, ...]:
    """The values a cell may name: for numbers, quarters only."""
    if word.type != "number":
        return word.grid
    return tuple(value for value in word.grid if len(value.partition(".")[2]) <= 2)


@st.composite
def conditions(draw: st.DrawFn, word: Word) -> str:
    """A cell, or blank: any form of the language."""
    marks = landmarks(word)
    one = st.sampled_from(marks)
    places = st.integers(0, len(marks) - 1)
    forms = ["value", "list", "not", *["blank"] * 4]
    if word.ordered:
        forms += ["compare", "compare", "range", "range", "mixed"]
    form = draw(st.sampled_from(forms))
    if form == "blank":
        return draw(st.sampled_from(["", "-"]))
    if form == "value":
        return noisy(draw, draw(one))
    if form in ("list", "not"):
        chosen = draw(st.lists(one, min_size=1, max_size=3, unique=True).map(sorted))
        text = ", ".join(chosen)
        return f"not({text})" if form == "not" else text
    if form == "compare":
        return (
            draw(st.sampled_from(["<", "<=", ">", ">=", "≤"])) + draw(st.sampled_from(["", " "])) + draw(one)
        )
    low, high = sorted([draw(places), draw(places)])
    span = f"{marks[low]}..{marks[high]}"
    if draw(st.booleans()):
        span = draw(st.sampled_from("[(")) + span + draw(st.sampled_from("])"))
    return span if form == "range" else f"{span}, {draw(one)}"


def noisy(draw: st.DrawFn, text: str) -> str:
    return draw(st.sampled_from([text, f"  {text}\u00a0", text.upper(), f"**{text}**"]))


@st.composite
def limits(draw: st.DrawFn, facts: tuple[Word, ...], currency: str, depth: int = 2) -> str:
    """An Up to cell."""
    fixed = st.integers(0, 12).map(lambda minor: amount_text(minor, currency))
    forms = ["fixed"]
    forms += [f"share:{fact.label}" for fact in facts if fact.type == "money"]
    forms += [f"times:{fact.label}" for fact in facts if fact.type == "number"]
    if depth:
        forms += ["min", "max", "sum"]
    form = draw(st.sampled_from(forms))
    kind, _, label = form.partition(":")
    if kind == "fixed":
        return draw(fixed)
    if kind == "share":
        return f"{draw(st.sampled_from(['5', '12.5', '20', '33.3', '50', '100', '150']))}% of {label}"
    if kind == "times":
        amount = draw(fixed)
        return draw(st.sampled_from([f"{amount} x {label}", f"{label} x {amount}"]))
    parts = draw(st.lists(limits(facts, currency, depth - 1), min_size=1 + (kind == "sum"), max_size=2))
    return " + ".join(parts) if kind == "sum" else f"{kind}({', '.join(parts)})"


@st.composite
def rules(
    draw: st.DrawFn, facts: tuple[Word, ...], roles: tuple[str, ...], currency: str, name: str
) -> dict[str, str]:
    """A row of the Rules table."""
    row = {fact.label: draw(conditions(fact)) for fact in facts}
    effect = draw(st.sampled_from(["must", "may", "may", "may", "never"]))
    remedy = draw(st.sampled_from(["Refund", "Refund", "Refund", "Replacement"]))
    row |= {"Rule": name, "Effect": effect, "Remedy": remedy}
    row["Because"] = draw(st.sampled_from(["", f"[clause {name}](../standards/floor.md#{name})", "the law"]))
    row["Provided"] = draw(st.sampled_from(["", "Apologise first"]))
    if effect != "never":
        row["Who"] = draw(st.sampled_from(["", *roles]))
        if remedy == "Refund":
            row["Up to"] = draw(limits(facts, currency))
    return row


@st.composite
def worlds(draw: st.DrawFn, most_rules: int = 7, most_facts: int = 4) -> World:
    """A vocabulary with one policy."""
    currency = draw(st.sampled_from(sorted(DECIMALS)))
    named = [(kind, label) for kind, labels in LABELS.items() for label in labels]
    chosen = draw(st.lists(st.sampled_from(named), min_size=2, max_size=most_facts, unique=True))
    facts = tuple(draw(words(kind, label, currency)) for kind, label in chosen)
    roles = ("agent", "lead", "Head of care")[: draw(st.sampled_from([3, 2, 1]))]
    names = [f"R{at}" for at in range(draw(st.sampled_from(range(most_rules, 0, -1))))]
    rows = tuple(draw(rules(facts, roles, currency, name)) for name in names)
    fixed = ["Rule", "Remedy", "Effect", "Who", "Up to", "Because", "Provided"]
    columns = tuple(draw(st.permutations([*fixed, *(fact.label for fact in facts)])))
    return World(currency, facts, roles, rows, columns=columns)


@st.composite
def cases(
    draw: st.DrawFn, world: World, most_missing: int = 0, most_completions: int = 400
) -> dict[str, str | None]:
    """A case of that world: every fact, at most so many of them unknown."""
    case: dict[str, str | None] = {fact.key: draw(st.sampled_from(fact.grid)) for fact in world.facts}
    missing = draw(st.permutations(world.facts))[: draw(st.integers(min(1, most_missing), most_missing))]
    completions = 1
    for fact in missing:
        if completions * len(fact.grid) <= most_completions:
            completions *= len(fact.grid)
            case[fact.key] = None
    return case
