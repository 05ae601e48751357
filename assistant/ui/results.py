"""What became of everything that was added, as safe HTML."""

from collections.abc import Sequence

from markupsafe import Markup

from assistant.intake import Taken
from assistant.ui import labels
from assistant.ui.running import Run

_STAGES = {
    "running": "",
    "stopping": "Stopping after what is in hand.",
    "stopped": "Stopped. What is in stays in; add the same again to go on from here.",
    "done": "Done.",
    "failed": "Ended early. What is in stays in.",
}
_NONE = Markup("")


def results(run: Run | None) -> Markup:
    """Render how far a run is, what it came to, and a line for each of the last items."""
    if run is None:
        return _NONE
    left_out = run.counts.get("skipped", 0)
    return Markup(
        '<section class="run"{}><header><h2 dir="auto">{}</h2>{}{}{}</header>{}{}</section>'
    ).format(
        Markup(" data-running") if run.active else "",
        run.title,
        _bar(run) if run.active else "",
        Markup('<p role="status">{}</p>').format(_state(run)),
        Markup('<p class="failure" role="alert">{}</p>').format(run.failure) if run.failure else "",
        _lines("Left out", run.left_out, left_out),
        _lines("Articles", run.taken, sum(run.counts.values()) - left_out),
    )


def _bar(run: Run) -> Markup:
    if run.total is None:
        return Markup('<progress aria-label="Progress"></progress>')
    bar = Markup('<progress aria-label="Progress" max="{}" value="{}"></progress>')
    return bar.format(run.total, run.items)


def _state(run: Run) -> str:
    """`12 of 40 read · 9 added, 1 reprint, 2 left out · 31 passages embedded`."""
    counts = [
        _count(run.counts.get("added"), "added"),
        _count(run.counts.get("updated"), "updated"),
        _count(run.counts.get("reprint"), "reprint", "reprints"),
        _count(run.counts.get("unchanged"), "unchanged"),
        _count(run.counts.get("skipped"), "left out"),
    ]
    facts = [
        f"{run.items:,}{f' of {run.total:,}' if run.total else ''} read",
        ", ".join(filter(None, counts)),
        _count(run.passages, "passage embedded", "passages embedded"),
    ]
    return f"{_STAGES[run.stage]} {' · '.join(filter(None, facts))}".strip()


def _count(count: int | None, one: str, many: str = "") -> str:
    """`1,500 reprints`, and nothing of none."""
    return f"{count:,} {one if count == 1 else many or one}" if count else ""


def _lines(title: str, taken: Sequence[Taken], count: int) -> Markup:
    """Render the last items, the newest first."""
    if not taken:
        return _NONE
    shown = f"{count:,}" if count == len(taken) else f"the last {len(taken)} of {count:,}"
    return Markup('<h3>{} · {}</h3><ol class="taken">{}</ol>').format(
        title, shown, _NONE.join(_line(one) for one in reversed(taken))
    )


def _line(one: Taken) -> Markup:
    """Render an article by its title and address, an input that was left out with the reason."""
    address = labels.link(one.item, one.item)
    if one.outcome == "skipped":
        return Markup('<li><p class="item">{}</p><p class="why" dir="auto">{}</p></li>').format(
            address, one.note
        )
    what = Markup('<p class="what" dir="auto">{}</p>').format(one.note) if one.note else ""
    return Markup(
        '<li class="{0}"><span class="outcome">{0}</span><div>{1}<p class="item">{2}</p></div></li>'
    ).format(one.outcome, what, address)
