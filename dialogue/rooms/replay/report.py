"""What a replay showed: a table for people, figures for programs, and whether anything was lost."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise

from dialogue.rooms.replay.listener import Heard


@dataclass(slots=True)
class Verdict:
    """How what one listener saw differs from the numbers `start`+1 to `head`, each once and in order."""

    lost: int
    doubled: int
    out_of_order: int

    @classmethod
    def on(cls, seqs: Sequence[int], start: int, head: int) -> "Verdict":
        seen = set(seqs)
        lost = (head - start) - sum(start < seq <= head for seq in seen)
        strangers = sum(seq <= start for seq in seen)
        doubled = len(seqs) - len(seen) + strangers
        out_of_order = sum(later < earlier for earlier, later in pairwise(seqs))
        return cls(lost, doubled, out_of_order)


@dataclass(slots=True)
class Report:
    """Times in milliseconds, from the moment a speaker sent a post to the moment a listener had it."""

    posts: int
    refused: dict[str, int]
    retries: int
    listeners: int
    deliveries: int
    seconds: float
    p50: float
    p99: float
    longest: float
    lost: int
    doubled: int
    out_of_order: int
    different: int
    returns: int
    missed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, speakers, heard: list[Heard], different: list[int], start: int, head: int) -> "Report":
        """Compare what `speakers` were promised with what every listener heard between `start` and `head`."""
        verdicts = [Verdict.on(one.seqs, start, head) for one in heard]
        sent = speakers.sent
        delays = sorted(
            seen - sent[seq] for one in heard for seq, seen in zip(one.seqs, one.times, strict=True) if seq in sent
        )
        ends = [one.times[-1] for one in heard if one.times]
        seconds = max(ends) - min(sent.values()) if ends and sent else 0.0
        return cls(
            posts=len(sent),
            refused=dict(speakers.refused),
            retries=speakers.retries,
            listeners=len(heard),
            deliveries=sum(len(one.seqs) for one in heard),
            seconds=round(seconds, 2),
            p50=_part(delays, 0.50),
            p99=_part(delays, 0.99),
            longest=_part(delays, 1.0),
            lost=sum(verdict.lost for verdict in verdicts) + sum(seq > head for seq in sent),
            doubled=sum(verdict.doubled for verdict in verdicts) + speakers.repeated,
            out_of_order=sum(verdict.out_of_order for verdict in verdicts),
            different=len(different),
            returns=sum(one.returns for one in heard),
        )

    def judge(self, contributions: int, max_p99: float | None) -> None:
        """Fill `missed` with a sentence for everything that is not as promised."""
        self.missed = [f"{number} {what}" for number, what in self._faults(contributions) if number]
        if max_p99 is not None and (self.p99 > max_p99 or not self.deliveries):
            self.missed.append(f"p99 is {self.p99} ms; {max_p99:g} ms was asked for")

    def _faults(self, contributions: int) -> list[tuple[int, str]]:
        return [
            (self.lost, "events lost"),
            (self.doubled, "events doubled"),
            (self.out_of_order, "events out of order"),
            (self.different, "events not the same for everyone"),
            (contributions - self.posts, "contributions not accepted"),
        ]

    def table(self) -> str:
        rate = self.deliveries / self.seconds if self.seconds else 0
        rows = [
            ("posts", f"{self.posts:,} in {self.seconds:.1f} s"),
            ("listeners", f"{self.listeners:,}, who had to come back {self.returns} times"),
            ("deliveries", f"{self.deliveries:,}, {rate:,.0f} a second"),
            ("post to seen", f"p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms, longest {self.longest:.1f} ms"),
            ("lost, doubled", f"{self.lost}, {self.doubled}"),
            ("out of order, different", f"{self.out_of_order}, {self.different}"),
            ("refused, tried again", f"{sum(self.refused.values())}, {self.retries}"),
            *((f"  {number} ×", why) for why, number in self.refused.items()),
        ]
        return "\n".join(f"{name:<24} {figure}" for name, figure in rows)

    def figures(self) -> dict:
        return asdict(self)


def _part(ordered: list[float], part: float) -> float:
    """The value below which this part of them lies, in ms; 0 when there are none."""
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000, 1) if ordered else 0.0
