from pathlib import Path

from ledger_kills import kill_writers


def test_no_acknowledged_grant_is_lost_and_none_is_half_there_when_writers_are_killed(tmp_path: Path) -> None:
    toll = kill_writers(f"sqlite:///{tmp_path / 'killed.db'}", tmp_path, kills=10)
    assert toll.clean, toll
    assert toll.kills == 10
    assert toll.acknowledged >= 10, "every writer granted something before it was killed"
