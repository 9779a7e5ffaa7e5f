"""The measures, in the order they are run. To add one: a function from `quick` to rows, and its name here."""

from tests.bench.measures.catching_up import catching_up
from tests.bench.measures.catchup import catchup
from tests.bench.measures.deliveries import deliveries
from tests.bench.measures.durable import durable
from tests.bench.measures.growth import growth, rooms
from tests.bench.measures.latency import latency
from tests.bench.measures.opening import opening
from tests.bench.measures.reactions import reactions
from tests.bench.measures.replay import replay
from tests.bench.measures.sockets import sockets
from tests.bench.measures.storm import storm
from tests.bench.rows import Measure

MEASURES: dict[str, Measure] = {
    "deliveries": deliveries,
    "latency": latency,
    "sockets": sockets,
    "catchup": catchup,
    "storm": storm,
    "growth": growth,
    "rooms": rooms,
    "durable": durable,
    "reactions": reactions,
    "queries": catching_up,
    "opening": opening,
    "replay": replay,
}
