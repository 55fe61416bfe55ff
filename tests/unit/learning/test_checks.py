import pytest
from lessons import QUESTION, School
from sqlmodel import select

from kb.library import NotFound
from kb.library.learning import Check, Outdated, Question
from kb.model import ScenarioAnswer

WHY = "philosophy/why.md"
POLICY = "policies/late-delivery-policy.md"


def question(school: School, slug: str = "why", place: int = 0) -> Question:
    return school.app.learning.standing(school.starter, slug).questions[place]


def asked(school: School, place: int = 0) -> Check:
    found = question(school, place=place).check
    assert found is not None, question(school, place=place).fault
    return found


def choices(check: Check) -> dict[str, bool]:
    return {offer.claim.code: check.right(offer.claim) for offer in check.offers}


def test_the_choices_are_made_from_the_policy_and_exactly_one_is_right(school: School) -> None:
    found = choices(asked(school))
    assert found["may|goodwill_credit||1000"]
    assert sum(found.values()) == 1
    assert "needs|goodwill_credit|lead|4000" in found, "what the next rule would say"
    assert "never|goodwill_credit||" in found, "what another rule of the policy says"


def test_the_right_answer_follows_the_policy_on_the_same_day(school: School) -> None:
    key = asked(school).scenario.key
    assert school.app.learning.answer(school.starter, "why", key, "may|goodwill_credit||1000")
    school.change(POLICY, "min(10, 2 x Days late)", "min(12, 2 x Days late)")
    assert choices(asked(school))["may|goodwill_credit||1200"]
    reply = question(school).reply
    assert reply is not None
    assert not reply.right
    assert reply.outdated, "it was right when it was given, so it is not called wrong"
    with pytest.raises(Outdated):
        school.app.learning.answer(school.starter, "why", key, "may|goodwill_credit||1000")
    (problem,) = school.app.learning.problems(school.manager)
    assert (problem.code, problem.path) == ("scenario-expectation", WHY)
    assert "may Goodwill credit 12.00" in problem.hint
    line = school.pages[WHY].splitlines()[problem.line - 1]
    assert line == "expect: may 10"


def test_first_and_latest_answers_are_kept_and_explained(any_school: School) -> None:
    key = asked(any_school).scenario.key
    answer = any_school.app.learning.answer
    assert not answer(any_school.starter, "why", key, "never|goodwill_credit||")
    reply = question(any_school).reply
    assert reply is not None
    assert reply.account is not None
    assert (reply.right, [ground.rule.id for ground in reply.account.grounds]) == (False, ["L2"])
    assert answer(any_school.starter, "why", key, "may|goodwill_credit||1000")
    reply = question(any_school).reply
    assert reply is not None
    assert (reply.right, reply.record.first_right, reply.record.times) == (True, False, 2)
    assert question(any_school).reply is not None
    assert any_school.app.learning.standing(any_school.agent, "why").questions[0].reply is None
    with any_school.app._database.read() as session:
        row = session.exec(select(ScenarioAnswer)).one()
        assert (row.first, row.latest) == ("never|goodwill_credit||", "may|goodwill_credit||1000")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("complaint: late_delivery", "complaint: late_delivry", "scenario-refused", 0),
        ("complaint: late_delivery", "complant: late_delivery", "scenario-key", 0),
        ("days late = 9", "days lat = 9", "scenario-refused", 1),
        ("days late = 9", "days late = soon", "scenario-refused", 1),
        ("days late = 9", "days late = 400", "scenario-refused", 1),
        ("days late = 9", "days late", "scenario-fact", 1),
        ("role: agent", "role: emperor", "scenario-refused", 2),
        ("remedy: Goodwill credit", "remedy: Godwill credit", "scenario-claim", 3),
        ("question: Nine days late. What may you give?", "question:", "scenario-incomplete", 4),
    ],
)
def test_what_cannot_be_asked_is_never_asked_and_reported_with_its_line(
    school: School, old: str, new: str, code: str, line: int
) -> None:
    school.change(WHY, old, new)
    found = question(school)
    assert found.check is None
    assert found.fault
    (problem,) = school.app.learning.problems(school.manager)
    first = school.pages[WHY].splitlines().index("```scenario") + 2
    assert (problem.code, problem.path, problem.line) == (code, WHY, first + line)
    path = school.app.learning.path(school.starter, "first-week")
    assert path.steps[0].checks == 0, "a question that cannot be asked keeps nobody from finishing"


