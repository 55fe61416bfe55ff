import threading
from collections.abc import Callable, Iterator

import pytest
from builders import NOW, VOCABULARY, write_pages

from kb.access import OPERATOR
from kb.app import App, open_app
from kb.settings import Settings


@pytest.fixture
def servers(any_url: str, small_settings: Settings) -> Iterator[tuple[App, App]]:
    """Two servers on one database, of each sort."""
    more = {
        "policies/vocabulary.md": VOCABULARY.replace(
            "| Late delivery |", "| Broken | smashed | |\n| Late delivery |"
        )
    }
    write_pages(small_settings.content, more)
    one, two = (
        open_app(
            small_settings.model_copy(update={"database_url": any_url, "data": small_settings.data / name}),
            clock=lambda: NOW,
        )
        for name in ("one", "two")
    )
    yield one, two
    one.close()
    two.close()


def at_once(servers: tuple[App, App], work: Callable[[App], object]) -> None:
    errors: list[BaseException] = []

    def run(app: App) -> None:
        try:
            for _ in range(8):
                work(app)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
            errors.append(error)

    threads = [threading.Thread(target=run, args=(app,)) for app in servers * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_two_servers_count_the_same_gap_and_the_same_words_together(servers: tuple[App, App]) -> None:
    def work(app: App) -> None:
        app.insight.report_gap(OPERATOR, "flamingo stand")
        assert app.recogniser.confirm(OPERATOR, "it is in smithereens", "broken")

    at_once(servers, work)
    for app in servers:
        assert [(gap.words, gap.reported) for gap in app.insight.gaps(OPERATOR)] == [("flamingo stand", 32)]
        assert [each.times for each in app.recogniser.confirmed(OPERATOR)] == [32]


def test_what_one_server_is_told_the_other_knows(servers: tuple[App, App]) -> None:
    one, two = servers
    before = dict(two.recogniser.guess(OPERATOR, "kersplat").ranked)["broken"]
    for said in ("kersplat", "kersplat it went", "all kersplat"):
        one.recogniser.confirm(OPERATOR, said, "broken")
    two.recogniser._looked = None  # a second later
    key, sure = two.recogniser.guess(OPERATOR, "kersplat").ranked[0]
    assert key == "broken"
    assert sure > before + 0.1
