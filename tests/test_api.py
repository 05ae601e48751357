import os
import subprocess
import sys

import pytest

import assistant
from assistant import Assistant, api
from assistant.answering import assistant as answering
from assistant.errors import IndexStoreError, QuestionError
from assistant.settings import Settings
from assistant.types import Filters
from tests.conftest import open_assistant, write


@pytest.fixture
def opened(embedder, monkeypatch):
    """The assistants that were opened, all with the one embedding model."""
    made = []

    def opening(settings):
        made.append(open_assistant(settings, embedder))
        return made[-1]

    monkeypatch.setattr(api, "Assistant", opening)
    api._assistant.cache_clear()
    yield made
    api._assistant.cache_clear()


def test_two_calls_do_it_all(opened, settings, tmp_path):
    folder = tmp_path / "in"
    write(folder, "club", "The rowing club of Marenholt won the autumn race on the river.")
    wide = Settings(**settings.model_dump(exclude_unset=True), answer_threshold=0)
    assert assistant.ingest([str(folder)], wide).added == 1
    answer = assistant.answer("Who won the autumn race?", settings=wide)
    assert answer.done
    assert answer.citations[0].quote in answer.text
    elsewhere = Filters(sources=("Nobody",))
    assert not assistant.answer("Who won?", filters=elsewhere, settings=wide).evidence
    assert len(opened) == 1


def test_other_settings_open_another_index(opened, settings, tmp_path):
    other = Settings(data_dir=tmp_path / "other", model="extractive")
    for chosen in (settings, other):
        assert assistant.answer("Who?", settings=chosen).outcome == "unanswerable"
    assert len(opened) == 2


def test_settings_come_from_the_environment_when_none_are_given(opened, monkeypatch, tmp_path):
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("ASSISTANT_MODEL", "extractive")
    assert assistant.answer("Who?").model == "extractive"
    assert opened[0].settings.data_dir == tmp_path / "elsewhere"


def test_a_missing_folder_is_reported_and_a_bad_question_or_place_is_an_error(
    opened, settings, tmp_path
):
    (skipped,) = assistant.ingest([tmp_path / "nowhere"], settings).skipped
    assert "nowhere" in skipped.item
    with pytest.raises(QuestionError):
        assistant.answer(" ", settings=settings)
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexStoreError):
        assistant.answer("Who?", settings=Settings(data_dir=tmp_path / "file"))


def test_halves_of_characters_in_a_question_are_passed_over(opened, settings):
    answer = assistant.answer("Qu\udce9 dijo \ud83d\ude00?", settings=settings)
    assert answer.question == "Qu� dijo 😀?"
    assert opened[0].search("Qu\udce9") == []


def test_one_target_is_taken_as_it_is(opened, settings, tmp_path):
    write(tmp_path / "in", "club", "The rowing club of Marenholt won the autumn race.")
    assert assistant.ingest(str(tmp_path / "in"), settings).added == 1
    assert assistant.ingest(tmp_path / "in", settings).unchanged == 1


def test_quoting_is_ready_before_anything_is_loaded(settings):
    assert Assistant(settings).status().model_ready
    asking = Settings(data_dir=settings.data_dir, model="openai-compatible/x")
    assert not Assistant(asking).status().model_ready


def test_what_a_notebook_completes_are_the_public_names():
    assert dir(assistant) == sorted(assistant.__all__)


def test_the_public_class_is_the_one_that_interfaces_use():
    assert assistant.Assistant is answering.Assistant


_ENDS_EARLY = """
import time
from assistant import Assistant, Settings
from assistant.index.models import EmbeddedE5

read = EmbeddedE5.embed_query

def long(self, question):
    for _ in range(10 if question == "warm-up" else 0):
        read(self, "word " * 400)
    return read(self, question)

EmbeddedE5.embed_query = long
Assistant.open(Settings(data_dir={data_dir!r}, model="extractive"))
time.sleep(1)
"""


def test_a_script_that_ends_while_the_assistant_still_loads_ends_quietly(samples):
    script = _ENDS_EARLY.format(data_dir=str(samples.settings.data_dir))
    line = [sys.executable, "-c", script]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


_FORKS = """
import os, signal
from assistant import Assistant, AssistantError, Settings

assistant = Assistant(Settings(data_dir={data_dir!r}, model="extractive"))
assistant.search("Putin")
if os.fork():
    os.wait()
else:
    signal.alarm(60)  # or it would wait for ever
    try:
        assistant.search("Putin")
    except AssistantError as error:
        print(error, flush=True)
    os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_process_that_was_forked_is_told_to_open_its_own(samples):
    script = _FORKS.format(data_dir=str(samples.settings.data_dir))
    line = [sys.executable, "-c", script]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert "was opened before this process was forked" in done.stdout
