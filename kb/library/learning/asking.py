"""The scenario checks of a page as they are put to one person: the question, and what they answered to it."""

from collections.abc import Mapping

from kb.library.learning.records import Answered
from kb.library.learning.views import Question, Reply
from kb.sources.lessons.checks import Check, Decide, check
from kb.sources.lessons.claims import read_code
from kb.sources.lessons.lesson import Block, Lesson
from kb.sources.scenario import Flaw


def questions_of(lesson: Lesson, decide: Decide, answers: Mapping[str, Answered]) -> tuple[Question, ...]:
    """Return the checks of a page in its order, those too that cannot be asked, which say why.

    `answers` are by the key of the scenario.
    """
    return tuple(_question(block, decide, answers) for block in lesson.blocks)


def _question(block: Block, decide: Decide, answers: Mapping[str, Answered]) -> Question:
    asked = block.content if isinstance(block.content, Flaw) else check(block.content, decide)
    if isinstance(asked, Flaw):
        return Question(block.text, None, f"{asked.message}; {asked.hint}" if asked.hint else asked.message)
    answer = answers.get(asked.scenario.key)
    return Question(block.text, asked, "", _reply(asked, answer) if answer else None)


def _reply(asked: Check, answer: Answered) -> Reply:
    """What was answered, judged anew: what the policy no longer offers is outdated, not wrong."""
    claim = read_code(answer.latest, asked.decision.policy.vocabulary)
    offered = {offer.claim.code for offer in asked.offers}
    if claim is None or claim.code not in offered:
        return Reply(claim, right=False, outdated=True, record=answer, account=None)
    return Reply(claim, asked.right(claim), outdated=False, record=answer, account=asked.account(claim))
