"""`python -m tests.bench.growth`: the plan for one room with a million readers, and for a hundred thousand rooms."""

import argparse
import sys
from dataclasses import fields
from pathlib import Path

from tests.bench.growth.costs import Costs, Machine, read
from tests.bench.growth.plan import Plan, World, best

MEASURED = Path("run") / "bench.json"


def main(arguments: list[str]) -> int:
    asked = arguments_of(arguments)
    given = {field.name: getattr(asked, field.name) for field in fields(Costs)}
    costs, sources = read(asked.bench, given)
    machine = Machine(asked.cores, asked.memory, asked.bandwidth, asked.use)
    print("costs:", ", ".join(f"{name} {getattr(costs, name):g} ({source})" for name, source in sources.items()))
    print(
        f"machine: {machine.cores} cores, {machine.memory:g} GiB, {machine.network:g} Gbit/s, used to {machine.use:.0%}"
    )
    for title, world in (
        (f"One room, {asked.readers:,} readers, {asked.rate:g} posts/s", World(1, asked.readers, asked.rate)),
        (
            f"{asked.rooms:,} rooms, {asked.readers_each:,} readers and {asked.rate_each:g} posts/s in each",
            World(asked.rooms, asked.readers_each, asked.rate_each),
        ),
    ):
        print(f"\n{title}")
        print("\n".join(lines(world, best(world, costs, machine, asked.goal), costs)))
    return 0


def lines(world: World, plan: Plan | None, costs: Costs) -> list[str]:
    if plan is None:
        return ["  no number of processes meets the goal with these costs"]
    needs = ", ".join(f"{number} for {name}" for name, number in plan.machines.items())
    rows = {
        "web processes": f"{plan.processes:,} of {plan.sockets:,} sockets, each {plan.share:.0%} of a core",
        "groups": f"{plan.groups:,} (processes that hear the rings of the same rooms)",
        "machines": f"{max(plan.machines.values()):,} ({needs}); the limit: {plan.limit}",
        "commit to sent": f"p50 {plan.p50 * 1000:,.0f} ms, p99 {plan.p99 * 1000:,.0f} ms",
        "Redis": f"{plan.redis:,.0f} messages/s in all, {plan.busiest / costs.redis:.0%} of a core for the busiest shard; "
        f"{plan.heard:,.0f} rings/s reach each process",
        "database": f"{world.said:,.0f} posts/s: {world.said / costs.posts:.0%} of one primary in groups, "
        f"{world.said / costs.alone:.0%} one by one; {plan.processes:,} looks and {plan.heads:,.0f} rows of heads a second",
        "memory": f"{world.everybody * costs.socket / 2**20:,.0f} GiB of sockets",
        "bandwidth": f"{world.everybody * world.posts * costs.frame * 8 / 1e9:,.2f} Gbit/s of posts",
        "everybody back after a restart": f"{plan.returning:,.0f} s",
    }
    return [f"  {name:<31}{row}" for name, row in rows.items()]


def arguments_of(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--bench", type=Path, default=MEASURED, help=f"figures of `make bench` ({MEASURED})")
    parser.add_argument("--goal", type=float, default=1.0, help="seconds from commit to sent, p99 (1)")
    parser.add_argument("--readers", type=int, default=1_000_000, help="readers of the one room")
    parser.add_argument("--rate", type=float, default=5.0, help="posts a second in the one room (5)")
    parser.add_argument("--rooms", type=int, default=100_000)
    parser.add_argument("--readers-each", type=int, default=10, help="readers of each of many rooms (10)")
    parser.add_argument("--rate-each", type=float, default=0.01, help="posts a second in each of many rooms (0.01)")
    parser.add_argument("--cores", type=int, default=Machine.cores)
    parser.add_argument("--memory", type=float, default=Machine.memory, help="GiB of a machine")
    parser.add_argument("--bandwidth", type=float, default=Machine.network, help="Gbit/s of a machine")
    parser.add_argument("--use", type=float, default=Machine.use, help="how far a machine is filled (0.6)")
    for field in fields(Costs):
        parser.add_argument(f"--{field.name}", type=float, help=f"instead of the measured cost or {field.default:g}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
