"""The README's two commands say in a sentence what is wrong; what is written twice stays the same."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from forum import port

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path):
    """A folder with nothing but bin/setup and a lock, and a PATH with nothing but what a bare system has."""
    folder = tmp_path / "a clone"
    (folder / "bin").mkdir(parents=True)
    (folder / "requirements").mkdir()
    (folder / "requirements" / "base.txt").write_text("nothing\n")
    shutil.copy(ROOT / "bin" / "setup", folder / "bin")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "cmp", "rm", "cp"):
        (tools / name).symlink_to(shutil.which(name))
    return folder


def setup(clone) -> subprocess.CompletedProcess:
    path = str(clone.parent / "tools")
    return subprocess.run(["/bin/sh", "bin/setup"], cwd=clone, env={"PATH": path}, capture_output=True, text=True)


def program(clone, name: str, text: str) -> None:
    file = clone.parent / "tools" / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


def test_without_python_it_says_what_to_install(clone):
    said = setup(clone)
    assert said.returncode == 1
    assert "needs Python 3.11 or newer, and found none" in said.stderr


def test_an_old_python_is_named(clone):
    program(clone, "python3", "echo old 3.6")
    said = setup(clone)
    assert said.returncode == 1
    assert "found 3.6" in said.stderr


def test_a_python_without_venv_names_the_package(clone):
    program(clone, "python3", "echo bare 3.11")
    assert "sudo apt install python3.11-venv" in setup(clone).stderr


def test_a_full_disk_is_told_before_anything_is_written(clone):
    program(clone, "python3.12", 'case "$2" in *disk_usage*) echo 12;; *) echo yes;; esac')
    said = setup(clone)
    assert said.returncode == 1
    assert "there are 12 MB" in said.stderr
    assert not (clone / ".venv").exists()


def test_done_once_it_does_nothing_until_the_lock_changes(clone):
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    shutil.copy(clone / "requirements" / "base.txt", clone / ".venv" / "installed-base.txt")
    said = setup(clone)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    (clone / "requirements" / "base.txt").write_text("something\n")
    assert setup(clone).returncode == 1


@pytest.mark.parametrize("text", ["", "eighty", "0", "65536", "-1", "٨٠٠٠"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(port.Refusal, match="PORT="):
        port.number(text)


def test_a_port_in_use_is_refused_with_another_to_try():
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = other.getsockname()[1]
        with pytest.raises(port.Refusal, match=rf"Port {number} is in use.*make run PORT="):
            port.free(number)
    assert port.free(number) == number


def test_a_run_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    said = subprocess.run(
        [sys.executable, "-m", "forum.demonstration", "0" + str(free_port())],
        cwd=ROOT,
        env={**os.environ, "RUN_DIR": str(tmp_path / "file" / "run")},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 1
    assert "cannot be written" in said.stderr
    assert "Traceback" not in said.stderr


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def test_the_lock_for_development_holds_all_of_the_lock_for_running():
    def pins(name):
        return set(re.findall(r"^[a-z0-9][^\s;]*==[^\s;]+", (ROOT / "requirements" / name).read_text(), re.M))

    assert len(pins("base.txt")) > 20
    assert pins("base.txt") <= pins("dev.txt")


def test_every_setting_is_in_the_example():
    read = re.findall(
        r'environment\.(?:text|token|number|words|switch)\(\s*"([A-Z_]+)"', (ROOT / "forum" / "settings.py").read_text()
    )
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^([A-Z_]+)=", example, re.M))
    assert {
        *read,
        "CONTACT_EMAIL",
        "SOLIDACTION_MODE",
        "SECRET_KEY",
        "EMAIL_FROM",
        "EMAIL_TLS",
        "ORIGINS",
        "DATABASE_URL",
        "REDIS_URL",
        "HSTS",
        "OIDC_INSTITUTIONS",
    } == named


def test_the_demonstration_is_served_as_production_is():
    [web] = re.findall(r"^web: python (.*)$", (ROOT / "Procfile").read_text(), re.M)
    assert web.startswith("manage.py serve ")
    assert '"manage.py", "serve"' in (ROOT / "forum" / "server.py").read_text()
