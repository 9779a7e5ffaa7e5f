"""The limit: a bare server in C, without sign-in, database or Redis; limit.c."""

from tests.bench.build import NoCompiler, program
from tests.bench.contender import Contender, Ground


class Limit(Contender):
    name = "C, one send each"
    words: tuple[str, ...] = ()

    def missing(self) -> str:
        try:
            program("limit")
        except NoCompiler as reason:
            return str(reason)
        return ""

    def command(self, ground: Ground) -> list[str]:
        return [str(program("limit")), str(ground.port), *self.words]


class JoiningLimit(Limit):
    name = "C, joining"
    words = ("join",)
    quick = False
