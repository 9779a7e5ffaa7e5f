"""The world as dots: every state and territory of accounts.places has at least one. `python -m dialogue.atlas` makes dots.json."""
