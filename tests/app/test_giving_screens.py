"""Giving at the desk: granted within the limit, refused in words, asked of a lead, answered, taken back."""

from pathlib import Path

from builders import VOCABULARY, write_pages
from screens import Screen, Visit

from kb.access import Actor
from kb.desk import Case
from pages.shell import opening

CASE = {"complaint": "late_delivery", "days_late": "8", "order_value": "30.50"}
BUDGETS = (
    "## Budgets\n| Budget | Remedies | Per | Window | Limit |\n|---|---|---|---|---|\n"
    "| Goodwill per customer | Goodwill credit | customer | 90 days | 15 |\n\n## Complaint types\n"
)


def press(screen: Screen, key: str) -> Screen:
    found = [button for button in screen.tester.button if button.key and button.key.startswith(key)]
    assert found, [button.key for button in screen.tester.button]
    found[0].click()
    return screen.again()


def submit(screen: Screen, label: str) -> Screen:
    next(button for button in screen.tester.button if button.label == label).click()
    return screen.again()


def write(screen: Screen, key: str, text: str) -> None:
    next(field for field in screen.tester.text_input if field.key.startswith(key)).set_value(text)


def person(role: str) -> Actor:
    return next(each for each in opening.opened().people.everyone() if each.role == role)


def request(amount: int, note: str = "") -> int:
    app, agent = opening.opened(), person("agent")
    case = Case("late_delivery", {"days_late": "8", "order_value": "30.50"}, customer="C-1")
    consultation = app.desk.consult(agent, case)
    asked = app.approvals.ask(
        agent, consultation.id, "goodwill_credit", amount, key=f"asked-{amount}", note=note
    )
    return asked.id


def test_a_grant_is_filled_in_confirmed_and_ends_in_a_receipt(visit: Visit) -> None:
    screen = press(visit("remedy", person="agent", **CASE), "cb_grant_refund")
    field = next(each for each in screen.tester.text_input if each.key.startswith("cb_amount"))
    assert field.value == "30.50"
    submit(screen, "Grant refund")
    assert "We collect it. Confirm it and grant again." in screen.words
    next(each for each in screen.tester.checkbox if each.label == "We collect it").check()
    submit(screen, "Grant refund")
    assert "Granted Refund £30.50" in screen.words
    assert "Granted for this case already" in screen.words
    (entry,) = opening.opened().ledger.entries(person("agent"))
    assert entry.amount == 3050
    receipt = screen.data(f"cb_copy_case_{entry.id}")
    assert "Amount: 30.50" in receipt["text"]
    assert receipt["fresh"] is True


def test_a_press_that_comes_twice_grants_once(visit: Visit) -> None:
    screen = press(visit("remedy", person="agent", **CASE), "cb_grant_goodwill_credit")
    form = dict(screen.tester.session_state["_carebook_form"])
    screen.tester.checkbox[0].check()
    submit(screen, "Grant goodwill credit")
    assert "Granted Goodwill credit £10.00" in screen.words
    app, agent = opening.opened(), person("agent")
    again = app.desk.grant(
        agent,
        form["consultation"],
        "goodwill_credit",
        1000,
        key=form["key"],
        confirmed=["Say sorry first"],
    )
    assert [entry.id for entry in app.ledger.entries(agent)] == [again.id]


def test_too_much_and_no_amount_are_refused_in_words_and_nothing_is_given(visit: Visit) -> None:
    screen = press(visit("remedy", person="agent", **CASE), "cb_grant_goodwill_credit")
    screen.tester.checkbox[0].check()
    for written, said in (
        ("12", "above the limit of 10.00"),
        ("ten", "“ten” is no amount"),
        ("", "is no amount"),
    ):
        write(screen, "cb_amount", written)
        submit(screen, "Grant goodwill credit")
        assert said in screen.words
    assert opening.opened().ledger.entries(person("agent")) == ()


def test_a_budget_is_counted_for_the_customer_and_shown_with_what_is_left(
    visit: Visit, content_dir: Path
) -> None:
    words = VOCABULARY.replace("## Complaint types\n", BUDGETS)
    write_pages(content_dir, {"policies/vocabulary.md": words})
    screen = visit("remedy", person="agent", **CASE)
    assert "To grant it, give the customer" in screen.words
    screen = visit("remedy", person="agent", customer="C-1", **CASE)
    assert "£15.00 left" in screen.words
    press(screen, "cb_grant_goodwill_credit").tester.checkbox[0].check()
    submit(screen, "Grant goodwill credit")
    assert "£5.00 left" in screen.words
    other = visit("remedy", person="agent", customer="C-1", ticket="T-2", **CASE)
    assert "At most £5.00 is left of it now" in other.words


