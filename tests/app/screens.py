"""A screen as a test sees it: what stands on it, and the next step in the same session."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
Visit = Callable[..., "Screen"]


class Screen:
    """One session of the app: what is on its screen, and the next step in it."""

    def __init__(self, tester: AppTest) -> None:
        self.tester = tester

    @property
    def html(self) -> str:
        """All HTML blocks of the screen, without the style sheet."""
        bodies = [block.proto.body for block in self.tester.get("html")]
        return "\n".join(body for body in bodies if not body.startswith("<style>"))

    @property
    def words(self) -> str:
        """What a person reads in those blocks."""
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html))).strip()

    def data(self, key: str) -> Any:
        """What a component of ours was handed."""
        found = [part.proto for part in self.tester.get("bidi_component") if part.key == key]
        assert found, f"no component `{key}` on the screen"
        return json.loads(found[0].json)

    def go(self, page: str = "", /, **address: str) -> "Screen":
        """Open another screen in the same session."""
        self.tester.query_params.clear()
        for name, value in address.items():
            self.tester.query_params[name] = value
        self.tester.switch_page(f"pages/{page or 'desk'}.py").run()
        return self.again()

    def again(self) -> "Screen":
        """Run the screen once more, and make sure that nothing blew up."""
        self.tester.run()
        assert not self.tester.exception, [error.value for error in self.tester.exception]
        return self
