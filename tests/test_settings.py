from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, provider_key


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ASSISTANT_CACHE_DIR", raising=False)


def test_the_defaults_need_nothing():
    settings = Settings()
    assert (settings.model, settings.embedding_model) == ("embedded", "embedded")
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)


def test_arguments_win_over_environment_over_env_file_over_toml_over_defaults(
    tmp_path, monkeypatch
):
    (tmp_path / "assistant.toml").write_text("top_k = 1\nport = 1\nthreads = 1\ntimeout = 1\n")
    (tmp_path / ".env").write_text("ASSISTANT_TOP_K=2\nASSISTANT_PORT=2\nASSISTANT_THREADS=2\n")
    monkeypatch.setenv("ASSISTANT_TOP_K", "3")
    monkeypatch.setenv("ASSISTANT_PORT", "3")
    settings = Settings(top_k=4)
    found = settings.top_k, settings.port, settings.threads, settings.timeout
    assert found == (4, 3, 2, 1)
    assert settings.evidence_sentences == 6


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        ("assistant.toml", "topk = 3\n", "topk"),
        ("assistant.toml", "[embedding]\nmodel = 'x'\n", "embedding"),
        (".env", "ASSISTANT_TOPK=3\n", "topk"),
        ("assistant.toml", "top_k = 'many'\n", "top_k"),
        (".env", "ASSISTANT_PORT=70000\n", "port"),
    ],
)
def test_a_key_that_is_unknown_or_does_not_fit_is_named(tmp_path, file, text, key):
    (tmp_path / file).write_text(text)
    with pytest.raises(SettingsError, match=key) as error:
        Settings()
    assert "\n" not in str(error.value)


def test_an_unknown_argument_is_named():
    with pytest.raises(SettingsError, match="modle"):
        Settings(modle="extractive")


def test_several_faults_are_told_together():
    with pytest.raises(SettingsError, match=r"top_k.*port"):
        Settings(top_k=0, port=-1)


def test_a_file_that_is_no_toml_is_a_settings_error(tmp_path):
    (tmp_path / "assistant.toml").write_text("top_k = \n")
    with pytest.raises(SettingsError, match=r"assistant\.toml"):
        Settings()


@pytest.mark.parametrize("content", [b"top_k = 7 # \xff", b"top_k = "])
def test_only_what_is_wrong_with_the_file_is_said_of_it(tmp_path, monkeypatch, content):
    monkeypatch.setenv("ASSISTANT_FIELDS", "text=artikel")
    with pytest.raises(SettingsError, match="fields") as error:
        Settings()
    assert "toml" not in str(error.value)
    (tmp_path / "assistant.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"assistant\.toml cannot be read"):
        Settings()


@pytest.mark.parametrize(
    ("stated", "hosts"),
    [
        ("wiki.corp", ("wiki.corp",)),
        ("wiki.corp, 10.0.0.1 ,", ("wiki.corp", "10.0.0.1")),
        ('["wiki.corp", "10.0.0.1"]', ("wiki.corp", "10.0.0.1")),
    ],
)
def test_hosts_are_named_with_commas_or_as_a_list(tmp_path, monkeypatch, stated, hosts):
    (tmp_path / ".env").write_text(f"ASSISTANT_ALLOWED_HOSTS={stated}\n")
    assert Settings().allowed_hosts == hosts
    (tmp_path / ".env").unlink()
    monkeypatch.setenv("ASSISTANT_ALLOWED_HOSTS", stated)
    assert Settings().allowed_hosts == hosts


def test_a_list_of_hosts_that_breaks_off_is_named(monkeypatch):
    monkeypatch.setenv("ASSISTANT_ALLOWED_HOSTS", '["wiki.corp"')
    with pytest.raises(SettingsError, match="allowed_hosts"):
        Settings()


def test_a_tilde_is_the_home_folder_wherever_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")
    (tmp_path / ".env").write_text("ASSISTANT_DATA_DIR=~/news\n")
    (tmp_path / "assistant.toml").write_text("cache_dir = '~/weights'\n")
    found = Settings()
    assert (found.data_dir, found.cache_dir) == (Path("/home/ada/news"), Path("/home/ada/weights"))
    assert Settings(data_dir=Path("~/old")).data_dir == Path("/home/ada/old")
    assert Settings(data_dir=Path("~nobody-such/a")).data_dir == Path("~nobody-such/a")


def test_an_unknown_variable_is_named(monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODLE", "extractive")
    with pytest.raises(SettingsError, match="no setting ASSISTANT_MODLE"):
        Settings()


def test_other_programs_may_have_their_lines_in_the_dotenv_file(tmp_path):
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-theirs\nASSISTANT_TOP_K=7\n")
    assert Settings().top_k == 7
    (tmp_path / ".env").write_text("ASSISTANT_TOP_Q=7\n")
    with pytest.raises(SettingsError, match="top_q"):
        Settings()


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODEL", "")
    assert Settings().model == "embedded"


def test_the_key_is_never_shown(monkeypatch):
    monkeypatch.setenv("ASSISTANT_API_KEY", "sk-secret")
    settings = Settings()
    assert settings.api_key.get_secret_value() == "sk-secret"
    shown = [repr(settings), str(settings), settings.model_dump_json(), str(settings.model_dump())]
    assert not any("sk-secret" in s for s in shown)
    with pytest.raises(SettingsError) as error:
        Settings(top_k=0)
    assert "sk-secret" not in f"{error.value}"


@pytest.mark.parametrize("around", ["{}\n", "{}\r", "  {}\t"])
def test_space_around_a_key_is_no_part_of_it(tmp_path, monkeypatch, around):
    monkeypatch.setenv("ASSISTANT_API_KEY", around.format("sk-own"))
    monkeypatch.setenv("OPENAI_API_KEY", around.format("sk-theirs"))
    assert Settings().api_key.get_secret_value() == "sk-own"
    assert provider_key("OPENAI_API_KEY") == "sk-theirs"
    (tmp_path / ".env").write_text("ANTHROPIC_API_KEY='sk-file '\n")
    assert provider_key("ANTHROPIC_API_KEY") == "sk-file"


def test_settings_cannot_be_changed_and_equal_ones_are_one_key():
    with pytest.raises(ValueError, match="frozen"):
        Settings().model = "extractive"
    assert len({Settings(top_k=3), Settings(top_k=3), Settings(top_k=4)}) == 2


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that fails when read")
@pytest.mark.parametrize("file", [".env", "assistant.toml"])
def test_a_file_of_settings_that_cannot_be_read_is_a_settings_error(tmp_path, file):
    (tmp_path / file).symlink_to("/proc/self/mem")  # a plain file whose first byte is an error
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings()
