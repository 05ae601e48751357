"""The pictures of a report, as SVG that takes its colours from the page around it."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from assistant.evaluation.cases import Case
from assistant.evaluation.measuring.losses import LOSSES, loss
from assistant.evaluation.measuring.refusal import confidence_and_outcome, reliability

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Stand-ins, put in by matplotlib and replaced by variables of the style sheet.
_INK, _FAINT, _ACCENT, _GOOD, _BAD = "#010101", "#020202", "#030303", "#040404", "#050505"
_COLOURS = {_INK: "ink", _FAINT: "faint", _ACCENT: "accent", _GOOD: "good", _BAD: "bad"}
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "assistant",
    "font.size": 9,
    "text.color": _INK,
    "axes.edgecolor": _FAINT,
    "axes.unicode_minus": False,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _FAINT,
    "ytick.color": _FAINT,
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
    "legend.frameon": False,
}


def plots(cases: Sequence[Case]) -> Iterator[tuple[str, Markup]]:
    """Titles and pictures, leaving out those that there is nothing to draw for."""
    drawn = {
        "Where answers were lost": _losses,
        "Is the confidence right?": _reliability,
        "Best evidence, by whether it answers": _distributions,
        "Waiting": _waiting,
    }
    for title, draw in drawn.items():
        if svg := _svg(draw, title, cases):
            yield title, svg


def _svg(
    draw: "Callable[[Axes, Sequence[Case]], bool]", title: str, cases: Sequence[Case]
) -> Markup | None:
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        figure = Figure(figsize=(5.2, 3.0), layout="constrained")
        if not draw(figure.add_subplot(), cases):
            return None
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    for stand_in, name in _COLOURS.items():
        svg = svg.replace(stand_in, f"var(--{name})")
    # Identifiers are unique within one picture only.
    prefix = re.sub(r"\W+", "-", title.lower())
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}", svg)
    return Markup(svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1))


def _losses(axes: "Axes", cases: Sequence[Case]) -> bool:
    lost = [loss(c) for c in cases]
    counts = [lost.count(name) for name in LOSSES]
    bars = axes.barh(range(len(LOSSES)), counts, color=_BAD, height=0.62)
    axes.bar_label(bars, padding=3)
    axes.set_yticks(range(len(LOSSES)), LOSSES)
    axes.invert_yaxis()
    axes.set_xlabel(f"questions, of {len(cases)}")
    axes.set_xlim(0, max(counts) * 1.15 or 1)
    return any(counts)


def _reliability(axes: "Axes", cases: Sequence[Case]) -> bool:
    told = [pair for c in cases if (pair := confidence_and_outcome(c))]
    if not told:
        return False
    bins = reliability(told)
    axes.plot([0, 1], [0, 1], color=_FAINT, linewidth=1, linestyle=(0, (4, 3)))
    x, y = [b.confidence for b in bins], [b.outcome for b in bins]
    axes.plot(x, y, color=_ACCENT, marker="o", linewidth=1.5)
    for b in bins:
        axes.annotate(
            str(b.count),
            (b.confidence, b.outcome),
            (5, -11),
            textcoords="offset points",
            color=_FAINT,
        )
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.08, 1.05))
    axes.set(xlabel="confidence that the evidence answers", ylabel="share where it does")
    return True


def _distributions(axes: "Axes", cases: Sequence[Case]) -> bool:
    best = [
        (c.answer.evidence[0].score, told[1])
        for c in cases
        if c.answer and c.answer.evidence and (told := confidence_and_outcome(c))
    ]
    if not best:
        return False
    low, high = min(best)[0], max(best)[0]
    for answers, colour, label in ((True, _GOOD, "it answers"), (False, _BAD, "it does not")):
        values = [score for score, does in best if does is answers]
        axes.hist(
            values, bins=24, range=(low, high or 1), histtype="stepfilled", alpha=0.45,
            color=colour, label=f"{label} ({len(values)})",
        )  # fmt: skip
    axes.set(xlabel="score of the best sentence", ylabel="questions")
    axes.legend()
    return True


def _waiting(axes: "Axes", cases: Sequence[Case]) -> bool:
    timings = [c.answer.timings for c in cases if c.answer]
    curves = {
        "evidence": (_GOOD, [t.retrieve_ms for t in timings]),
        "first word": (_ACCENT, [t.first_token_ms for t in timings]),
        "whole answer": (_INK, [t.total_ms for t in timings]),
    }
    known = {name: (c, [v / 1000 for v in vs if v]) for name, (c, vs) in curves.items()}
    for name, (colour, seconds) in known.items():
        if seconds:
            axes.ecdf(seconds, color=colour, label=name, linewidth=1.5)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set(xlabel="seconds", ylabel="share of the questions", ylim=(0, 1.02))
    axes.legend(loc="lower right")
    return any(seconds for _, seconds in known.values())
