"""One ingest at a time, and what those who watch see of it."""

import asyncio
import threading
import time
from threading import Event

import pytest

from assistant.errors import SourceError
from assistant.index.ingestion import Progress
from assistant.intake import Taken
from assistant.ui.results import results
from assistant.ui.running import Run, Runner
from tests.conftest import eventually


def watched(runner: Runner) -> list[Run]:
    async def all_of() -> list[Run]:
        return [run async for run in runner.watch()]

    return asyncio.run(all_of())


def taken(outcome: str, count: int) -> list[Taken]:
    return [
        Taken.model_validate(
            {"item": f"https://a.example/{n}", "outcome": outcome, "note": f"#{n}"}
        )
        for n in range(count)
    ]


def until_stopped(progress: Progress, stop: Event) -> None:
    progress(1, 5, taken("added", 1))
    assert stop.wait(60)


def test_a_second_task_does_not_begin_before_the_first_has_ended() -> None:
    runner = Runner()
    assert runner.start("first", until_stopped)
    assert not runner.start("second", until_stopped)
    runner.stop()
    assert watched(runner)[-1].stage == "stopped"
    assert runner.start("third", lambda progress, stop: None)
    assert watched(runner)[-1].title == "third"


def test_what_was_in_before_the_stop_is_in_the_result() -> None:
    runner = Runner()
    runner.start("endless", until_stopped)
    runner.stop()
    last = watched(runner)[-1]
    assert (last.items, last.passages, last.counts) == (1, 5, {"added": 1})
    assert "Stopped. What is in stays in" in results(last)
    runner.stop()
    assert runner.last == last


def test_those_who_come_late_see_the_last_result_at_once() -> None:
    runner = Runner()
    assert watched(runner) == []
    runner.start("short", lambda progress, stop: progress(1, 1, taken("added", 1)))
    first = watched(runner)[-1]
    assert watched(runner) == [first]


def test_an_expected_failure_is_told_in_its_own_words() -> None:
    def fail(progress: Progress, stop: Event) -> None:
        progress(1, 1, taken("added", 1))
        raise SourceError("The disk is full. Make room.")

    runner = Runner()
    runner.start("doomed", fail)
    last = watched(runner)[-1]
    assert (last.stage, last.failure, last.items) == ("failed", "The disk is full. Make room.", 1)


def test_a_bug_ends_the_run_and_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda told: raised.append(told.exc_type))

    def stumble(progress: Progress, stop: Event) -> None:
        raise ZeroDivisionError

    runner = Runner()
    runner.start("buggy", stumble)
    last = watched(runner)[-1]
    assert last.stage == "failed"
    assert "fault of the program" in last.failure
    eventually(lambda: raised == [ZeroDivisionError])


def test_only_the_last_few_hundred_are_shown_and_all_are_counted() -> None:
    run = Run(title="many")
    for step in range(10):
        run = run.grown(200 * step, 0, taken("added", 100) + taken("skipped", 100))
    assert run.counts == {"added": 1000, "skipped": 1000}
    assert (len(run.taken), len(run.left_out)) == (300, 300)
    page = results(run)
    assert page.count("<li") == 600
    assert "Left out · the last 300 of 1,000" in page


def test_failures_are_not_pushed_out_by_successes() -> None:
    run = Run(title="many").grown(1, 0, taken("skipped", 1)).grown(2, 0, taken("added", 5000))
    assert [one.outcome for one in run.left_out] == ["skipped"]


def test_the_state_is_one_line() -> None:
    some = [*taken("added", 2), *taken("reprint", 1), *taken("skipped", 3)]
    run = Run(title="t", total=40).grown(6, 1500, some)
    assert "6 of 40 read · 2 added, 1 reprint, 3 left out · 1,500 passages embedded" in results(run)
    done = run.model_copy(update={"stage": "done"})
    assert "Done. 6 of 40 read" in results(done)
    assert "data-running" in results(run)
    assert "data-running" not in results(done)


def test_the_bar_is_full_when_all_is_read_and_says_nothing_where_the_end_is_unknown() -> None:
    assert 'max="4" value="3"' in results(Run(title="files", total=4, items=3))
    assert 'aria-label="Progress"></progress>' in results(Run(title="site", items=3))


def test_nobody_has_run_anything_yet() -> None:
    assert results(None) == ""


def test_the_end_of_the_program_stops_what_runs_and_waits_for_it() -> None:
    ended = Event()

    def slow(progress: Progress, stop: Event) -> None:
        assert stop.wait(60)
        time.sleep(0.2)
        ended.set()

    runner = Runner()
    runner.end()
    runner.start("slow", slow)
    runner.end()
    assert ended.is_set()
