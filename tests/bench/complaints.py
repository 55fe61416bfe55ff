"""Measures by hand how well complaints are told apart by what customers say.

    python tests/bench/complaints.py [--folder content] [--utterances FILE.tsv] [--half NAME] [--peers]

The utterances are a table with `words`, `complaint` (or `none`) and, where there are any, `typos` and `half`;
they were written without looking at the vocabulary's phrases. Reported: top 1, top 3, how often it is
certain and how often rightly, expected calibration error with its table, how all this grows with confirmed
cases (ten folds), the time to train and to guess, and with --peers the same of scikit-learn's classifiers.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from kb.search.complaints import CERTAIN, ComplaintModel, Example, confirmed_case  # noqa: E402 - it finds its project itself
from kb.sources import read_folder  # noqa: E402
from kb.sources.complaint_words import examples_in, synonyms_in, words_in  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NONE = "none"


def say(text: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said, and which complaint type it is."""

    words: str
    complaint: str
    typos: bool
    half: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The three likeliest types and the confidence in the first."""

    ranked: tuple[str, ...]
    confidence: float


Guesser = "Callable[[str], Answer]"


def read_utterances(path: Path) -> list[Utterance]:
    """Read the table."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Utterance(r["words"], r["complaint"], r.get("typos") == "yes", r.get("half", "")) for r in rows]


def report(name: str, guess: Callable[[str], Answer], asked: Sequence[Utterance], *, table: bool) -> None:
    """Print one line of figures, and the table of reliability."""
    say(f"  {name:<34} {figures(asked, [guess(each.words) for each in asked])}")
    if table:
        reliability(asked, [guess(each.words) for each in asked])


def figures(asked: Sequence[Utterance], answers: Sequence[Answer]) -> str:
    """Return top 1, top 3, calibration, and what happens at the threshold."""
    fit = np.array([each.complaint != NONE for each in asked])
    right = np.array([a.ranked[:1] == (u.complaint,) for u, a in zip(asked, answers, strict=True)])
    among = np.array([u.complaint in a.ranked[:3] for u, a in zip(asked, answers, strict=True)])
    sure = np.array([a.confidence for a in answers])
    certain = sure >= CERTAIN
    strangers = f"{certain[~fit].mean():.2f} of those that fit none" if (~fit).any() else ""
    rightly = right[certain].mean() if certain.any() else 1.0
    return (
        f"top1 {right[fit].mean():.3f} top3 {among[fit].mean():.3f} ece {calibration_error(right, sure):.3f} "
        f"certain {certain[fit].mean():.2f} rightly {rightly:.3f} {strangers}"
    )


def calibration_error(right: np.ndarray, sure: np.ndarray) -> float:
    """Return the expected calibration error over ten bins; what fits no type is never right."""
    place = np.clip((sure * 10).astype(int), 0, 9)
    bins = [place == each for each in range(10)]
    return float(sum(abs(right[b].mean() - sure[b].mean()) * b.mean() for b in bins if b.any()))


def reliability(asked: Sequence[Utterance], answers: Sequence[Answer]) -> None:
    """Print by confidence how often the first guess was right."""
    for low in range(10):
        here = [(u, a) for u, a in zip(asked, answers, strict=True) if min(9, int(a.confidence * 10)) == low]
        if here:
            share = np.mean([a.ranked[:1] == (u.complaint,) for u, a in here])
            said = np.mean([a.confidence for _, a in here])
            where = f"{low / 10:.1f}-{(low + 1) / 10:.1f}"
            say(f"      {where}: {len(here):>4}  said {said:.2f}  right {share:.2f}")


def ours(examples: Sequence[Example], folder: Path) -> Callable[[str], Answer]:
    """Return our own model as a guesser."""
    pages = read_folder(folder)
    model = ComplaintModel(examples, synonyms_in(pages)[0], words_in(pages).__contains__)

    def guess(words: str) -> Answer:
        found = model.guess(words).ranked
        return Answer(tuple(key for key, _ in found), found[0][1] if found else 0.0)

    return guess


