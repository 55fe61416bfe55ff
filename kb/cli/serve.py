"""`carebook serve`: start the app on this machine, closed to every other unless told otherwise."""

import ipaddress
import os
import sys
import tomllib
from pathlib import Path
from typing import Annotated

import typer

from kb.cli import output
from kb.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
ENTRYPOINT = ROOT / "streamlit_app.py"


def serve(
    address: Annotated[
        str | None, typer.Option(help="Listen here; default CAREBOOK_ADDRESS or 127.0.0.1.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Default CAREBOOK_PORT or 8501.", min=1, max=65535)] = None,
    host: Annotated[
        list[str] | None, typer.Option(help="A name that browsers may reach it by; repeatable.")
    ] = None,
) -> None:
    """Start the app.

    Without an identity provider it runs as a demonstration, in which whoever reaches it picks who they are:
    so it then refuses every address but this machine's own, unless CAREBOOK_DEMONSTRATION=anywhere is set.
    """
    settings = Settings()
    address = address or settings.address
    if not _loopback(address) and not _has_provider() and settings.demonstration != "anywhere":
        output.refuse(
            "open-demonstration",
            f"no identity provider is configured, so anybody who reaches {address} could be a manager;"
            " configure one, or set CAREBOOK_DEMONSTRATION=anywhere if that is what you want",
            as_json=False,
            status=output.USAGE,
        )
    # Streamlit reads its settings from the folder it is started in; our own paths must not move with it.
    os.environ["CAREBOOK_DATA"] = str(settings.data)
    os.environ["CAREBOOK_CONTENT"] = str(settings.content)
    os.chdir(ROOT)
    os.execv(sys.executable, _command(address, port or settings.port, host or []))  # noqa: S606 - our own interpreter


def _command(address: str, port: int, hosts: list[str]) -> list[str]:
    command = [sys.executable, "-m", "streamlit", "run", str(ENTRYPOINT)]
    command += ["--server.address", address, "--server.port", str(port)]
    for name in ["localhost", "127.0.0.1", *hosts] if hosts else []:
        command += ["--server.allowedHosts", name]
    return command


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _has_provider() -> bool:
    for folder in (ROOT, Path.home()):
        secrets = folder / ".streamlit" / "secrets.toml"
        if secrets.is_file() and "auth" in tomllib.loads(secrets.read_text("utf-8")):
            return True
    return False
