"""Where the bell hangs: every form of REDIS_URL comes down to plain addresses, each with the shards it carries.

redis://host:6379/0, rediss://… (TLS), unix:///path       one server carries all
redis+sentinel://host:26379,host:26379/mymaster           the master that the Sentinels name at this moment
redis+cluster://host:6379,host:6379                       a Cluster: each shard at the node that has its slot
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import redis.asyncio
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisClusterException

# Streams are spread over this many channels, so that a Cluster shares them out; a process hears each of them once.
SHARDS = 16
# Seconds until a server that does not answer counts as gone.
TIMEOUT = 1.0
# Nothing is tried twice on one connection: after any trouble the bell is hung anew, and the heads are looked at.
PATIENCE: dict[str, Any] = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT, "retry": None}


@dataclass(frozen=True)
class Place:
    """One server, by its plain address, and what it carries of the bell."""

    url: str
    shards: list[int] = field(default_factory=lambda: list(range(SHARDS)))
    # Whether it is a node of a Cluster, where sharded channels stay with the node of their slot.
    sharded: bool = False

    @property
    def publish(self) -> str:
        return "SPUBLISH" if self.sharded else "PUBLISH"


def shard_of(stream_id: int) -> int:
    return stream_id % SHARDS


@cache
def channel(shard: int) -> str:
    """Two forums on one server share its channels, whatever their database number: the name tells them apart."""
    forum = salted_hmac("dialogue.live.belfry", "channel").hexdigest()[:12]
    return f"solidaction:{forum}:bell:{{{shard}}}"


class Address:
    """A REDIS_URL of several hosts, taken apart."""

    def __init__(self, url: str):
        scheme, _, rest = url.partition("://")
        rest, _, query = rest.partition("?")
        place, _, self.path = rest.partition("/")
        self.login, _, hosts = place.rpartition("@")
        self.scheme, _, self.form = scheme.partition("+")
        default = 26379 if self.form == "sentinel" else 6379
        split = [urlsplit(f"//{host}") for host in hosts.split(",") if host]
        self.hosts = [(host.hostname or "localhost", host.port or default) for host in split]
        self.options = dict(parse_qsl(query))
        # Whoever comes first is asked first: not all processes should ask the same one.
        random.shuffle(self.hosts)

    def plain(self, host: str, port: int, login: str, path: str = "") -> str:
        options = {key: value for key, value in self.options.items() if not key.startswith("sentinel_")}
        host = f"[{host}]" if ":" in host else host
        return f"{self.scheme}://{login and login + '@'}{host}:{port}/{path}?{urlencode(options)}"

    async def sentinel(self) -> list[Place]:
        """The path is the master's name, and the database number if there is one; the Sentinels' own password, if they
        have one, is the option `sentinel_password`, their user `sentinel_username`."""
        name, _, database = self.path.partition("/")
        user, password = (self.options.get(f"sentinel_{key}", "") for key in ("username", "password"))
        login = f"{quote(user, safe='')}:{quote(password, safe='')}" if password else ""
        for host, port in self.hosts:
            try:
                async with redis.asyncio.Redis.from_url(self.plain(host, port, login), **PATIENCE) as sentinel:
                    found = await sentinel.execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name)
            except (redis.RedisError, OSError):
                continue
            if found:
                url = self.plain(found[0].decode(), int(found[1]), self.login, database)
                await self.be_master(url)
                return [Place(url)]
        raise redis.ConnectionError(f"no Sentinel names a master {name!r}")

    async def be_master(self, url: str) -> None:
        """A Sentinel that was cut off names the old master for a while, where only half of the forum would be heard."""
        async with redis.asyncio.Redis.from_url(url, **PATIENCE) as client:
            role = (await client.execute_command("ROLE"))[0]
        if role != b"master":
            raise redis.ConnectionError("the Sentinels name a master which is none")

    async def cluster(self) -> list[Place]:
        reason: Exception | None = None
        for host, port in self.hosts:
            try:
                url = self.plain(host, port, self.login)
                async with redis.asyncio.RedisCluster.from_url(url, **PATIENCE) as cluster:
                    nodes = defaultdict(list)
                    for shard in range(SHARDS):
                        if node := cluster.get_node_from_key(channel(shard)):
                            nodes[str(node.host), int(node.port)].append(shard)
            except (redis.RedisError, RedisClusterException, OSError) as error:
                reason = error
                continue
            return [Place(self.plain(host, port, self.login), shards, True) for (host, port), shards in nodes.items()]
        raise redis.ConnectionError(f"no node of the Cluster answers ({reason})")


async def places(url: str) -> list[Place]:
    """The servers that carry the bell at this moment; raises redis.RedisError or OSError."""
    address = Address(url)
    if address.form == "sentinel":
        return await address.sentinel()
    if address.form == "cluster":
        return await address.cluster()
    return [Place(url)]
