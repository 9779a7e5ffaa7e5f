"""Characters that not every program can keep or show, wherever words come from."""

import re

# Unicode's noncharacters: the last two of every plane, and 32 in the midst of the first. No XML may hold U+FFFE or U+FFFF.
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr((plane << 16) + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
# Halves of surrogate pairs: no text in UTF-8 holds one.
SURROGATES = "\ud800-\udfff"
# What a form may hold in no field. (Lone surrogates come in no form, but in JSON.)
UNREADABLE = re.compile(f"[\x00{SURROGATES}{NONCHARACTERS}]")
# The same as bytes of UTF-8, and as the bytes that would be a surrogate's.
UNREADABLE_BYTES = re.compile(
    rb"\x00|\xed[\xa0-\xbf]|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]"
)
