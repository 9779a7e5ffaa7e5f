"""The environment of the suite, before the settings read it, which is before any conftest: so it is loaded with `-p`. Where it
runs in several processes side by side (pytest -n), each has a run folder of its own: database, keys, caches and socket files."""

import os
from pathlib import Path

from tests.whole import WHOLE

# Fixtures that open a database for a test; the mark `django_db` is one of them by another name.
OPENING = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}
# Two processes share the files: the long ones first, so that none is left to one of them at the end.
LONG = {
    "test_hostile_input", "test_hostile_documents", "test_rights", "test_open_lines", "test_serve", "test_canary", "test_model",
    "test_metrics", "test_impersonation", "test_desk",
}  # fmt: skip

# Files about words, names, languages, mail, headers, what pages show, hashes, Redis and processes. They ask a database, as nearly
# every test does, but nothing that the others do not ask as well: on PostgreSQL they would say the same once more. So would the
# matrix of rights: every address is opened there by test_hostile_input, and every verb has a file of its own.
ALIKE = {
    "accounts": {"account_pages", "cldr", "desk_letters", "impersonation", "languages", "machine", "mail", "mailboxes", "names",
                 "places", "revealing_nobody", "throwaway_addresses"},
    "bench": {"harness"},
    "forum": {"assets", "asyncapi", "compression", "hashing", "serve", "styleguide", "supervisor"},
    "live": {"bell", "bell_by_hand", "bell_cluster", "bell_disorder", "bell_sentinel", "bodies", "direct", "metrics", "socket"},
    "rooms": {"canary", "composing", "countries", "demonstration", "drawing", "geography", "hostile_words", "language_not_known",
              "low_data", "organisations", "pages", "picking", "policy", "preview", "replay", "search_in_no_time", "typing"},
    "security": {"account_ownership", "administration", "content_policy", "holds_shown", "hostile_documents",
                 "hostile_passkeys", "impersonation", "lockout", "many_spellings", "offers", "official_words", "old_sessions",
                 "read_in_no_time", "rights", "rows_of_guests", "second_factor_tries", "shape_of_words", "spending",
                 "stale_person", "strangers", "themes_shown", "titles", "traces", "unasked_mail"},
}  # fmt: skip

os.environ.setdefault("SOLIDACTION_MODE", "test")
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    run = Path(os.environ.get("RUN_DIR") or Path(__file__).resolve().parent.parent / "run")
    os.environ["RUN_DIR"] = str(run / worker)
    Path(os.environ["RUN_DIR"]).mkdir(parents=True, exist_ok=True)


def pytest_addoption(parser):
    parser.addoption(
        "--of-databases",
        action="store_true",
        help="only tests that may say another thing on another database: they ask one, and not for the sake of words, names or pages",
    )


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "whole: takes long and seldom says another thing; `make audit` runs it (tests/whole.py)"
    )


def pytest_collection_modifyitems(config, items):
    items.sort(key=lambda item: item.path.stem not in LONG)
    left_out = [item for item in items if item.get_closest_marker("whole") and not WHOLE]
    if config.getoption("--of-databases"):
        left_out += [item for item in items if not asks_a_database(item) or says_the_same(item.path)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def says_the_same(path: Path) -> bool:
    return path.stem.removeprefix("test_") in ALIKE.get(path.parent.name, ())


def asks_a_database(item) -> bool:
    return bool(item.get_closest_marker("django_db") or OPENING & set(item.fixturenames))
