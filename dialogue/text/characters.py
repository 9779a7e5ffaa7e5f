"""Characters that not every program can keep or show, wherever words come from."""

# Unicode's noncharacters: the last two of every plane, and 32 in the midst of the first. No XML may hold U+FFFE or U+FFFF.
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr((plane << 16) + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
# Halves of surrogate pairs: no text in UTF-8 holds one.
SURROGATES = "\ud800-\udfff"
