import pytest
from django.core.exceptions import ImproperlyConfigured

from forum import environment


@pytest.mark.parametrize(
    "url",
    ["", "redis://localhost:6379/0", "rediss://:secret@host/1", "unix:///run/redis.sock", "redis+cluster://a:1,b:2",
     "redis+sentinel://a:1,b:2/mymaster", "rediss+sentinel://ada:secret@a,b/mymaster/2", "rediss+cluster://a"],
)  # fmt: skip
def test_every_form_is_taken(monkeypatch, url):
    monkeypatch.setenv("REDIS_URL", url)
    assert environment.redis_url("test") == url


@pytest.mark.parametrize(
    "url", ["localhost:6379", "http://localhost", "redis+sentinels://a/mymaster", "memcached+x://a", "redis://"]
)
def test_what_is_no_form_is_refused_in_one_sentence(monkeypatch, url):
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"use redis://"):
        environment.redis_url("test")


@pytest.mark.parametrize(
    "url", ["redis+sentinel://a:1,b:2", "redis+sentinel://a:1/", "redis+sentinel://a:1?password=x/y"]
)
def test_sentinels_must_be_told_which_master(monkeypatch, url):
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(ImproperlyConfigured, match="names no master"):
        environment.redis_url("test")


OURS = ["", "unix:///run/redis.sock", "redis://localhost:6379/0", "redis://127.0.0.1", "redis://[::1]:6379/0",
        "redis+sentinel://localhost:1,127.0.0.1:2/mymaster"]  # fmt: skip
OTHERS = ["redis://redis:6379/0", "rediss://10.0.0.7", "redis://user@redis/0", "redis://:@redis/0", "redis://redis/0?x=:p@h",
          "redis+sentinel://localhost:1,far:2/mymaster", "redis+cluster://a,b", "redis://127.0.0.1.example.org/0"]  # fmt: skip


@pytest.mark.parametrize("url", OURS)
def test_this_machine_needs_no_password(monkeypatch, url):
    monkeypatch.setenv("REDIS_URL", url)
    assert environment.redis_url("production") == url


@pytest.mark.parametrize("url", OTHERS)
def test_production_does_not_start_with_a_redis_that_anybody_can_write_to(monkeypatch, url):
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(ImproperlyConfigured, match="no password; set one"):
        environment.redis_url("production")
    assert environment.redis_url("development") == url


@pytest.mark.parametrize("url", OTHERS)
def test_with_a_password_production_starts(monkeypatch, url):
    scheme, _, rest = url.partition("://")
    known = f"{scheme}://forum:secret@{rest.partition('?')[0].rpartition('@')[2]}"
    monkeypatch.setenv("REDIS_URL", known)
    assert environment.redis_url("production") == known
