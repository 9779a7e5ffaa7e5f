"""Which budgets each door spends. Apps fill this in at start-up; `forum.spending` asks it of every request, the tests of every
address and command there is."""

from dialogue.limits.budgets import Budget

# {name of an address: budgets that something sent there spends}.
FORMS: dict[str, tuple[Budget, ...]] = {}
# Addresses where nothing is sent: POST is refused there.
READ_ONLY: set[str] = set()
# {`do` of a socket's command: budgets}.
COMMANDS: dict[str, tuple[Budget, ...]] = {}
# {name of an address that costs much to read: budgets}.
READS: dict[str, tuple[Budget, ...]] = {}


def forms(names: str, *budgets: Budget) -> None:
    FORMS.update(dict.fromkeys(names.split(), budgets))


def read_only(names: str) -> None:
    READ_ONLY.update(names.split())


def commands(names: str, *budgets: Budget) -> None:
    COMMANDS.update(dict.fromkeys(names.split(), budgets))


def reads(names: str, *budgets: Budget) -> None:
    READS.update(dict.fromkeys(names.split(), budgets))
