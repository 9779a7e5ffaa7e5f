"""What the audit says: one row for each promise."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    part: str
    what: str
    found: str
    promise: str
    # None: this could not be looked at, and `found` says why.
    met: bool | None
    details: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        return {True: "kept", False: "BROKEN", None: "NOT RUN"}[self.met]


def counted(part: str, what: str, faults: list[str], looked_at: str) -> Row:
    """A row for something that must not occur at all."""
    details = sorted(set(faults))
    return Row(part, what, f"{len(details)} in {looked_at}", "none", not details, details)


def not_run(part: str, what: str, why: str) -> Row:
    return Row(part, what, why, "", None)


def table(rows: list[Row]) -> str:
    """One line for each row, those that are not as promised explained beneath."""
    cells = [(row.part, row.what, row.found, row.promise, row.verdict) for row in rows]
    # A reason is as long as it must be; it does not push the columns apart.
    widths = [max((len(cell[n]) for cell in cells if n < 2 or cell[4] != "NOT RUN"), default=0) for n in range(4)]
    lines = ["  ".join([*(cell[n].ljust(widths[n]) for n in range(4)), cell[4]]) for cell in cells]
    for row in rows:
        if row.details and not row.met:
            lines += ["", f"== {row.part}: {row.what}", *(f"   {detail}" for detail in row.details)]
    return "\n".join(lines)
