"""Words that stand in a known share of the generated entries, so that one can ask for one in a thousand or in five."""

MARKERS = {
    "zorvath": (1000, (337,)),
    "zelmand": (100, (41,)),
    "zimbrok": (5, (2,)),
    "zunfald": (10, (0, 1, 3, 4, 6, 8)),
}
"""Each word with a modulus and the remainders of the numbers of the entries that hold it: 0.1, 1, 20 and 60 % of them.

No other generated word begins with z.
"""


def markers_of(number: int) -> list[str]:
    """The markers that the entry of that number holds, each as often as it stands there: up to three times."""
    held = [marker for marker, (modulus, remainders) in MARKERS.items() if number % modulus in remainders]
    return [marker for marker in held for _time in range(1 + number // 7 % 3)]
