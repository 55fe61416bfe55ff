"""The `carebook` command, run as another program runs it."""

import os
import subprocess
import sys


def carebook(*words: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "from kb.cli import main; main()", *words],
        capture_output=True,
        input=stdin.encode(),
        check=False,
        env=os.environ | env,
    )
