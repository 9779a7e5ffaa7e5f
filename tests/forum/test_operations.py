"""docs/operations.md names what there is: every figure, every answer of the health doors, every option of the canary."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import load_command_class
from prometheus_client.parser import text_string_to_metric_families

from dialogue.live import board
from dialogue.live.bell import Bell
from dialogue.live.hub import Hub
from dialogue.rooms.canary import Turn
from dialogue.rooms.management.commands.canary import write
from forum.health import DOORS

PAGE = (Path(settings.BASE_DIR) / "docs" / "operations.md").read_text()
NAMED = set(re.findall(r"\b(solidaction_[a-z_]+)\b", PAGE))
# What a histogram or counter is called in a query.
SUFFIX = re.compile(r"_(bucket|total)$")


def names(text: str) -> set[str]:
    return {family.name for family in text_string_to_metric_families(text) if family.name.startswith("solidaction_")}


@pytest.mark.django_db(transaction=True)
async def test_every_figure_is_explained_and_none_that_is_not_there(settings, tmp_path, engine, monkeypatch):
    settings.RUN_DIR, settings.METRICS_TOKEN = tmp_path, "a-token-of-thirty-two-characters"
    monkeypatch.setattr(Bell, "probe_age", 0.0, raising=False)
    Hub.here()
    write(tmp_path / "canary.prom", Turn(0.01, 0.02), good=True)
    there = names(board.told().decode()) | names((tmp_path / "canary.prom").read_text())
    assert {SUFFIX.sub("", name) for name in NAMED} == there


def test_every_door_and_every_answer_stands_there():
    code = (Path(settings.BASE_DIR) / "forum" / "health.py").read_text()
    code += (Path(settings.BASE_DIR) / "forum" / "readiness.py").read_text()
    assert all(f"`{path}`" in PAGE for path in DOORS)
    for word in ("live", "ready", "degraded", "bell", "database", "migrations", "loop", "connections", "leaving"):
        assert f'"{word}"' in code and f"`{word}`" in PAGE, word


@pytest.mark.parametrize(
    "app,name", [("dialogue.rooms", "canary"), ("dialogue.live", "restored"), ("forum", "prepare")]
)
def test_the_commands_it_names_exist_with_their_options(app, name):
    parser = load_command_class(app, name).create_parser("manage.py", name)
    assert f"manage.py {name}" in PAGE
    for call in re.findall(rf"manage\.py {name}([^`\n]*)", PAGE):
        for option in re.findall(r"--[a-z-]+", call):
            assert option in parser.format_help(), option


def test_no_proxy_of_the_page_logs_who_read_what_or_a_link_that_lets_in():
    server = re.search(r"```nginx\nmap \$http_upgrade.*?```", PAGE, re.DOTALL)[0]
    assert "access_log off;" in server and re.search(r"error_log \S+ crit;", server)
    assert not re.search(
        r"^\s*(log|option \w*log)\b", PAGE[PAGE.index("```haproxy") :].partition("\n```")[0], re.MULTILINE
    )


def test_no_proxy_of_the_page_keeps_what_the_forum_would_refuse():
    assert "proxy_request_buffering off;" in PAGE


@pytest.mark.parametrize(
    "one,other",
    [
        ("2001:db8:0:1:a:b:c:d", "2001:db8:0:1:e::"),
        ("2001:db8::a:b:c:d", "2001:db8::e"),
        ("2001:db8:5::1", "2001:db8:5::2:1"),
    ],
)
def test_a_household_is_one_visitor_of_the_proxy(one, other):
    pattern = re.compile(re.search(r'"~(\S+)" \$1;', PAGE)[1])
    assert pattern.match(one)[1] == pattern.match(other)[1] != pattern.match("2001:db9::1")[1]
    assert pattern.match("192.0.2.1") is None
