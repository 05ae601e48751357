"""What a local model keeps of its fixed prompts, and what becomes of it where files fail."""

import json

import pytest

from assistant.answering.models.llamacpp import LocalServer
from assistant.answering.models.warming import is_remembered, warm
from assistant.errors import ModelUnavailable
from tests.fakes import FakeModel, Reply, local_model


@pytest.fixture
def llm(server, tmp_path):
    return local_model(server, tmp_path)


def test_the_prompts_are_read_once(server, llm):
    assert not is_remembered(llm)
    warm(llm)
    assert is_remembered(llm)
    assert llm.server.is_warm
    asked = len(server.requests)
    llm.server.is_warm = False
    warm(llm)
    assert len(server.requests) == asked > 0


def test_what_was_kept_of_older_prompts_goes(llm):
    older = llm.server.states / "fake.sentence.older.state"
    older.touch()
    warm(llm)
    assert not older.exists()


def test_older_states_that_cannot_be_removed_are_in_nobodys_way(llm):
    (llm.server.states / "fake.sentence.older.state").mkdir()
    warm(llm)
    assert llm.server.is_warm
    assert is_remembered(llm)


def test_a_model_whose_file_is_gone_is_named_and_remembers_nothing(llm):
    llm.server.path.unlink()
    with pytest.raises(ModelUnavailable, match=r"fake\.gguf cannot be read"):
        warm(llm)
    assert not is_remembered(llm)


@pytest.mark.parametrize("saved", [True, False])
def test_where_no_state_can_be_kept_none_is(tmp_path, monkeypatch, saved):
    (tmp_path / "a.gguf").write_bytes(b"GGUF")
    local = LocalServer(tmp_path / "a.gguf", 1, 1024, tmp_path / "a.gguf" / "prompts")
    monkeypatch.setattr(local, "_slot", lambda *asked: saved)
    local.save(0, "a.state")
    local.close()
    assert not (local.states / "a.state").exists()


@pytest.mark.parametrize(("written", "kept"), [(0, False), (738_508, True)])
def test_a_state_for_which_the_disk_has_no_room_is_not_kept(
    server, tmp_path, monkeypatch, written, kept
):
    (tmp_path / "a.gguf").write_bytes(b"GGUF")
    local = LocalServer(tmp_path / "a.gguf", 1, 1024, tmp_path)
    monkeypatch.setattr(local, "address", lambda: server.url)

    def saved(request):
        (tmp_path / request.body["filename"]).touch()
        return Reply(page=json.dumps({"n_written": written}))

    server.replies(saved)
    with FakeModel() as proxy:
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, proxy.url)
        local.save(0, "a.state")
        assert proxy.requests == []
    local.close()
    assert (tmp_path / "a.state").exists() is kept
    assert not list(tmp_path.glob("*.partial"))


def test_what_a_killed_process_had_half_kept_goes(llm, monkeypatch):
    local = LocalServer(llm.server.path, 1, 1024, llm.server.states)

    def killed(_slot, _action, name):
        (local.states / name).touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(local, "_slot", killed)
    with pytest.raises(KeyboardInterrupt):
        local.save(0, "fake.sentence.new.state")
    local.close()
    assert list(llm.server.states.glob("*.partial"))
    warm(llm)
    assert not list(llm.server.states.glob("*.partial"))
