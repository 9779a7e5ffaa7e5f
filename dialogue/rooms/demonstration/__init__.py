"""A small world to look at: invented people and bodies, real questions. Only ever in demonstration mode."""
