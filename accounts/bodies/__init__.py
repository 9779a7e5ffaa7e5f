"""Bodies and mandates as people meet them: to look up, to ask for, to invite to, and told when one ends."""
