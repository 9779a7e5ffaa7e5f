"""Real Chromium against a real server, in a pytest run of its own (`-p no:django`): Playwright's loop and Django's tests
cannot share a process. The server is the demonstration, on a database of its own."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.patience import PATIENCE
from tests.whole import WHOLE

ROOT = Path(__file__).resolve().parent.parent.parent
# The shell is Chromium without the windows nobody looks at: a third of the processor's time. `make audit` takes the whole.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
expect.set_options(timeout=PATIENCE * 1000)


def demonstration(folder: Path) -> dict[str, str]:
    """The environment of one that keeps its data in `folder`."""
    own = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    return own | {"SOLIDACTION_MODE": "demonstration", "RUN_DIR": str(folder)}


class Forum:
    """The demonstration in `folder` on a free port. `stop` and `start` it as often as a test likes; it keeps its data."""

    def __init__(self, folder: Path):
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = demonstration(folder) | {"ORIGINS": f"{self.url},http://localhost:{self.port}"}
        self.mail = folder / "mail.txt"
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "daphne",
            "-v",
            "0",
            "-b",
            "127.0.0.1",
            "-p",
            str(self.port),
            "forum.asgi:application",
        ]
        self.output = self.mail.open("a")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment | {"PYTHONUNBUFFERED": "1"}, stdout=self.output, stderr=self.output
        )
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline, self.mail.read_text()[-2000:]
                time.sleep(0.05)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.output.close()


# Two processes share the files: the long ones first, so that none is left to one of them at the end.
LONG = {
    "test_accessibility", "test_begun_words", "test_fallbacks", "test_gone_back", "test_held_by_nothing", "test_many_tabs", "test_offline",
    "test_room", "test_speaking_for", "test_writing",
}  # fmt: skip


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "copies: the pages' service worker runs here, which keeps copies of what was read"
    )


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.stem not in LONG)


def prepared(folder: Path) -> Path:
    """The folder of a demonstration that nobody has used, made by whichever process comes first."""
    made = folder / "prepared"
    with (folder / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            making = folder / "making"
            making.mkdir()
            command = [sys.executable, "manage.py", "prepare"]
            subprocess.run(command, cwd=ROOT, env=demonstration(making), check=True, capture_output=True)
            making.rename(made)
    return made


@pytest.fixture(scope="session")
def forum(tmp_path_factory):
    # Processes side by side have folders in one that is theirs together.
    own = tmp_path_factory.getbasetemp()
    together = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    running = Forum(shutil.copytree(prepared(together), own / "forum"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync"]  # fmt: skip
    return {"args": arguments} | ({"executable_path": CHROMIUM} if CHROMIUM else {})


def come_in(context, name: str) -> None:
    """By the same form as everybody, of which no page is drawn. Where signing in is the subject, it is done by hand."""
    entrance = context.request.get("/accounts/login/").text()
    own = next(form for form in re.findall("<form.*?</form>", entrance, re.S) if name in unescape(form))
    action, token = (re.search(f'{about}="([^"]+)"', own)[1] for about in ("action", "value"))
    answer = context.request.post(action, form={"csrfmiddlewaretoken": token}, max_redirects=0)
    assert answer.status == 302, answer.status


@pytest.fixture
def visitor(request, browser, forum):
    """`visitor("Name of a demonstration person", …)` opens a browser of their own, signed in; without a name, a guest."""
    contexts = []
    # It takes a quarter of the time until a new browser is in a room.
    copies = "allow" if WHOLE or request.node.get_closest_marker("copies") else "block"

    def open_browser(name: str = "", **options):
        context = browser.new_context(**{"base_url": forum.url, "service_workers": copies} | options)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
        if name:
            come_in(context, name)
        return page

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture
def newcomer(visitor, forum):
    """`newcomer()` opens a browser of somebody who has no account yet."""
    return lambda: visitor(base_url=forum.url.replace("127.0.0.1", "localhost"))
