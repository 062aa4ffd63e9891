"""A collection that nobody wrote, for tests and benchmarks: believable in size, words and facets, and quick to load."""

from experiences.generating.collection import GenerationRefused, generate
from experiences.generating.markers import MARKERS

__all__ = ["MARKERS", "GenerationRefused", "generate"]
