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
    assert environment.redis_url() == url


@pytest.mark.parametrize(
    "url", ["localhost:6379", "http://localhost", "redis+sentinels://a/mymaster", "memcached+x://a", "redis://"]
)
def test_what_is_no_form_is_refused_in_one_sentence(monkeypatch, url):
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"use redis://"):
        environment.redis_url()


@pytest.mark.parametrize(
    "url", ["redis+sentinel://a:1,b:2", "redis+sentinel://a:1/", "redis+sentinel://a:1?password=x/y"]
)
def test_sentinels_must_be_told_which_master(monkeypatch, url):
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(ImproperlyConfigured, match="names no master"):
        environment.redis_url()
