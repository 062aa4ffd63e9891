"""How a verb refuses."""


class EditorialError(Exception):
    """A verb was refused. `reasons` says why, each a sentence for the person who asked."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class NotAllowed(EditorialError):
    """It could be done, but not by this person."""
