"""Text without capitals and accents, letter for letter, to find in it what the database found in its own folded form."""

import unicodedata


def _plain_letters() -> dict[int, str]:
    """Each accented Latin letter with the plain letter that the database's `fold` gives for it, where that is one."""
    letters = {}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        plain = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if plain.isascii():
            letters[code] = plain
    return letters | {ord(letter): plain for letter, plain in zip("đĐøØłŁħĦıİʼ’", "ddoollhhii''", strict=True)}


_PLAIN = _plain_letters()


def folded(text: str) -> str:
    """A text in small letters without accents, each character in its place."""
    if text.isascii():
        return text.lower()
    plain = text.translate(_PLAIN)
    small = plain.lower()
    if len(small) == len(text):
        return small
    return "".join(letter.lower()[:1] for letter in plain)  # a letter whose small form is two
