"""Near-duplicates: copies found among 4,000 real articles, and texts wrongly taken for copies.

    ASSISTANT_BENCH_DATA=FOLDER python -m benchmarks.duplicates

Every article is looked up as an ingest would: by its sketch in SQL, then by the full text
of the candidates. What may be found is settled beforehand, for real articles by a reader's
labels (`duplicates_labels.tsv`); any other pair that is found is wrong, and printed. Copies
made of real articles are looked up likewise.

A pair is in one of two halves by the hash of its first article. The thresholds were chosen
on one; `held out` is the other. Writes benchmarks/results/duplicates.md and, for the
times, benchmarks/results/duplicates_time.md.
"""

import os
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from random import Random

import typer

from assistant.articles.similarity import MIN_SHARED, same_text, sketch
from assistant.types import content_id
from benchmarks.duplicates_data import Labels, Text, read_labels, read_texts
from benchmarks.near_copies import (
    TEMPLATES,
    in_other_type,
    is_unspaced,
    reprint,
    templated,
    update,
    with_footer,
)
from benchmarks.tables import write_table

_CANDIDATES = 10
_SAMPLE = {"dated": 200, "page": 280, "translated": 60, "corpus": 94}
_MADE_FROM = range(900, 25_000)
_REPORTS = 30
_SIZE = 100_000
# Shares of the sentences kept and of the words edited.
_REPRINTS = {
    "first 60–90 %, own first line and credits": ((0.6, 0.9), 0.0),
    "the same, 5 % of the words edited": ((0.6, 0.9), 0.05),
    "the same, 10 % of the words edited": ((0.6, 0.9), 0.1),
    "first 30–40 %, own first line and credits": ((0.3, 0.4), 0.0),
}


class Tally:
    """Pairs of one class by half: how many there are, and were taken for the same."""

    def __init__(self, name: str, wanted: str) -> None:
        self.name, self.wanted = name, wanted
        self.pairs = [0, 0]
        self.same = [0, 0]

    def add(self, half: int, same: bool) -> None:
        """Count a pair."""
        self.pairs[half] += 1
        self.same[half] += same

    def row(self) -> list[str]:
        """Its line of the table."""
        held_out = f"{self.same[1]:,} of {self.pairs[1]:,}"
        return [self.name, self.wanted, held_out, f"{sum(self.same):,} of {sum(self.pairs):,}"]


class Lookup:
    """Sketches in SQL, as an index would keep them."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.execute(
            "create table sketches (hash integer, article integer, "
            "primary key (hash, article)) without rowid"
        )

    def add(self, article: int, hashes: Iterable[int]) -> None:
        """Store an article's sketch."""
        rows = ((value, article) for value in hashes)
        self._db.executemany("insert or ignore into sketches values (?, ?)", rows)

    def candidates(self, hashes: Sequence[int]) -> list[int]:
        """Articles that share at least `MIN_SHARED` hashes, those that share most first."""
        found = self._db.execute(
            f"select article from sketches where hash in ({','.join('?' * len(hashes))}) "
            "group by article having count(*) >= ? order by count(*) desc limit ?",
            (*hashes, MIN_SHARED, _CANDIDATES),
        )
        return [article for (article,) in found]


def main() -> None:
    texts = read_texts(Path(os.environ["ASSISTANT_BENCH_DATA"]))
    lookup = Lookup()
    started = time.process_time()
    sketches = [sketch(article.text) for article in texts]
    sketching = (time.process_time() - started) / len(texts)
    for number, hashes in enumerate(sketches):
        lookup.add(number, hashes)
    tallies = [*_real(texts, sketches, lookup), *_copies(texts, lookup), *_others(texts)]
    title = f"Copies among {len(texts):,} articles"
    header = ["pairs", "the same", "taken for the same, held out", "both halves"]
    print(write_table("duplicates_pairs", title, header, [tally.row() for tally in tallies]))
    rows = _precision_and_recall(tallies)
    print(write_table("duplicates", title, ["", "held out", "both halves"], rows))
    rows = [["sketch of an article", f"{sketching * 1000:.1f} ms"], *_times(texts, sketches)]
    title = f"Looking up one article among {_SIZE:,}"
    print(write_table("duplicates_time", title, ["what", "processor time, mean"], rows))


def _precision_and_recall(tallies: list[Tally]) -> list[list[str]]:
    rows = [["precision"], ["recall"]]
    for count in (lambda halves: halves[1], sum):
        right = sum(count(t.same) for t in tallies if t.wanted == "all")
        wrong = sum(count(t.same) for t in tallies if t.wanted == "none")
        there = sum(count(t.pairs) for t in tallies if t.wanted == "all")
        rows[0].append(f"{right / (right + wrong):.4f}")
        rows[1].append(f"{right / there:.4f}")
    return rows


def _real(texts: list[Text], sketches: list[tuple[int, ...]], lookup: Lookup) -> list[Tally]:
    """All pairs of real articles, by what they are."""
    pairs = {(n, m) for n, hashes in enumerate(sketches) for m in lookup.candidates(hashes)}
    near = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    found = {(n, m) for n, m in near if same_text(texts[n].text, texts[m].text)}
    tallies = {
        "copy": Tally("real copies, as labelled", "all"),
        "later": Tally("real later versions and reports of one make, as labelled", "none"),
        "question": Tally("other articles found for the same question", "none"),
        "other": Tally("any other two articles", "none"),
        "either": Tally("real articles that are some of each, as labelled", "not judged"),
        "version": Tally("versions at one address", "not judged"),
    }
    labels = read_labels()
    halves = [_half(article.id) for article in texts]
    for n, m in combinations(range(len(texts)), 2):
        tally = tallies[_kind(texts[n], texts[m], labels)]
        tally.add(halves[n], (n, m) in found)
        if (n, m) in found and tally.wanted == "none":
            print(tally.name, "|", texts[n].url, "|", texts[m].url)
    return list(tallies.values())


