"""All pictures on few sheets: a row for each state, a column for each width and mood."""

from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

ROWS_OF_A_SHEET = 6
STYLE = """
body { font: 16px sans-serif; margin: 16px; background: #888; }
section { background: #fff; padding: 12px; margin-block-end: 12px; }
h2 { font-size: 22px; margin: 0 0 8px; }
div { display: flex; gap: 10px; align-items: start; }
figure { margin: 0; flex: 1; } figure.w360 { flex: .62; } figure.w1440 { flex: 1.5; }
img { inline-size: 100%; border: 1px solid #555; display: block; }
figcaption { font-size: 14px; }
"""


@dataclass(frozen=True)
class Shot:
    state: str
    width: int
    mood: str
    path: Path


def page(shots: list[Shot]) -> str:
    parts = []
    for state, of_it in groupby(shots, key=lambda shot: shot.state):
        figures = "".join(
            f'<figure class="w{shot.width}"><a href="{shot.path.name}"><img src="{shot.path.name}" alt=""></a>'
            f"<figcaption>{shot.width} · {shot.mood}</figcaption></figure>"
            for shot in of_it
        )
        parts.append(f"<section><h2>{escape(state)}</h2><div>{figures}</div></section>")
    return f"<!doctype html><meta charset=utf-8><title>Pages and states</title><style>{STYLE}</style>{''.join(parts)}"


def sheets(browser, shots: list[Shot], folder: Path) -> None:
    """index.html with all of them, and contact-1.png and on with a few states each."""
    (folder / "index.html").write_text(page(shots))
    states = list(dict.fromkeys(shot.state for shot in shots))
    sheet = browser.new_page(viewport={"width": 2200, "height": 1200})
    for number, first in enumerate(range(0, len(states), ROWS_OF_A_SHEET), start=1):
        shown = states[first : first + ROWS_OF_A_SHEET]
        part = folder / "part.html"
        part.write_text(page([shot for shot in shots if shot.state in shown]))
        sheet.goto(part.as_uri())
        sheet.screenshot(path=folder / f"contact-{number}.png", full_page=True)
        part.unlink()
    sheet.close()