def test_a_policy_with_an_error_asks_nothing(school: School) -> None:
    school.change(POLICY, "| 8 | 30 | agent | Refund | must 30.00", "| 8 | 30 | agent | Refund | must 31.00")
    assert question(school).check is None
    assert "not decided" in question(school).fault


def test_choices_of_the_author_are_judged_by_the_policy_and_the_right_one_is_added(school: School) -> None:
    school.change(
        WHY, "why: Say sorry", "choices:\n- Give it all -> may 40\n- Ask -> needs lead\nwhy: Say sorry"
    )
    check = asked(school)
    assert choices(check) == {
        "may|goodwill_credit||4000": False,
        "needs|goodwill_credit|lead|": False,
        "may|goodwill_credit||1000": True,
    }
    assert [offer.words for offer in check.offers] == ["Give it all", "Ask", ""]
    assert [problem.code for problem in school.app.learning.problems(school.manager)] == [
        "scenario-no-right-choice"
    ]
    school.change(WHY, "- Ask -> needs lead", "- Give ten -> may 10")
    assert choices(asked(school))["may|goodwill_credit||1000"]
    assert school.app.learning.problems(school.manager) == ()


def test_without_a_remedy_the_question_is_what_is_best_to_offer(school: School) -> None:
    school.change(WHY, "remedy: Goodwill credit\n", "")
    found = choices(asked(school))
    assert found.pop("must|refund||3000")
    assert found
    assert not any(found.values())


def test_one_case_twice_and_one_in_a_list_are_not_asked(school: School) -> None:
    nested = "- item\n" + "".join(f"  {line}\n" for line in QUESTION.replace("= 9", "= 3").splitlines())
    school.change(WHY, "why: Say sorry first.\n```\n", f"why: Say sorry first.\n```\n{QUESTION}\n{nested}")
    assert [bool(each.check) for each in school.app.learning.standing(school.starter, "why").questions] == [
        True, False, False,
    ]  # fmt: skip
    codes = [problem.code for problem in school.app.learning.problems(school.manager)]
    assert codes == ["scenario-twice", "scenario-nested"]


def test_another_case_is_asked_anew_and_other_words_for_the_same_are_not(school: School) -> None:
    key = asked(school).scenario.key
    school.app.learning.answer(school.starter, "why", key, "may|goodwill_credit||1000")
    school.change(WHY, "Nine days late. What", "It is nine days late. How much")
    assert question(school).reply is not None
    school.change(WHY, "days late = 9", "days late = 8")
    assert question(school).reply is None


def test_answers_to_what_is_not_there_are_refused(school: School) -> None:
    with pytest.raises(NotFound):
        school.app.learning.answer(school.starter, "why", "0" * 16, "never|refund||")
    with pytest.raises(NotFound):
        school.app.learning.answer(school.starter, "nowhere", asked(school).scenario.key, "x")
    with pytest.raises(Outdated):
        school.app.learning.answer(school.starter, "why", asked(school).scenario.key, "must|refund||1|'; --")


def test_the_checks_of_the_library_name_them_too_and_so_do_those_of_a_text_being_written(
    school: School,
) -> None:
    school.change(WHY, "expect: may 10", "expect: may 11")
    found = [each.code for each in school.app.checking.library(school.manager) if each.path == WHY]
    assert "scenario-expectation" in found
    written = school.pages[WHY].replace("expect: may 11", "expect: may 10")
    found = [each.code for each in school.app.checking.page(school.manager, "why", written)]
    assert "scenario-expectation" not in found
    text = "---\nkind: help\ntitle: x\npath: 1\n---\n1. [a](b.md)\n"
    broken = [each.code for each in school.app.checking.page(school.manager, "first-week", text)]
    assert "path-step-broken" in broken
