"""Few scripts out of many modules: one for every page (`ENTRY`), and one more for each that is loaded on demand.

Each module becomes a function that runs once, after those it imports. What two scripts need is in the first, and handed on.
Only the forms of import and export that our modules use are known; any other is refused when the files are collected.
"""

import re
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ENTRY = "app.js"
IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"(?P<path>[^"]+)";\n', re.M)
LAZY = re.compile(r'\bimport\("(?P<path>[^"]+)"\)')
EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function\*?|const) (?P<name>\w+))", re.M)
UNKNOWN = re.compile(r"^(?:import\b(?!\()|export\b).*", re.M)
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)\n", re.M | re.S)
INDENTED = re.compile(r"^[ \t]+|\n(?=\n)", re.M)


class Unjoinable(ValueError):
    """A module is written in a way that cannot be joined; says where and how."""


class Module:
    def __init__(self, root: Path, name: str):
        self.name = name
        code = (root / name).read_text(encoding="utf-8") + "\n"
        self.taken = [(found["path"], names_of(found["names"])) for found in IMPORT.finditer(code)]
        self.imports = [path for path, _ in self.taken]
        self.lazy = [found["path"] for found in LAZY.finditer(code)]
        code = IMPORT.sub("", code)
        self.exports = [found["name"] for found in EXPORT.finditer(code)]
        self.body = EXPORT.sub("", code)
        if odd := UNKNOWN.search(self.body):
            raise Unjoinable(
                f"{name}: “{odd[0]}” is no form of import or export that forum/assets/modules.py can join."
            )

    def function(self, numbers: dict[str, int]) -> str:
        taken = "".join(f"const{{{names}}}=m{numbers[path]};\n" for path, names in self.taken if names)
        return (
            f"const m{numbers[self.name]}=(()=>{{\n{taken}{thin(self.body)}return{{{','.join(self.exports)}}}}})();\n"
        )


def names_of(names: str | None) -> str:
    """`a, b as c` of an import as a destructuring takes it: `a,b:c`."""
    return ",".join(name.strip().replace(" as ", ":") for name in (names or "").split(",") if name.strip())


def thin(code: str) -> str:
    """Without the lines that are comments, and without indentation; text over several lines would suffer, so then as it is."""
    bare = COMMENT.sub("", code)
    return code if any(line.count("`") % 2 for line in bare.splitlines()) else INDENTED.sub("", bare)


def graph(root: Path) -> dict[str, Module]:
    """Every module that `ENTRY` reaches, each after those it imports."""
    modules: dict[str, Module] = {}
    waiting = [ENTRY]
    while waiting:
        if (name := waiting.pop()) not in modules:
            modules[name] = Module(root, name)
            waiting += [*modules[name].imports, *modules[name].lazy]
    try:
        order = list(TopologicalSorter({name: module.imports for name, module in modules.items()}).static_order())
    except CycleError as error:
        raise Unjoinable(f"Modules import each other in a circle: {error.args[1]}") from error
    return {name: modules[name] for name in order}


def entries(root: Path) -> list[str]:
    """The scripts that browsers ask for: `ENTRY` and what is imported on demand."""
    return [ENTRY, *sorted({path for module in graph(root).values() for path in module.lazy})]


def joined(root: Path) -> dict[str, str]:
    """The code of each entry, with everything it needs beyond what `ENTRY` hands on."""
    modules = graph(root)
    numbers = {name: number for number, name in enumerate(modules)}
    needed = {entry: reach(modules, entry) for entry in entries(root)}
    uses = Counter(name for names in needed.values() for name in names)
    first = needed[ENTRY] | {name for name, times in uses.items() if times > 1}
    scripts = {}
    for entry, names in needed.items():
        own = first if entry == ENTRY else names - first
        code = "".join(module.function(numbers) for name, module in modules.items() if name in own)
        handed = first & set().union(*(names for other, names in needed.items() if other != ENTRY))
        together = ",".join(f"m{number}" for name, number in numbers.items() if name in handed)
        if together and entry == ENTRY:
            code += f"export{{{together}}};\n"
        elif together:
            code = f'import{{{together}}}from"{ENTRY}";\n{code}'
        scripts[entry] = code
    return scripts


def reach(modules: dict[str, Module], entry: str) -> set[str]:
    found, waiting = set(), [entry]
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += modules[name].imports
    return found
