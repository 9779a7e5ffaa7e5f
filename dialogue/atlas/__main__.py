"""`python -m dialogue.atlas FOLDER` makes dots.json anew from the Natural Earth files in FOLDER."""

import json
import sys
from pathlib import Path

from dialogue.atlas.earth import Earth
from dialogue.atlas.survey import survey
from dialogue.atlas.world import DOTS, packed

dots = survey(Earth(Path(sys.argv[1])))
DOTS.write_text(json.dumps(packed(dots), separators=(",", ":")).replace('","', '",\n"') + "\n")
sys.stdout.write(f"{sum(map(len, dots.values()))} dots of {len(dots)} countries in {DOTS}\n")
