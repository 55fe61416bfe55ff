"""The same generated policy for zen-engine: a JDM decision table that collects the rows that hold, and a
join.

zen-engine finds the rows and works out their amounts (in pennies, dates as day numbers: the forms quickest
for it); the join over what it collects is written here, because a decision table has no words for roles and
effects. The answer has every key of the engine's own but `nearest`, which a decision table cannot give.
"""

import json
import re
from datetime import date
from math import floor

import zen
from generated_policy import FACTS, REMEDIES, ROLES, Limit, Row, key

_TYPES = {key(label): kind for label, kind, _ in FACTS}
_MEASURED = {key(remedy): unit == "money" for remedy, unit in REMEDIES}
_TIERS = {"standard": 0, "silver": 1, "gold": 2}


def context(case: dict[str, object]) -> dict[str, object]:
    """A case in the form quickest for zen-engine."""
    return {name: _plain(name, value) for name, value in case.items()}


def _plain(name: str, value: object) -> object:
    text = str(value)
    if _TYPES[name] == "money":
        return int(text.replace(".", ""))
    if _TYPES[name] == "date":
        return date.fromisoformat(text).toordinal()
    if _TYPES[name] == "yes/no":
        return text == "yes"
    return _TIERS[text] if name == "tier" else value


def jdm(table: tuple[Row, ...]) -> str:
    """The table as a JDM graph of three nodes."""
    inputs = [{"id": f"i{at}", "name": label, "field": key(label)} for at, (label, _, _) in enumerate(FACTS)]
    fields = ("rule", "remedy", "effect", "who", "amount", "because", "provided")
    outputs = [{"id": f"o{at}", "name": name, "field": name} for at, name in enumerate(fields)]
    content = {
        "hitPolicy": "collect",
        "inputs": inputs,
        "outputs": outputs,
        "rules": [_rule(row) for row in table],
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": {"x": 1, "y": 0},
         "content": content},
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ]  # fmt: skip
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "b", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def _rule(row: Row) -> dict[str, str]:
    cells = {
        f"i{at}": _cell(label, kind, row.cells.get(label, "")) for at, (label, kind, _) in enumerate(FACTS)
    }
    texts = (row.name, key(row.remedy), row.effect)
    said = {f"o{at}": f'"{text}"' for at, text in enumerate(texts)}
    amount = _amount(row.limit) if row.limit else "null"
    who = str(row.who if row.effect != "never" else 0)
    rest = {"o3": who, "o4": amount, "o5": f'"{row.clause}"', "o6": f'"{row.provided}"'}
    return {"_id": row.name, **cells, **said, **rest}


def _cell(label: str, kind: str, cell: str) -> str:
    if not cell:
        return ""
    if kind == "yes/no":
        return str(cell == "yes").lower()
    if kind == "choice" and label != "Tier":
        return ", ".join(f'"{each}"' for each in cell.split(", "))
    if kind == "date":
        return re.sub(r"\d{4}-\d\d-\d\d", lambda day: str(date.fromisoformat(day[0]).toordinal()), cell)
    if label == "Tier":
        return re.sub(r"standard|silver|gold", lambda tier: str(_TIERS[tier[0]]), cell)
    scaled = re.sub(r"\d+", lambda number: str(int(number[0]) * 100), cell) if kind == "money" else cell
    return f"[{scaled}]" if scaled[0].isdigit() and ".." in scaled else scaled


def _amount(limit: Limit) -> str:
    share = f"order_value * {limit.percent} / 100"
    return {
        "fixed": str(limit.fixed * 100),
        "share": share,
        "days": f"{limit.a_day * 100} * days_since_delivery",
        "least": f"min([{limit.fixed * 100}, {share}])",
        "sum": f"{limit.fixed * 100} + {share}",
    }[limit.form]


class ZenPolicy:
    """The table compiled by zen-engine once; `decide` answers what the engine's `Decision.as_json` does."""

    def __init__(self, source: str) -> None:
        self._engine = zen.ZenEngine()
        self._evaluate = self._engine.create_decision(zen.ZenDecisionContent(source)).evaluate

    def decide(self, rank: int, facts: dict[str, object]) -> list[dict[str, object]]:
        """Answer for every remedy."""
        by_remedy: dict[str, list[dict[str, object]]] = {}
        for hit in self.collect(facts):
            by_remedy.setdefault(hit["remedy"], []).append(hit)
        return [_joined(remedy, by_remedy.get(remedy, ()), rank) for remedy in _MEASURED]

    def collect(self, facts: dict[str, object]) -> list[dict[str, object]]:
        """Return the rows that hold: zen-engine's own work, before any join."""
        return self._evaluate(facts)["result"]


def _joined(remedy: str, hits, rank: int) -> dict[str, object]:
    nothing = [None] * len(ROLES)
    never = [hit for hit in hits if hit["effect"] == "never"]
    must = [hit for hit in hits if hit["effect"] == "must"]
    giving = [hit for hit in hits if hit["effect"] != "never"]
    if never:
        word, needs = ("needs", ROLES[-1]) if must else ("never", None)
        return _said(remedy, word, nothing, rank, needs=needs, hits=never + must if must else never)
    if not giving:
        return _said(remedy, "none", nothing, rank, needs=None, hits=[])
    amounts = {hit["rule"]: floor(hit["amount"] + 0.5) for hit in giving if hit["amount"] is not None}
    limits = nothing
    if _MEASURED[remedy]:
        limits = [
            max((amounts[hit["rule"]] for hit in giving if hit["who"] <= at), default=None)
            for at in range(len(ROLES))
        ]
    if must:
        return _entitled(remedy, giving, amounts, limits, rank)
    lowest = min(hit["who"] for hit in giving)
    at = max(lowest, rank)
    rules = [hit for hit in giving if hit["who"] <= at and amounts.get(hit["rule"]) == limits[at]]
    if lowest <= rank:
        return _said(remedy, "may", limits, rank, needs=None, hits=rules)
    return _said(remedy, "needs", limits, rank, needs=ROLES[lowest], hits=rules)


def _entitled(remedy: str, giving, amounts, limits, rank: int) -> dict[str, object]:
    must = [hit for hit in giving if hit["effect"] == "must"]
    entitled = max((amounts[hit["rule"]] for hit in must if hit["rule"] in amounts), default=None)
    rules = [hit for hit in must if amounts.get(hit["rule"]) == entitled]
    lowest = min(hit["who"] for hit in rules)
    if entitled is not None and limits[rank] is not None and limits[rank] > entitled:
        rules += [hit for hit in giving if hit["who"] <= rank and amounts[hit["rule"]] == limits[rank]]
    return _said(remedy, "must", limits, rank, needs=ROLES[lowest] if lowest > rank else None, hits=rules)


def _said(remedy: str, word: str, limits, rank: int, *, needs: str | None, hits) -> dict[str, object]:
    ordered = sorted(hits, key=lambda hit: int(hit["rule"][1:])) if len(hits) > 1 else hits
    shown = [None if limit is None else f"{limit // 100}.{limit % 100:02}" for limit in limits]
    return {
        "remedy": remedy,
        "verdict": word,
        "limit": shown[rank],
        "limits": dict(zip(ROLES, shown, strict=True)),
        "needs_role": needs,
        "rules": [hit["rule"] for hit in ordered],
        "because": list(dict.fromkeys(hit["because"] for hit in ordered)),
        "provided": list(dict.fromkeys(hit["provided"] for hit in ordered if hit["provided"])),
        "missing": [],
    }
