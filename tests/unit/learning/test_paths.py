import pytest
from lessons import PATH, School

from kb.library import NotFound
from kb.library.learning import ReadingPath
from kb.library.moving import Move

WHY = "philosophy/why.md"
FIRST = "philosophy/first-week.md"


def read(school: School, *slugs: str) -> ReadingPath:
    for slug in slugs:
        revision = school.app.library.article(school.starter, slug).revision
        school.app.learning.mark_read(school.starter, "first-week", slug, revision)
    return school.app.learning.path(school.starter, "first-week")


def answer(school: School, slug: str, *, right: bool) -> str:
    question = school.app.learning.standing(school.starter, slug).questions[0]
    check = question.check
    assert check is not None
    code = next(offer.claim.code for offer in check.offers if check.right(offer.claim) == right)
    assert school.app.learning.answer(school.starter, slug, check.scenario.key, code) == right
    return check.scenario.key


def test_a_path_is_the_numbered_lists_of_its_page_in_order_with_their_stages(school: School) -> None:
    path = school.app.learning.path(school.starter, "first-week")
    assert [(step.slug, step.note, step.stage) for step in path.steps] == [
        ("why", "because of them", "First week"),
        ("on-time", "", "First week"),
        ("late-delivery", "", "Then"),
    ]
    assert (path.minutes_left, path.done, path.begun, path.finished) == (3, 0, False, False)
    assert path.resume is path.steps[0]


def test_what_is_read_counts_and_the_path_resumes_at_the_first_that_is_not(any_school: School) -> None:
    answer(any_school, "why", right=True)
    path = read(any_school, "why", "late-delivery")
    assert [step.done for step in path.steps] == [True, False, True]
    assert path.resume is not None
    assert path.resume.slug == "on-time"
    assert path.minutes_left == 1
    path = read(any_school, "on-time")
    assert path.finished
    assert path.finished_at is not None
    assert path.resume is None
    rows = any_school.app.learning.progress(any_school.manager)
    starter = next(row for row in rows if row.person == "New starter")
    assert (starter.done, starter.steps, starter.right, starter.checks) == (3, 3, 1, 1)
    assert starter.finished_at == path.finished_at
    assert next(row for row in rows if row.person == "Agent").done == 0


def test_reading_twice_writes_once(school: School) -> None:
    read(school, "why")
    before = school.app.audit.verify(school.manager).events
    read(school, "why", "why")
    assert school.app.audit.verify(school.manager).events == before


def test_a_step_is_not_done_while_its_question_is_open_or_answered_wrongly(school: School) -> None:
    assert not read(school, "why").steps[0].done
    answer(school, "why", right=False)
    step = school.app.learning.path(school.starter, "first-week").steps[0]
    assert (step.done, step.right, step.checks, step.minutes_left) == (False, 0, 1, 1)
    answer(school, "why", right=True)
    assert school.app.learning.path(school.starter, "first-week").steps[0].done


def test_a_material_change_of_a_page_already_read_shows_as_changed_and_a_minor_one_does_not(
    school: School,
) -> None:
    read(school, "on-time")
    school.change("standards/on-time.md", "A week late", "Five days late", material=False)
    assert school.app.learning.path(school.starter, "first-week").steps[1].state == "read"
    school.change("standards/on-time.md", "too late.", "far too late.")
    step = school.app.learning.path(school.starter, "first-week").steps[1]
    assert (step.state, step.since, step.minutes_left) == ("changed", 1, 1)
    changed = school.app.learning.standing(school.starter, "on-time", "first-week").changed
    assert changed is not None
    assert (changed.since, changed.how) == (1, "read")
    assert read(school, "on-time").steps[1].state == "read"


def test_what_was_read_on_one_path_is_read_on_every_path(school: School) -> None:
    second = PATH.replace("First week", "Second week").replace("path: yes", "path: 1")
    school.change(FIRST, "Head of care", "Head of all care")
    (school.content / "philosophy" / "second-week.md").write_text(second, "utf-8")
    school.app.library.import_folder(school.manager, school.content)
    read(school, "late-delivery")
    paths = school.app.learning.paths(school.starter)
    assert [path.slug for path in paths] == ["second-week", "first-week"], "a numbered path comes first"
    assert all(path.steps[2].done for path in paths)


def test_steps_that_lead_nowhere_or_twice_are_left_out_and_reported_by_line(school: School) -> None:
    more = "3. [gone](gone.md)\n4. [again](why.md)\n5. no link\n6. [itself](first-week.md)\n"
    school.change(FIRST, "\n## Then", f"{more}\n## Then")
    assert len(school.app.learning.path(school.starter, "first-week").steps) == 3
    found = [
        (problem.line, problem.code) for problem in school.app.learning.problems(school.manager)
    ]  # fmt: skip
    assert found == [
        (11, "path-step-broken"),
        (12, "path-step-twice"),
        (13, "path-step-without-link"),
        (14, "path-step-broken"),
    ]


def test_a_page_renamed_stays_a_step_and_what_was_read_stays_read(school: School) -> None:
    read(school, "on-time")
    school.app.moving.move(school.manager, "on-time", Move(slug="punctual"))
    path = school.app.learning.path(school.starter, "first-week")
    assert [(step.slug, step.state) for step in path.steps][1] == ("punctual", "read")


def test_there_is_no_path_no_page_and_no_revision_that_is_not_there(school: School) -> None:
    learning, starter = school.app.learning, school.starter
    for path, slug, revision in (
        ("why", "on-time", 1),
        ("nowhere", "why", 1),
        ("first-week", "nowhere", 1),
        ("first-week", "late-delivery-policy", 1),
        ("first-week", "why", 2),
    ):
        with pytest.raises(NotFound):
            learning.mark_read(starter, path, slug, revision)
    with pytest.raises(NotFound):
        learning.path(starter, "why")
    assert learning.standing(starter, "late-delivery-policy", "first-week").path is None
    assert learning.standing(starter, "why", "nonsense").path is None


def test_a_path_of_another_kind_or_without_steps_is_reported(school: School) -> None:
    school.change("standards/on-time.md", "acknowledge: yes", "path: yes\nacknowledge: [Nobody at all]")
    school.change(
        FIRST, "1. [Why we care](why.md): because of them\n2. [On time](../standards/on-time.md)", "x"
    )
    school.change(FIRST, "1. [Late delivery](../playbooks/late-delivery.md)", "y")
    codes = {problem.code for problem in school.app.learning.problems(school.manager)}
    assert codes == {"path-kind", "path-empty", "acknowledge-nobody"}
    assert not school.app.learning.path(school.starter, "first-week").finished
