"""Redis-compatible servers on TCP for tests: single ones, a Cluster of three, a master with replica and Sentinel."""

import contextlib
import os
import signal
import socket
from pathlib import Path

import redis

from forum.child import Child
from forum.embedded import binary
from tests.patience import until

HOST = "127.0.0.1"


def free_ports(number: int) -> list[int]:
    """That many free ports, all different."""
    doors = [socket.create_server((HOST, 0)) for _ in range(number)]
    ports = [door.getsockname()[1] for door in doors]
    for door in doors:
        door.close()
    return ports


def wait(true) -> None:
    """Until it is true; an error it raises counts as not yet."""

    def is_so() -> bool:
        with contextlib.suppress(redis.RedisError, OSError):
            return true()
        return False

    until(is_so)


class Server:
    """One server process; `freeze`, `thaw` and `kill` as often as a test likes."""

    def __init__(self, folder: Path, port: int, *options: str):
        self.port, self.url = port, f"redis://{HOST}:{port}/0"
        self.folder = folder / str(port)
        self.folder.mkdir(exist_ok=True)
        self.options = options
        self.start()

    def start(self) -> None:
        place = ["--port", str(self.port), "--bind", HOST, "--dir", str(self.folder), "--loglevel", "warning"]
        forget = ["--save", "", "--appendonly", "no", "--logfile", str(self.folder / "log")]
        self.process = Child([binary(), *self.options, *place, *forget])
        self.client = redis.Redis(HOST, self.port, socket_timeout=2, decode_responses=True)
        wait(self.client.ping)

    def signal(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.end()

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.thaw()
        self.client.close()
        self.process.end(grace=2)


class Cluster:
    """Three masters, the slots shared out evenly."""

    def __init__(self, folder: Path):
        ports = free_ports(6)
        options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-port")
        self.nodes = [Server(folder, port, *options, str(bus)) for port, bus in zip(ports[:3], ports[3:], strict=True)]
        for number, node in enumerate(self.nodes):
            first, last = 16384 * number // 3, 16384 * (number + 1) // 3 - 1
            node.client.execute_command("CLUSTER ADDSLOTSRANGE", first, last)
            self.nodes[0].client.execute_command("CLUSTER MEET", HOST, node.port, ports[3 + number])
        wait(lambda: all(node.client.cluster("INFO")["cluster_state"] == "ok" for node in self.nodes))
        self.url = "redis+cluster://" + ",".join(f"{HOST}:{node.port}" for node in self.nodes)

    def move(self, slot: int) -> None:
        """Give a slot to the next node, as a resharding does."""
        owner = next(node for node in self.nodes if self.holds(node, slot))
        heir = self.nodes[(self.nodes.index(owner) + 1) % 3]
        name = heir.client.execute_command("CLUSTER MYID")
        for node in (heir, owner, *self.nodes):
            node.client.execute_command("CLUSTER SETSLOT", slot, "NODE", name)

    @staticmethod
    def holds(node: Server, slot: int) -> bool:
        for first, last, owner, *_ in node.client.execute_command("CLUSTER SLOTS"):
            if first <= slot <= last:
                return owner[1] == node.port
        return False

    def end(self) -> None:
        for node in self.nodes:
            node.end()


class Watched:
    """A master, a replica, and a Sentinel that lets the replica take over half a second after the master is gone."""

    def __init__(self, folder: Path):
        ports = free_ports(4)
        at_once = ("--repl-diskless-sync-delay", "0")
        self.master = Server(folder, ports[0], *at_once)
        self.replica = Server(folder, ports[1], "--replicaof", HOST, str(ports[0]), *at_once)
        wait(lambda: self.replica.client.info("replication")["master_link_status"] == "up")
        rules = folder / "sentinel.conf"
        rules.write_text(
            f"sentinel monitor mymaster {HOST} {ports[0]} 1\n"
            "sentinel down-after-milliseconds mymaster 500\n"
            "sentinel failover-timeout mymaster 3000\n"
        )
        self.sentinel = Server(folder, ports[2], str(rules), "--sentinel")
        wait(self.known)
        # Nobody answers at the other address, as when a machine is down.
        self.url = f"redis+sentinel://{HOST}:{ports[3]},{HOST}:{ports[2]}/mymaster"

    def known(self) -> bool:
        """Whether the Sentinel has heard enough of the replica to let it take over; at first it knows of none."""
        replicas = self.sentinel.client.sentinel_slaves("mymaster")
        return any(each["master-link-status"] == "ok" and int(each["slave-repl-offset"]) > 0 for each in replicas)

    def end(self) -> None:
        for server in (self.sentinel, self.replica, self.master):
            server.end()
