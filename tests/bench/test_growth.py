"""The plan for growing adds up, says where its costs are from, and names what is the limit."""

import json
from dataclasses import replace

import pytest

from tests.bench.growth.__main__ import main
from tests.bench.growth.costs import Costs, Machine, read
from tests.bench.growth.fan import fan
from tests.bench.growth.plan import World, best, plan
from tests.bench.rows import Row
from tests.bench.table import as_json

COSTS, MACHINE = Costs(), Machine()
SQUARE = World(1, 1_000_000, 5.0)
MANY = World(100_000, 10, 0.01)


def test_when_posts_are_rare_the_last_socket_waits_for_one_round():
    told = fan(1, 1_000, 0.5, replace(COSTS, delivery=10.0))
    assert told.joined == pytest.approx(1)
    assert 0.009 < told.p99 <= 0.0101
    assert 0.004 < told.p50 < 0.007
    assert told.busy == pytest.approx(0.5 * 0.010, rel=0.4)


def test_when_a_round_takes_longer_than_the_pause_events_share_a_send_and_it_keeps_up():
    crowded = fan(1, 10_000, 100, replace(COSTS, delivery=10.0, event=0.1))
    assert crowded.joined > 5
    assert crowded.p99 < 0.5
    assert crowded.busy < 1.01


def test_events_of_different_rooms_share_nothing():
    one, many = fan(1, 100, 1_000, COSTS), fan(1_000, 100, 1_000, COSTS)
    assert one.joined > 3 > 1.5 > many.joined >= 1


def test_a_million_readers_of_one_room_need_processes_not_a_database():
    found = best(SQUARE, COSTS, MACHINE, goal=1.0)
    assert found.processes * found.sockets >= 1_000_000
    assert found.p99 <= 1.0 and found.share <= MACHINE.use
    assert found.machines["network"] == 5
    assert found.limit == "processors"
    # Each process hears 5 posts, and the presence and a fifth of the probes of all.
    assert found.heard == pytest.approx(5 + found.processes * 1.2)
    assert found.redis == pytest.approx(found.heard * found.processes)


def test_twice_the_readers_need_about_twice_the_machines():
    one, two = (best(World(1, readers, 5.0), COSTS, MACHINE, 1.0) for readers in (1_000_000, 2_000_000))
    assert 1.9 < two.processes / one.processes < 2.6
    assert two.redis > 3 * one.redis, "presence grows with the square of the processes"


def test_many_rooms_are_limited_by_rings_until_processes_hear_only_their_own():
    together = plan(MANY, COSTS, MACHINE, 1.0, groups=1)
    divided = best(MANY, COSTS, MACHINE, 1.0)
    assert together is None, "everybody hearing everything is more than a process can hear"
    assert divided.groups > 1 and divided.heard < 5_000


def test_a_goal_nobody_can_meet_is_said():
    assert best(SQUARE, COSTS, MACHINE, goal=0.0001) is None


def test_a_narrow_network_is_named_as_the_limit():
    assert best(SQUARE, COSTS, replace(MACHINE, network=1.0), 1.0).limit == "network"


def test_measured_costs_come_before_the_defaults_and_given_ones_before_both(tmp_path):
    bench = tmp_path / "bench.json"
    bench.write_text(json.dumps({"costs": {"delivery": 5.5, "socket": 30}}))
    costs, sources = read(bench, {"socket": 20.0, "event": None})
    assert (costs.delivery, costs.socket, costs.event) == (5.5, 20.0, COSTS.event)
    assert (sources["delivery"], sources["socket"], sources["event"]) == ("bench.json", "given", "default")
    assert set(read(tmp_path / "none.json", {})[1].values()) == {"default"}


def test_the_command_prints_both_plans(capsys, tmp_path):
    assert main(["--bench", str(tmp_path / "none.json"), "--delivery", "9"]) == 0
    said = capsys.readouterr().out
    assert "delivery 9 (given)" in said and "socket 33.4 (default)" in said
    assert "One room, 1,000,000 readers" in said and "100,000 rooms" in said
    assert said.count("the limit:") == 2 and said.count("Redis") == 2


def test_what_the_bench_has_measured_is_what_the_plan_reckons_with(tmp_path):
    rows = [
        Row("sockets", "ours", "handshakes", "a second", (900.0, 1_000.0, 1_100.0)),
        Row("sockets", "Node ws", "idle socket", "KiB", (8.0,)),
        Row("durable posts", "ours, group commit", "postgres, per second", "1/s", (1_900.0,)),
        Row("durable posts", "ours, group commit", "no PostgreSQL here", "", ()),
    ]
    (tmp_path / "bench.json").write_text(json.dumps(as_json(rows, {})))
    costs, sources = read(tmp_path / "bench.json", {})
    assert (costs.handshake, costs.posts) == (1_000.0, 1_900.0)
    assert sources["handshake"] == "bench.json" and sources["socket"] == sources["post"] == "default"
