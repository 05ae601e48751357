"""Measure the public sets: `python -m benchmarks.public_sets [SET…] --half tune`.

Tables of the report half with all systems go to benchmarks/results; anything else is
printed only. Vectors of texts are kept in the cache folder, indexes made anew.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from benchmarks.public_sets.reading import HALVES, Half
from benchmarks.public_sets.running import Bench
from benchmarks.public_sets.systems import SYSTEMS

SETS = (
    "cross_lingual_it", "news_headlines", "news_translations", "dated_news", "claim_support",
    "conversations",
)  # fmt: skip
_CACHE = Path(platformdirs.user_cache_dir("news-assistant")) / "public_sets"


def main(  # noqa: PLR0913, PLR0917 - one parameter an option
    data: Annotated[Path, typer.Option(envvar="ASSISTANT_BENCH_DATA")],
    sets: Annotated[list[str] | None, typer.Argument(help=", ".join(SETS))] = None,
    cache: Annotated[Path, typer.Option(help="Where vectors are kept.")] = _CACHE,
    half: Annotated[str, typer.Option(help=", ".join(HALVES))] = "report",
    system: Annotated[list[str] | None, typer.Option(help=", ".join(SYSTEMS))] = None,
    model: Annotated[list[str] | None, typer.Option(help="Rewrites follow-ups.")] = None,
    sample: Annotated[float, typer.Option(help="Share of dated_news and conversations.")] = 1.0,
    answers: Annotated[int, typer.Option(help="A model answers so many questions.")] = 0,
) -> None:
    chosen: Half = next(h for h in HALVES if h == half)
    chosen_systems, models = tuple(system or SYSTEMS), tuple(model or ["extractive"])
    bench = Bench(data, cache, chosen, chosen_systems, models, sample, answers)
    for name in sets or SETS:
        measure: Callable[[Bench], str] = import_module(f"benchmarks.public_sets.{name}").measure
        print(measure(bench), flush=True)


if __name__ == "__main__":
    typer.run(main)
