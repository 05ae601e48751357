"""Which days are written out in what is shown to models and readers."""

from datetime import datetime, timezone

import pytest

from assistant.answering.checking.dated import dated
from assistant.answering.checking.figures import missing_figures
from assistant.types import Dated
from tests.conftest import evidence

TEXT = "Il ministro Bianchi ha firmato ieri, e il voto è giovedì."


def said_by(speaker, text=TEXT, **fields):
    found = evidence(text, "it", **fields)
    return found.model_copy(
        update={"sentence": found.sentence.model_copy(update={"speaker": speaker})}
    )


def at(hour):
    moment = datetime(2026, 2, 4, hour, 30, tzinfo=timezone.utc)
    return Dated(at=moment, precision="minute", origin="meta")


@pytest.mark.parametrize("speaker", [None, "Anna Bianchi"])
def test_yesterday_and_thursday_have_their_dates(speaker):
    expected = "ieri (3 febbraio 2026), e il voto è giovedì (5 febbraio 2026)."
    assert dated(said_by(speaker)).endswith(expected)


def test_who_speaks_on_unnamed_may_mean_another_yesterday():
    assert dated(said_by("Carlo Fontana")).endswith("ieri, e il voto è giovedì (5 febbraio 2026).")


@pytest.mark.parametrize(("hour", "is_sure"), [(7, False), (8, True), (14, True), (15, False)])
def test_where_it_was_another_day_elsewhere_yesterday_is_left_open(hour, is_sure):
    assert ("ieri (3 febbraio 2026)" in dated(said_by(None, published=at(hour)))) is is_sure


def test_a_statement_may_give_the_date_that_yesterday_was():
    cited = [said_by(None)]
    assert missing_figures("He signed on 3 February.", "en", cited) == []
    assert missing_figures("He signed on 2 February.", "en", cited) != []