def test_a_name_is_no_reference(visit: Visit) -> None:
    screen = visit("remedy", person="agent", customer="Ada", **CASE)
    assert "A name, an e-mail address or a telephone number is never kept here." in screen.words
    assert "Must offer Refund £30.50" in screen.words


def test_the_same_case_is_one_row_however_many_steps(visit: Visit) -> None:
    screen = visit("remedy", person="agent", complaint="late_delivery")
    before = screen.tester.session_state["_carebook_case"]["id"]
    write(screen, "days_late", "8")
    screen.again()
    assert "Order value" in screen.tester.text_input(key="order_value").label
    write(screen, "order_value", "30")
    assert screen.again().tester.session_state["_carebook_case"]["id"] == before


def test_asking_shows_the_request_and_it_can_be_withdrawn(visit: Visit) -> None:
    screen = press(visit("remedy", person="agent", **CASE), "cb_ask_goodwill_credit")
    write(screen, "cb_amount", "25")
    write(screen, "cb_note", "Third time this month")
    submit(screen, "Ask the lead")
    assert "Waiting Goodwill credit £25.00, asked of a lead" in screen.words
    press(screen, "cb_withdraw")
    assert "Withdrawn. Nobody is asked any more." in screen.words
    assert "Waiting" not in screen.again().words


def test_a_lead_approves_less_and_the_agent_reads_it(visit: Visit) -> None:
    visit("remedy", person="agent", **CASE)
    request(2500, "Third time this month")
    lead = visit("approvals", person="lead")
    assert "1 request waits for you." in lead.words
    assert "“Third time this month”" in lead.words
    assert "The agent saw May grant, up to £10.00" in lead.words
    assert 'aria-label="1 waiting"' in lead.html
    write(lead, "cb_amount", "20")
    submit(lead, "Approve")
    assert "Approved. Agent sees it at once." in lead.words
    assert "Nothing waits for your answer." in lead.words
    assert "granted £20.00" in lead.words
    agent = visit("remedy", person="agent", **CASE)
    assert "Approved £20.00 Goodwill credit £25.00, by Team lead" in agent.words


def test_a_decline_needs_a_reason_and_what_was_answered_meanwhile_is_told(visit: Visit) -> None:
    visit("remedy", person="agent", **CASE)
    first = request(2500)
    lead = submit(visit("approvals", person="lead"), "Decline")
    assert "Say why, in a few words." in lead.words
    opening.opened().approvals.decline(person("manager"), first, "They had one last week")
    write(lead, "cb_reason", "Too much")
    submit(lead, "Decline")
    assert f"Request {first} was declined already, by Manager." in lead.words
    assert "“They had one last week”" in visit("remedy", person="agent", **CASE).words


def test_a_grant_is_taken_back_with_a_reason(visit: Visit) -> None:
    screen = press(visit("remedy", person="agent", **CASE), "cb_grant_goodwill_credit")
    screen.tester.checkbox[0].check()
    submit(screen, "Grant goodwill credit")
    desk = press(screen.go(), "cb_back_today")
    submit(desk, "Take it back")
    assert "Say why, in a few words." in desk.words
    write(desk, "cb_why", "Wrong ticket")
    submit(desk, "Take it back")
    assert "Taken back." in desk.words
    assert "Given today" not in desk.words


def test_whoever_practises_has_nothing_to_press_and_is_told_so(visit: Visit) -> None:
    screen = visit("remedy", person="starter", **CASE)
    assert "there is nothing to press here" in screen.words
    assert not [
        each for each in screen.tester.button if each.key.startswith(("cb_grant", "cb_ask", "cb_out"))
    ]
    assert "That is not yours to open" in screen.go("approvals").words


def test_a_manager_gives_outside_policy_with_a_reason(visit: Visit) -> None:
    address = {"complaint": "late_delivery", "days_late": "3", "order_value": "30"}
    screen = press(visit("remedy", person="manager", **address), "cb_outside")
    screen.tester.selectbox[-1].set_value("refund")
    write(screen, "cb_amount", "5")
    submit(screen, "Give outside policy")
    assert "Say why, in a few words." in screen.words
    write(screen, "cb_note", "We promised it by letter")
    submit(screen, "Give outside policy")
    assert "Granted Refund £5.00 outside policy" in screen.words
