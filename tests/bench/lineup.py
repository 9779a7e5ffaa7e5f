"""Everyone who takes part, ours first, the limit last."""

from tests.bench.contender import Contender
from tests.bench.contenders.broadcast import Broadcast
from tests.bench.contenders.limit import JoiningLimit, Limit
from tests.bench.contenders.node import NodeSocketio, NodeWs
from tests.bench.contenders.ours import Ours, OursOnDaphne, OursOnUvicorn
from tests.bench.contenders.socketio import PythonSocketio
from tests.bench.contenders.tutorial import PubSubTutorial, Tutorial

CONTENDERS: list[Contender] = [
    Ours(),
    OursOnDaphne(),
    OursOnUvicorn(),
    Tutorial(),
    PubSubTutorial(),
    PythonSocketio(),
    Broadcast(),
    NodeWs(),
    NodeSocketio(),
    JoiningLimit(),
    Limit(),
]


def lineup(quick: bool) -> list[Contender]:
    """Those a run is held with; those that cannot run here among them."""
    return [contender for contender in CONTENDERS if contender.quick or not quick]