def _kind(one: Text, other: Text, labels: Labels) -> str:
    if label := labels.get(frozenset((one.id, other.id))):
        return label
    if one.url == other.url and one.origin == "dated":
        return "version"
    return "question" if one.questions & other.questions else "other"


def _copies(texts: list[Text], lookup: Lookup) -> list[Tally]:
    """Copies made of real articles: whether the article is found, and what else is."""
    labels = read_labels()
    tallies = [Tally(f"made copies: {name}", "all") for name in ("other typography", *_REPRINTS)]
    unspaced = Tally("… of these in Chinese and Japanese", "not judged")
    strangers = Tally("other articles among those found for these copies", "none")
    for source in _sample(texts):
        half, rng = _half(source.id), Random(source.id)
        copies = [in_other_type(source.text, rng)]
        for kept, edited in _REPRINTS.values():
            opening = rng.choice(texts).text
            copies.append(reprint(source.text, rng.uniform(*kept), edited, opening, rng))
        for tally, copy in zip(tallies, copies, strict=True):
            near = [texts[n] for n in lookup.candidates(sketch(copy))]
            found = [article for article in near if same_text(copy, article.text)]
            tally.add(half, source in found)
            if is_unspaced(source.text):
                unspaced.add(half, source in found)
            for article in found:
                strangers.add(half, not _akin(source, article, labels))
    return [*tallies, unspaced, strangers]


def _akin(one: Text, other: Text, labels: Labels) -> bool:
    """Whether a copy of one may be found to be a copy of the other."""
    return one.url == other.url or frozenset((one.id, other.id)) in labels


def _sample(texts: list[Text]) -> list[Text]:
    """Articles of every set, and all that are in scripts without spaces."""
    fit = [t for t in texts if len(t.text) * (3 if is_unspaced(t.text) else 1) in _MADE_FROM]
    chosen = [article for article in fit if is_unspaced(article.text)]
    for origin, size in _SAMPLE.items():
        of_set = [article for article in fit if article.origin == origin]
        chosen += Random(origin).sample(of_set, min(size, len(of_set)))
    return list(dict.fromkeys(chosen))


def _others(texts: list[Text]) -> list[Tally]:
    """Texts that look alike and are not the same."""
    updates = Tally("made later versions: two figures changed", "none")
    for source in _sample(texts):
        if later := update(source.text, Random(source.id)):
            updates.add(_half(source.id), same_text(source.text, later))
    reports = Tally(f"reports of {len(TEMPLATES)} templates in 6 languages", "none")
    for name, template in TEMPLATES.items():
        rng = Random(name)
        _add_all(reports, name, [templated(template, rng) for _ in range(_REPORTS)])
    footed = Tally("short articles over one outlet's long footer", "none")
    _add_all(footed, "footer", [with_footer(t.text, 90) for t in _sample(texts)[:_REPORTS]])
    translations = Tally("translations of one document", "none")
    documents = sorted(t for t in texts if t.origin == "translated")
    for one, other in combinations(documents, 2):
        if one.url == other.url:
            translations.add(_half(one.id), same_text(one.text, other.text))
    return [updates, reports, footed, translations]


def _add_all(tally: Tally, name: str, texts: list[str]) -> None:
    for (n, one), (m, other) in combinations(enumerate(texts), 2):
        tally.add(_half(f"{name} {n} {m}"), same_text(one, other))


def _half(key: str) -> int:
    return int(content_id(key), 16) % 2


def _times(texts: list[Text], sketches: list[tuple[int, ...]]) -> list[list[str]]:
    """Times with as many articles as `_SIZE`: shaken copies of the real ones.

    Hashes that three or more articles share stay as they are, because what an outlet
    prints below all its articles recurs in a large index too.
    """
    shared = {v for v, n in Counter(v for hashes in sketches for v in hashes).items() if n > 2}
    lookup = Lookup()
    for number in range(_SIZE):
        turn, at = divmod(number, len(texts))
        lookup.add(number, (v if v in shared else v ^ turn for v in sketches[at]))
    asked = range(0, len(texts), len(texts) // 300)
    started = time.process_time()
    found = [lookup.candidates(sketches[at]) for at in asked]
    seconds = time.process_time() - started
    pairs = [
        (texts[at].text, texts[n % len(texts)].text)
        for at, ns in zip(asked, found, strict=True)
        for n in ns
    ]
    started = time.process_time()
    for one, other in pairs:
        same_text(one, other)
    compared = (time.process_time() - started) / len(pairs)
    return [
        ["candidates from SQL", f"{seconds / len(asked) * 1000:.1f} ms"],
        ["number of candidates, at most ten", f"{len(pairs) / len(asked):.1f}"],
        ["comparison with one candidate", f"{compared * 1000:.1f} ms"],
    ]


if __name__ == "__main__":
    typer.run(main)
