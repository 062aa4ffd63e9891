"""The stored documents of entries: what the labels in them are, reading them, and checking them."""
