"""What the `assistant` command shows on a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from assistant.articles.revisions import changes
from assistant.cli import options
from assistant.intake import IngestReport
from assistant.types import Answer, Article, Citation, Dated, Evidence, Hit, Status
from assistant.weights.catalogue import CATALOGUE

if TYPE_CHECKING:
    from assistant.feeds.subscriptions import Subscription
    from assistant.feeds.updating import FeedReport

_VERDICTS = {
    "supported": ("", ""),
    "partly": (" (partly supported)", "yellow"),
    "unsupported": (" (not supported)", "red"),
}
_COLOURS = ("cyan", "magenta", "green", "blue", "yellow")


def report_lines(report: IngestReport) -> Iterator[str]:
    """A line of counts, then one for each input that was left out."""
    reprints = f", {report.reprints} reprints" if report.reprints else ""
    removal = f", {report.removed} removed" if report.removed else ""
    yield (
        f"{report.added} added, {report.updated} updated{reprints}, {report.unchanged} "
        f"unchanged{removal}; {report.passages} passages embedded."
    )
    for skipped in report.skipped:
        yield f"  left out: {skipped.item}: {skipped.reason}"


def feed_lines(reports: Iterable["FeedReport"]) -> Iterator[Text]:
    """What a round brought of each feed."""
    for feed in reports:
        yield Text.assemble(options.line(feed.title or feed.url), style="bold")
        for line in [f"  {feed.failure}"] if feed.failure else report_lines(feed.report):
            yield options.line(line)


def feed_table(feeds: Iterable["Subscription"]) -> Table:
    """The feeds that are followed, and how the last round went."""
    table = Table("Title", "Address", "Checked", "Failure", box=None)
    for f in feeds:
        checked = f"{f.checked_at:%Y-%m-%d %H:%M}" if f.checked_at else "never"
        title, url, failure = map(options.line, (f.title or "?", f.url, f.failure or ""))
        table.add_row(title, url, checked, failure)
    return table


def article_lines(articles: Iterable[Article]) -> Iterator[Text]:
    """Each article whole: its fields, one a line, then its text."""
    for article in articles:
        fields = article.model_dump(mode="json", exclude={"text", "published", "modified"})
        dates = [("published", _stated(article.published)), ("modified", _stated(article.modified))]
        for name, value in [*fields.items(), *dates]:
            shown = ", ".join(value) if isinstance(value, list) else value
            told = options.line(str(shown or "unknown"))
            yield Text.assemble((f"{name.replace('_', ' ')}: ", "dim"), told)
        yield Text(f"\n{article.text}\n")


def history_lines(versions: Sequence[Article]) -> Iterator[Text]:
    """The versions of an article, each with the sentences that it lost and won."""
    for before, after in pairwise([None, *versions]):
        assert after
        when = after.modified or after.published
        stamp = f"{when or 'undated'}, fetched {after.fetched_at:%Y-%m-%d %H:%M}"
        yield Text.assemble((after.id, "bold"), f"  {after.title}  ", (stamp, "dim"))
        for mark, sentence in changes(before, after) if before else ():
            yield Text(f"  {mark} {sentence}", "red" if mark == "-" else "green")


def show_answer(snapshots: Iterable[Answer], console: Console) -> None:
    """Stream an answer: evidence first, then the text as it grows, then the sources."""
    last = None
    with Live(console=console, transient=True, refresh_per_second=12) as live:
        for last in snapshots:
            live.update(_in_progress(last))
    if last:
        console.print(_finished(last))


def hit_lines(hits: Sequence[Hit]) -> Iterator[Text]:
    """Each hit: its score, where it stands, and its text."""
    for rank, hit in enumerate(hits, start=1):
        p = hit.passage
        date = p.published.date() if p.published else "date unknown"
        yield Text.assemble(
            (f"{rank:>2}. ", "bold"),
            (p.title, "bold"),
            (f"  {p.source or 'source unknown'}, {date}, {p.language or '?'}", "dim"),
            (f"  {hit.score:.2f} {p.article_id}:{p.start}-{p.end}\n", "dim"),
            p.text + "\n",
        )


def listed_lines(articles: Iterable[Article]) -> Iterator[Text]:
    """A line for each article, whole on any terminal, after the id that other commands take."""
    for a in articles:
        source, date = a.source or "source unknown", a.published or "date unknown"
        about = f"  {source}, {date}, {a.language or '?'}"
        yield Text.assemble((f"{a.id}  ", "bold"), a.title, (about, "dim"))


def status_table(status: Status) -> Table:
    """The fields of a status, one a row; a command has no model loaded, so not whether it is."""
    table = Table(box=None, show_header=False)
    for name, value in status:
        if name == "model_ready":
            continue
        shown = value
        if isinstance(value, dict):
            shown = ", ".join(f"{k or 'unknown'} {n}" for k, n in sorted(value.items()))
        table.add_row(name.replace("_", " "), Text(str(shown)))
    return table


def weights_table(states: Mapping[str, str], folder: Path) -> Table:
    """Weights by name, with their state, size and licence."""
    table = Table("Name", "State", "MB", "Licence", "What", box=None, title=Text(str(folder)))
    for name, state in states.items():
        w = CATALOGUE[name]
        table.add_row(name, state, str(w.size // 1_000_000), w.licence, w.title)
    return table


def _stated(day: Dated | None) -> str | None:
    return f"{day} ({day.origin})" if day else None


def _in_progress(answer: Answer) -> Group:
    evidence = [_evidence_line(e) for e in answer.evidence] if not answer.text else []
    return Group(*_facts(answer), *evidence, Text(answer.text))


def _facts(answer: Answer) -> list[Text]:
    return [Text(" · ".join(answer.facts), "dim")] if answer.facts else []


def _evidence_line(e: Evidence) -> Text:
    return Text.assemble(("· ", "dim"), (e.sentence.text, "dim"), (f"  {e.source or ''}", "dim"))


def _finished(answer: Answer) -> Group:
    """Statements with coloured numbers, then what the numbers stand for."""
    text = Text()
    for statement in answer.statements:
        verdict, style = _VERDICTS[statement.verdict]
        text.append(statement.text, style)
        for number in statement.citations:
            text.append(f" [{number}]", _colour(number))
        text.append(verdict, style)
        text.append(" (translated)\n" if statement.translated else "\n", "dim")
        if statement.gloss:
            text.append(f"    {statement.gloss} (rough translation, may be wrong)\n", "dim")
    if not answer.statements:
        text.append(f"{answer.text}\n", "bold")
    notes = [Text(n, "yellow") for n in answer.notes]
    if answer.outcome == "unanswerable" and answer.evidence:
        nearest = [Text("\nNearest coverage:", "dim"), *map(_evidence_line, answer.evidence[:3])]
    else:
        nearest = []
    return Group(*_facts(answer), text, *notes, *map(_source, answer.citations), *nearest)


def _source(c: Citation) -> Text:
    date = c.published or "date unknown"
    return Text.assemble(
        (f"[{c.number}] ", _colour(c.number)),
        (c.title, "bold"),
        (f"  {_outlets(c)}, {date}, {c.language or '?'}\n", "dim"),
        f"    {c.quote}",
        (f" — {c.speaker}" if c.speaker else "", "dim"),
    )


def _outlets(c: Citation) -> str:
    also = f" (also in {', '.join(c.also_in)})" if c.also_in else ""
    return f"{c.source or 'source unknown'}{also}"


def _colour(number: int) -> str:
    return f"bold {_COLOURS[(number - 1) % len(_COLOURS)]}"
