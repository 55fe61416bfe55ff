"""What the environment says; no other module reads it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PageKind = Literal["philosophy", "standard", "playbook", "policy", "help"]

_BESIDE = Path(__file__).resolve().parent.parent


def _data_dir() -> Path:
    """Keep run-time data beside a checkout; where Carebook is an installed package, with the user."""
    if (_BESIDE / "pyproject.toml").is_file():
        return _BESIDE / "var"
    return Path.home() / ".local" / "share" / "carebook"


class Settings(BaseSettings):
    """Every setting, each read from the variable `CAREBOOK_…` of its name unless given by the caller.

    CAREBOOK_DATA           where the database and other run-time files live; `var/` beside the checkout
    CAREBOOK_DATABASE_URL   a database for many app servers; default SQLite in CAREBOOK_DATA
    CAREBOOK_CONTENT        the starter library that a fresh database is loaded with
    CAREBOOK_DEMONSTRATION  who may pick the person they act as: `loopback` (default), people on this machine
                            only; `anywhere`, whoever reaches the app; `off`, nobody
    CAREBOOK_SEARCH_LOG_DAYS  for how many days it is kept what was searched, without by whom; 0 keeps nothing
    CAREBOOK_ADDRESS        the address that `carebook serve` listens on; default this machine only
    CAREBOOK_PORT           its port
    CAREBOOK_APPROVERS      how many must approve a change, by kind of page: `policy=2, standard=1`; 1 where
                            not named, and never more than there are people who may
    CAREBOOK_SELF_APPROVAL  whether whoever wrote a change may approve it, for a team of one; default no
    CAREBOOK_REVERSE_MINUTES  how long agents may take back what they granted; leads may at any time
    CAREBOOK_REQUEST_HOURS  how long a request for approval stays open
    CAREBOOK_KEEP_DAYS      how long cases put to the desk are kept, until `carebook ledger purge`
    CAREBOOK_ATTACHMENT_MIB how large an image or document may be, in MiB; default 5
    """

    model_config = SettingsConfigDict(
        env_prefix="CAREBOOK_", frozen=True, extra="ignore", env_ignore_empty=True, populate_by_name=True
    )

    data: Path = Field(default_factory=_data_dir)
    database_url: str | None = None
    content: Path = _BESIDE / "content"
    demonstration: Literal["loopback", "anywhere", "off"] = "loopback"
    search_log_days: int = Field(default=90, ge=0, le=3650)
    address: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    approvers: Annotated[dict[PageKind, Annotated[int, Field(ge=1, le=9)]], NoDecode] = {"policy": 2}
    self_approval: bool = False
    attachment_mib: int = Field(default=5, ge=1, le=100)
    reverse_minutes: int = Field(default=60, ge=0, le=525_600)
    request_hours: int = Field(default=24, ge=1, le=8_760)
    keep_days: int = Field(default=365, ge=0, le=36_500)

    @field_validator("approvers", mode="before")
    @classmethod
    def _by_kind(cls, written: object) -> object:
        if not isinstance(written, str):
            return written
        pairs = (pair.partition("=") for pair in written.split(",") if pair.strip())
        return {kind.strip().lower(): number.strip() for kind, _, number in pairs}

    @field_validator("data", "content")
    @classmethod
    def _whole_path(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @property
    def attachment_bytes(self) -> int:
        """How many bytes an attachment may have."""
        return self.attachment_mib * 1024 * 1024

    @property
    def url(self) -> str:
        """The address of the database, as SQLAlchemy takes it."""
        return self.database_url or f"sqlite:///{self.data / 'carebook.db'}"
