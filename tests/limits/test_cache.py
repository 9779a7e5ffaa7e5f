"""Django's cache as JSON in a table, the pictures as bytes in files: whoever can write there runs no code here."""

import os
import pickle
import time

import pytest
from django.core.cache import cache, caches

from dialogue.limits.models import Cached


class Hostile:
    def __reduce__(self):
        return os.mkdir, (self.folder,)


@pytest.fixture
def hostile(tmp_path):
    thing = Hostile()
    thing.folder = str(tmp_path / "ran")
    yield pickle.dumps(thing, protocol=0)
    assert not (tmp_path / "ran").exists()


def test_it_keeps_and_forgets(db):
    assert cache.get("a") is None and cache.get("a", 3) == 3
    cache.set("a", {"n": [1, 2.5, None, "é"]}, 60)
    assert cache.get("a") == {"n": [1, 2.5, None, "é"]} and "a" in cache
    assert not cache.add("a", 1) and cache.add("b", 1, 60)
    assert cache.delete("a") and not cache.delete("a") and cache.get("a") is None
    cache.set("b", 2, -1)
    assert cache.get("b") is None and cache.add("b", 3, 60) and cache.get("b") == 3
    cache.set("c", 1, None)
    assert cache.touch("c", 60) and cache.get_many(["b", "c"]) == {"b": 3, "c": 1}
    cache.clear()
    assert not Cached.objects.exists()


def test_what_is_no_json_or_too_large_is_not_kept(db):
    for value in (object(), "x" * 20_000):
        with pytest.raises((TypeError, ValueError)):
            cache.set("a", value)


def test_a_pickle_in_the_table_runs_nothing(db, hostile):
    cache.set("a", 1, 60)
    Cached.objects.update(value=hostile.decode())
    with pytest.raises(ValueError):
        cache.get("a")


@pytest.fixture
def pictures(settings, tmp_path):
    where = {"BACKEND": "forum.file_cache.FileCache", "LOCATION": tmp_path / "pictures", "OPTIONS": {"MAX_ENTRIES": 3}}
    settings.CACHES = settings.CACHES | {"pictures": where}
    return caches["pictures"]


def test_pictures_are_the_bytes_that_were_put_in(pictures, hostile, tmp_path):
    assert pictures.get("post:1") is None
    pictures.set("post:1", hostile, 60)
    assert pictures.get("post:1") == hostile and not pictures.add("post:1", b"other")
    pictures.set("post:2", b"over", -1)
    assert pictures.get("post:2") is None and pictures.add("post:2", b"again", 60)
    with pytest.raises(TypeError):
        pictures.set("post:3", {"a": 1})
    assert pictures.delete("post:1") and pictures.get("post:1") is None and not pictures.delete("post:1")
    pictures.clear()
    assert not list((tmp_path / "pictures").iterdir())


def test_of_too_many_pictures_those_go_that_end_first(pictures, tmp_path):
    for n in range(6):
        pictures.set(f"post:{n}", b"x", 100 + n)
    assert [n for n in range(6) if pictures.get(f"post:{n}")] == [3, 4, 5]
    assert all(file.stat().st_mtime > time.time() for file in (tmp_path / "pictures").iterdir())
