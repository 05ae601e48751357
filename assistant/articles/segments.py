"""Maximum subsequence segmentation (Pasternack and Roth, WWW 2009).

Each line gains or loses, and an article is a run of lines with a largest sum.
"""

from collections.abc import Iterable


def segments(gains: Iterable[float]) -> list[tuple[float, range]]:
    """The runs with the largest sums, and these sums, in the order of the page."""
    found: list[tuple[float, range]] = []
    start, end, running, most = 0, 0, 0.0, 0.0
    for i, gain in enumerate(gains):
        running += gain
        if running > most:
            most, end = running, i + 1
        if running <= 0:
            found += [(most, range(start, end))] if most else []
            start, running, most = i + 1, 0.0, 0.0
    return [*found, (most, range(start, end))] if most else found
