"""Who is asking: picked where only this machine can reach the app, else signed in, else refused."""

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from screens import Visit

from pages.shell import identity, opening
from pages.shell.exposure import reasons_to_refuse

Configure = Callable[[str, Any], None]
AUTH = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 32, "client_id": "carebook"}


def test_without_an_identity_provider_the_screen_says_that_this_is_a_demonstration(visit: Visit) -> None:
    assert "Demonstration : nobody signs in here . You see Carebook as Agent ." in visit().words


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "starter"])
def test_a_demonstration_is_seen_as_the_person_that_was_picked(visit: Visit, role: str) -> None:
    names = {"agent": "Agent", "lead": "Team lead", "manager": "Manager", "starter": "New starter"}
    screen = visit(person=role)
    assert f"You see Carebook as {names[role]} ." in screen.words
    assert f"You see Carebook as {names[role]} ." in screen.go("library").words


def test_a_picked_person_who_is_no_longer_there_gives_way_to_the_first(visit: Visit) -> None:
    screen = visit()
    screen.tester.session_state["_carebook_person"] = 4711
    assert "You see Carebook as Agent ." in screen.again().words


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("server.address", "0.0.0.0", "listens on 0.0.0.0"),  # noqa: S104
        ("server.address", None, "listens on every network address"),
        ("server.address", "192.168.1.4", "which other machines can reach"),
        ("server.allowedHosts", [], "answers to any host name"),
        ("server.allowedHosts", ["localhost", "*.example.com"], "answers to *.example.com"),
    ],
)
def test_a_demonstration_within_reach_of_others_is_refused_and_nothing_else_is_shown(
    visit: Visit, configure: Configure, option: str, value: Any, why: str
) -> None:
    configure(option, value)
    screen = visit()
    assert "will not open here without sign-in" in screen.words
    assert why in screen.words.replace(" ,", ",")
    assert "CAREBOOK_DEMONSTRATION=anywhere" in screen.words
    assert "cb-ways" not in screen.html
    assert not screen.tester.get("bidi_component")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "x-forwarded-host", "Forwarded", "Via"])
def test_a_request_that_came_through_a_proxy_is_refused(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, header: str
) -> None:
    monkeypatch.setattr(type(st.context), "headers", {"Host": "localhost", header: "somewhere"})
    screen = visit()
    assert f"through a proxy ( {header} )" in screen.words
    assert "cb-ways" not in screen.html


def test_told_so_outright_a_demonstration_runs_anywhere(
    visit: Visit, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure("server.address", "0.0.0.0")  # noqa: S104
    monkeypatch.setenv("CAREBOOK_DEMONSTRATION", "anywhere")
    assert "cb-ways" in visit().html


def test_demonstrations_can_be_switched_off(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREBOOK_DEMONSTRATION", "off")
    assert "demonstrations are switched off here" in visit().words


def test_only_this_machine_under_its_own_names_and_with_no_proxy_is_home() -> None:
    assert reasons_to_refuse("127.0.0.1", ["localhost", "127.0.0.1", "[::1]"], ["Host"]) == ()
    assert reasons_to_refuse("::1", ["localhost"], []) == ()
    assert len(reasons_to_refuse("10.0.0.1", ["example.com"], ["Via", "X-Forwarded-Proto"])) == 3
    assert reasons_to_refuse("localhost.example.com", ["localhost"], [])
    assert reasons_to_refuse("127.0.0.1", ["127.0.0.1.example.com"], [])


class Someone(dict[str, Any]):
    """What Streamlit knows of whoever opened the session."""


def signed_in(monkeypatch: pytest.MonkeyPatch, **claims: Any) -> None:
    monkeypatch.setattr(st, "user", Someone(claims))
    monkeypatch.setattr(identity, "demonstrating", lambda: False)


def test_with_an_identity_provider_nothing_is_shown_before_signing_in(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(monkeypatch, is_logged_in=False)
    screen = visit("library")
    assert [button.label for button in screen.tester.button] == ["Sign in"]
    assert "cb-cards" not in screen.html
    assert screen.data("router") == {"restore": False}, "the address is kept for after the sign-in"


def test_a_configured_provider_ends_the_demonstration(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "user", Someone())
    monkeypatch.setattr(st, "secrets", {"auth": AUTH})
    assert not identity.demonstrating()
    assert [button.label for button in visit().tester.button] == ["Sign in"]


def test_a_signed_in_person_is_looked_up_by_address(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(monkeypatch, is_logged_in=True, email="Manager@carebook.invalid")
    screen = visit("library")
    assert "cb-cards" in screen.html
    assert "Demonstration" not in screen.words


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.com"},
        {"email": ""},
        {},
        {"email": "manager@carebook.invalid", "email_verified": False},
    ],
)
def test_somebody_who_is_not_on_the_list_is_told_whom_to_ask(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, claims: dict[str, Any]
) -> None:
    signed_in(monkeypatch, is_logged_in=True, **claims)
    screen = visit("library")
    assert "not on the list" in screen.words
    assert [button.label for button in screen.tester.button] == ["Sign out"]
    assert "cb-cards" not in screen.html


def test_somebody_taken_off_the_list_sees_no_more_of_it_at_their_next_step(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(monkeypatch, is_logged_in=True, email="agent@carebook.invalid")
    screen = visit("library")
    assert "cb-cards" in screen.html
    monkeypatch.setattr(type(opening.opened().people), "by_email", lambda *_: None)
    assert "not on the list" in screen.go("library").words
    assert "cb-cards" not in screen.html
