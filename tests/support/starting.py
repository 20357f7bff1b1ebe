"""Programs of the site in processes of their own, each with a data folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(folder, program, **variables):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GLOSSATOR_")}
    return subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env=environment | {"GLOSSATOR_DATA": str(folder), "DATABASE_URL": ""} | variables,
        capture_output=True,
        text=True,
        check=False,
    )