def peers() -> dict[str, Callable[[Sequence[Example]], Callable[[str], Answer]]]:
    """Return scikit-learn's usual classifiers over letters in a row, each trained by calling it."""
    from sklearn.calibration import CalibratedClassifierCV  # noqa: PLC0415 - a peer, not a dependency
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    def letters() -> object:
        return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)

    def both() -> object:
        return make_union(letters(), TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True))

    def trained(make: Callable[[], object]) -> Callable[[Sequence[Example]], Callable[[str], Answer]]:
        def train(examples: Sequence[Example]) -> Callable[[str], Answer]:
            model = make()
            model.fit([each.words for each in examples], [each.complaint for each in examples])  # type: ignore[attr-defined]

            def guess(words: str) -> Answer:
                sure = model.predict_proba([words])[0]  # type: ignore[attr-defined]
                order = np.argsort(-sure)
                return Answer(tuple(model.classes_[order]), float(sure[order[0]]))  # type: ignore[attr-defined]

            return guess

        return train

    return {
        "letters, LogisticRegression C=30": trained(
            lambda: make_pipeline(letters(), LogisticRegression(C=30, max_iter=400))
        ),
        "letters+words, LogisticRegression": trained(
            lambda: make_pipeline(both(), LogisticRegression(C=30, max_iter=400))
        ),
        "letters+words, LinearSVC calibrated": trained(
            lambda: make_pipeline(both(), CalibratedClassifierCV(LinearSVC(), cv=3))
        ),
    }


def growth(folder: Path, base: Sequence[Example], said: Sequence[Utterance], others: dict) -> None:  # type: ignore[type-arg]
    """Print how the figures grow with the number of confirmed cases: ten folds of the utterances that fit."""
    lot = random.Random(7)  # noqa: S311 - a lot, no secret
    rows = list(said)
    lot.shuffle(rows)
    makers = {"Carebook": lambda examples: ours(examples, folder), **others}
    for confirmed in (0, 30, 60, 120, len(rows)):
        for name, make in makers.items():
            asked, answers = [], []
            for fold in range(10):
                out = rows[fold::10]
                rest = [each for each in rows if each not in out and each.complaint != NONE][:confirmed]
                guess = make([*(confirmed_case(r.words, r.complaint) for r in rest), *base])
                asked += out
                answers += [guess(each.words) for each in out]
            used = min(confirmed, len([r for r in rows if r.complaint != NONE]) * 9 // 10)
            say(f"  {used:>4} confirmed  {name:<36} {figures(asked, answers)}")


def times(examples: Sequence[Example], folder: Path, asked: Sequence[Utterance]) -> None:
    """Print the CPU time to train and to guess, here and with 77 made-up types of 30 examples."""
    lot = random.Random(1)  # noqa: S311 - a lot, no secret
    words = sorted({word for each in asked for word in each.words.split()})
    own = [lot.sample(words, 40) for _ in range(77)]
    many = [
        Example(" ".join([*lot.sample(own[t], 6), *lot.sample(words, 5)]), f"type_{t}")
        for t in range(77)
        for _ in range(30)
    ]
    for name, some in (("these", examples), ("77 types of 30", many)):
        begin = time.process_time()
        guess = ours(some, folder)
        trained = time.process_time() - begin
        costs = []
        for each in asked:
            begin = time.process_time()
            guess(each.words)
            costs.append(1000 * (time.process_time() - begin))
        p50, p95 = np.percentile(costs, [50, 95])
        say(
            f"  {name:<16} {len(some):>5} examples: trained in {trained:.2f} s; "
            f"a guess p50 {p50:.1f}, p95 {p95:.1f}, most {max(costs):.1f} ms"
        )


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "content")
    parser.add_argument("--utterances", type=Path, default=Path(__file__).parent / "data" / "utterances.tsv")
    parser.add_argument("--half", help="only `development` or `held-out`")
    parser.add_argument("--peers", action="store_true", help="also scikit-learn's (pip install scikit-learn)")
    parser.add_argument("--no-growth", action="store_true")
    chosen = parser.parse_args()
    said = [u for u in read_utterances(chosen.utterances) if chosen.half in {None, u.half}]
    base = examples_in(read_folder(chosen.folder), datetime.now(UTC).date())
    others = peers() if chosen.peers else {}
    say(f"{len(base)} examples of {len({e.complaint for e in base})} types; {len(said)} utterances")
    for half in sorted({each.half for each in said}):
        asked = [each for each in said if each.half == half]
        say(f"\n{half or 'all'}")
        report("Carebook", ours(base, chosen.folder), asked, table=True)
        for typos in (False, True):
            some = [each for each in asked if each.typos is typos]
            report(
                f"Carebook, typos {'yes' if typos else 'no'}", ours(base, chosen.folder), some, table=False
            )
        for name, make in others.items():
            report(name, make(base), asked, table=False)
    if not chosen.no_growth:
        say("\nwith confirmed cases, ten folds")
        growth(chosen.folder, base, said, others)
    say("\nCPU time")
    times(base, chosen.folder, said)


if __name__ == "__main__":
    main()
