"""People: for managers alone, and what they do there works at once."""

from screens import Screen, Visit

from pages.shell import opening


def press(screen: Screen, label: str) -> Screen:
    next(button for button in screen.tester.button if button.label == label).click()
    return screen.again()


def test_only_managers_see_the_list_and_the_way_to_it(visit: Visit) -> None:
    for role in ("agent", "lead", "starter"):
        screen = visit("people", person=role)
        assert "That is not yours to open" in screen.words
        assert "carebook.invalid" not in screen.html
        assert 'href="/people"' not in screen.html
    screen = visit("people", person="manager")
    assert "4 colleagues may sign in" in screen.words
    assert 'href="/people"' in screen.html
    assert 'href="/people?person=1"' in screen.html


def test_somebody_is_added_and_what_is_wrong_is_said_beside_the_form(visit: Visit) -> None:
    screen = visit("people", person="manager").go("people", person="new")
    screen.tester.text_input(key="cb_name_0").set_value("Ada <b>Byron</b>")
    screen.tester.text_input(key="cb_email_0").set_value("ada")
    press(screen, "Add")
    assert "is not an e-mail address" in screen.words
    screen.tester.text_input(key="cb_email_0").set_value("ada@example.org")
    press(screen, "Add")
    assert "may sign in from now on" in screen.words
    assert "Ada &lt;b&gt;Byron&lt;/b&gt;" in screen.html
    assert opening.opened().people.by_email("ada@example.org") is not None


def test_a_change_touches_only_what_was_changed_and_letting_go_can_be_undone(visit: Visit) -> None:
    screen = visit("people", person="manager").go("people", person="1")
    app = opening.opened()
    manager = next(person for person in app.people.everyone() if person.role == "manager")
    app.staff.change(manager, 1, {"team": "Early"})  # somebody else, meanwhile
    screen.tester.selectbox(key="cb_role_1").set_value("lead")
    press(screen, "Save")
    agent = app.staff.find(manager, "agent@carebook.invalid")
    assert (agent.role, agent.team) == ("lead", "Early")
    press(screen, "Let go")
    assert app.people.get(1) is None
    press(screen, "Take back")
    assert app.people.get(1) is not None


def test_the_last_manager_cannot_be_let_go(visit: Visit) -> None:
    screen = visit("people", person="manager")
    screen.go("people", person=str(opening.opened().people.by_email("manager@carebook.invalid").id))  # type: ignore[union-attr]
    press(screen, "Let go")
    assert "name another manager first" in screen.words
    assert opening.opened().people.by_email("manager@carebook.invalid") is not None


def test_somebody_who_is_not_on_the_list_is_named_as_such(visit: Visit) -> None:
    assert "Nobody on the list" in visit("people", person="manager").go("people", person="999").words
