"""The programs on the API's page run as they are printed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from agreements.pages.api_docs.page import EXAMPLES, example
from tests.record import load_record

PROGRAMS = {".sh": "sh", ".py": sys.executable, ".R": "Rscript"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", [name for name, _tool, _title in EXAMPLES])
def test_the_example_works_as_it_is_printed(
    name: str, live_server: LiveServer, tmp_path: Path
) -> None:
    program = PROGRAMS[Path(name).suffix]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")
    load_record()
    file = tmp_path / name
    file.write_text(example(name, live_server.url), encoding="utf-8")
    ran = subprocess.run(
        [program, str(file)],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        timeout=300,
        env={"PATH": os.environ["PATH"]},
    )
    if name == "ask.sh":
        assert json.loads(ran.stdout)["results"]
    elif name in ("walk.py", "walk.R"):
        assert len(ran.stdout.splitlines()) > 20
        assert all(line.startswith("A-") for line in ran.stdout.splitlines())
    elif name == "if_changed.sh":
        assert ran.stdout.strip() == "200"
        again = subprocess.run(
            [program, str(file)], capture_output=True, text=True, check=True, cwd=tmp_path
        )
        assert again.stdout.strip() == "304"
        assert json.loads((tmp_path / "ua.json").read_bytes())["results"]
