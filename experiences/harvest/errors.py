"""What the protocol calls errors (section 3.6). They are answers like others: HTTP knows nothing of them."""


class ProtocolError(Exception):
    """A request that cannot be answered, with the protocol's code for why and a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
