"""Which characters the forms can hold in which documents leave the portal."""

import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """A text without the characters that XML 1.0 cannot hold, not even escaped (section 2.2)."""
    return _ILLEGAL.sub("", text)
