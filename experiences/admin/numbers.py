"""Numbers that a form of the desk sends, such as ids and counts: whatever else comes in their place is none."""

MOST_DIGITS = 9


def number(sent: str | None) -> int:
    """A number as the form sent it; 0 for anything that the form did not make."""
    return int(sent) if sent and sent.isdecimal() and len(sent) <= MOST_DIGITS else 0
