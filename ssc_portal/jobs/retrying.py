"""How often a job is tried, and how soon it is taken up again when its worker is dead."""

from procrastinate import RetryStrategy

MOST_TRIES = 8
AGAIN = RetryStrategy(max_attempts=MOST_TRIES, exponential_wait=3)
"""After a failure: again after 3 seconds, 9, 27 and so on, for some three hours in all. Then the job counts as failed."""
SECONDS_BETWEEN_BEATS = 10.0
BEATS_MISSED = 3
"""After so many a worker is taken for dead."""
