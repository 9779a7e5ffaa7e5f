"""Nothing that comes from a store, a cookie or a queue is ever unpickled: who can write there must not run code here."""

import ast
import subprocess
import sys
from inspect import getsource
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.serializers import JSONSerializer
from django.utils.module_loading import import_string

ROOT = Path(settings.BASE_DIR)
UNSAFE = {"pickle", "cPickle", "_pickle", "cloudpickle", "dill", "marshal", "shelve", "jsonpickle", "joblib"}
OURS = [path for top in ("accounts", "dialogue", "forum") for path in sorted((ROOT / top).rglob("*.py"))]


def unsafe(source: str) -> set[str]:
    """Modules that are imported and would run what they read; pickling by Django's serializers counts."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").split(".")[0]} | {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant) and "PickleSerializer" in str(node.value):
            found.add("pickle")
    return found & UNSAFE


def test_none_of_our_files_imports_one():
    assert len(OURS) > 200
    assert not {str(path): found for path in OURS if (found := unsafe(path.read_text()))}


def test_it_would_be_seen():
    assert unsafe("def f():\n    from pickle import loads") == unsafe("import pickle.x") == {"pickle"}
    assert unsafe("X = 'django.contrib.sessions.serializers.PickleSerializer'") == {"pickle"}


def test_no_cache_session_or_message_is_kept_by_one():
    stores = [import_string(each["BACKEND"]) for each in settings.CACHES.values()]
    stores += [import_string(settings.MESSAGE_STORAGE), import_string(f"{settings.SESSION_ENGINE}.SessionStore")]
    for store in stores:
        sources = {sys.modules[base.__module__] for base in store.__mro__ if base is not object}
        assert not {source.__name__ for source in sources if unsafe(getsource(source))}, store
    assert import_string(settings.SESSION_SERIALIZER) is JSONSerializer


def test_what_waits_for_the_worker_is_json():
    from django_tasks_db.models import DBTaskResult

    assert type(DBTaskResult._meta.get_field("args_kwargs")).__name__ == "JSONField"


MODES = ["production", "development", "test", "demonstration"]
REDIS = ["", "redis://localhost:1/0", "rediss://localhost:1/0", "unix:///nowhere/redis.sock",
         "redis+sentinel://localhost:1/mymaster", "redis+cluster://localhost:1"]  # fmt: skip


def test_the_limits_are_kept_in_the_database_whatever_redis_there_is(tmp_path):
    """In every mode that settings can choose, so with Redis gone people sign in as before."""
    script = "\n".join(
        [
            "import os, runpy",
            "from itertools import product",
            f"for mode, url in product({MODES!r}, {REDIS!r}):",
            "    os.environ |= {'SOLIDACTION_MODE': mode, 'REDIS_URL': url}",
            # A demonstration takes no database but its own, and is for this machine only.
            "    own = mode == 'demonstration'",
            "    os.environ['DATABASE_URL'] = '' if own else 'postgres://x@localhost/x'",
            "    os.environ['ORIGINS'] = 'http://localhost:8000' if own else 'https://forum.example.org'",
            "    print(runpy.run_path('forum/settings.py')['CACHES']['default']['BACKEND'])",
        ]
    )
    environment = {
        "PATH": "/usr/bin:/bin", "RUN_DIR": str(tmp_path), "SECRET_KEY": "x" * 60, "PYTHONPATH": str(ROOT),
        "EMAIL_FROM": "forum@example.org",
    }  # fmt: skip
    run = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True}
    answer = subprocess.run([sys.executable, "-c", script], check=True, **run).stdout.split()
    assert answer == ["dialogue.limits.cache.TableCache"] * len(MODES) * len(REDIS)


@pytest.mark.parametrize("name", ["default", "pictures"])
def test_each_cache_is_one_of_ours(name):
    assert settings.CACHES[name]["BACKEND"].split(".")[0] in ("dialogue", "forum")
