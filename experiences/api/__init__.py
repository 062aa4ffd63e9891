"""Entries and what belongs to them, in the JSON API: what the documents hold, and the endpoints."""
