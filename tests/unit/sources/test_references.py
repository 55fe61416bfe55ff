"""Where a policy's links lead, and when that cannot be known."""

from pathlib import Path

import pytest
from builders import write_pages

from kb.sources import References, read_folder

POLICY = "---\nkind: policy\ntitle: Late\ncomplaint: late\n---\n# Late\n"
STANDARD = "---\nkind: standard\ntitle: Floor\n---\n# Floor\n\n## Thirty days\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    write_pages(tmp_path, {"policies/late.md": POLICY, "standards/floor.md": STANDARD})
    return tmp_path


@pytest.mark.parametrize(
    ("href", "whither"),
    [
        ("../standards/floor.md", "found"),
        ("../standards/floor.md#thirty-days", "found"),
        ("../standards/floor.md#forty-days", "no-anchor"),
        ("../standards/ceiling.md", "no-page"),
        ("[[floor#thirty-days]]", "found"),
        ("https://example.org/law", "found"),
        ("/remedy?complaint=late", "found"),
        ("../../elsewhere/floor.md", "found"),
        ("http://[", "no-page"),
    ],
)
def test_a_link_is_followed_as_far_as_the_folder_goes(library: Path, href: str, whither: str) -> None:
    assert References(read_folder(library))("policies/late.md", href) == whither


def test_a_folder_of_policies_alone_is_not_blamed_for_standards_that_lie_elsewhere(tmp_path: Path) -> None:
    write_pages(tmp_path, {"policies/late.md": POLICY})
    assert References(read_folder(tmp_path))("policies/late.md", "../standards/floor.md") == "found"
