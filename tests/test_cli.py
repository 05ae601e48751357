"""The `assistant` command, as a person or a script calls it."""

import io
import json
import signal
import socket
import subprocess
import sys

import pytest

from assistant import cli
from assistant.index import index as indexing
from assistant.types import Answer, Article, Dated, Hit, Status
from tests.conftest import CORPUS, SAMPLES, write

CLUB = "The rowing club of Marenholt won the autumn race on the river. Its crew was young."
PUTIN = "Putin ha proposto di prolungare di un anno il trattato New START. Washington tace."


@pytest.fixture
def run(embedder, monkeypatch, tmp_path, capsys):
    """Run the command over an index of its own; returns exit code, stdout and stderr."""
    monkeypatch.setattr(indexing, "open_embedder", lambda settings: embedder)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ASSISTANT_MODEL", "extractive")
    monkeypatch.setenv("ASSISTANT_ANSWER_THRESHOLD", "0")

    def running(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return running


@pytest.fixture
def folder(run, tmp_path):
    """Two articles in a folder and in the index."""
    write(tmp_path / "in", "club", CLUB, source="Gazette")
    write(tmp_path / "in", "call", PUTIN, "it", published="2026-02-05")
    assert run("ingest", tmp_path / "in")[0] == 0
    return tmp_path / "in"


def failed(result: tuple[int, str, str], *words: str) -> None:
    """It was one line on stderr that has the words, nothing on stdout, and exit code 1."""
    code, out, err = result
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("Error: ")
    assert "Traceback" not in err
    for word in words:
        assert word in err


def test_ingest_reports_what_it_did_and_what_it_left_out(run, tmp_path):
    write(tmp_path / "in", "club", CLUB)
    (tmp_path / "in" / "empty [red] [x].md").write_text("")
    code, out, err = run("ingest", tmp_path / "in", tmp_path / "nowhere")
    assert (code, out) == (0, "")
    assert "1 added, 0 updated, 0 unchanged; 1 passages embedded." in err
    assert "empty [red] [x].md: it is empty" in err
    assert "nowhere: there is no such file or folder" in err
    assert "1 unchanged; 0 passages" in run("ingest", tmp_path / "in")[2]


def test_ingest_of_nothing_fails_and_names_what_is_missing(run, tmp_path):
    code, out, err = run("ingest", tmp_path / "nowhere")
    assert (code, out) == (1, "")
    assert "nowhere: there is no such file or folder" in err


def test_ingest_with_prune_removes_articles_of_files_that_are_gone(run, folder, tmp_path):
    write(tmp_path / "other", "museum", "The clock museum in Brenn opens again in March.")
    run("ingest", tmp_path / "other")
    (tmp_path / "other" / "museum.md").unlink()
    (folder / "club.md").unlink()
    assert "1 removed" in run("ingest", "--prune", folder)[2]
    titles = {a["title"] for a in json.loads(run("list", "--json")[1])}
    assert titles == {"call", "museum"}
    assert "removed" not in run("ingest", "--prune", folder)[2]


def test_ask_prints_the_answer_with_numbers_and_sources(run, folder):
    code, out, err = run("ask", "What did Putin propose?")
    assert (code, err) == (0, "")
    assert "Putin ha proposto di prolungare di un anno il trattato New START. [1]" in out
    assert "[1] call" in out


def test_ask_as_json_prints_one_answer_and_nothing_else(run, folder):
    code, out, err = run("ask", "What did Putin propose?", "--json")
    assert (code, err) == (0, "")
    answer = Answer.model_validate_json(out)
    assert answer.done
    assert answer.citations[0].quote.startswith("Putin ha proposto")
    assert "ha proposto" in out


def test_ask_keeps_to_the_limits_that_are_given_and_shows_what_it_understood(run, folder):
    code, out, _ = run("ask", "What did Putin propose?", "--as-of", "2026-02-04", "--json")
    answer = Answer.model_validate_json(out)
    assert (code, str(answer.as_of)) == (0, "2026-02-04 23:59:59.999999+00:00")
    assert [e.title for e in answer.evidence] == ["club"] * len(answer.evidence)
    assert answer.facts == ("as of 4 Feb 2026",)
    limits = ["--from", "2026-02-05", "--to", "2026-02-05", "--language", "it"]
    assert "published 5 Feb 2026 · language: Italian" in run("ask", "Who won?", *limits)[1]
    (hit,) = json.loads(run("search", "Who?", "--source", "gazette", "--json")[1])
    assert hit["passage"]["title"] == "club"


def test_search_as_json_prints_hits_with_passages_and_scores(run, folder):
    code, out, _ = run("search", "Who won the race?", "-k", "1", "--json")
    (found,) = json.loads(out)
    assert found.pop("url") == (folder / "club.md").as_uri()
    assert Dated.model_validate(found.pop("published")).origin == "front-matter"
    hit = Hit.model_validate(found)
    assert (code, hit.passage.text, hit.passage.source) == (0, CLUB, "Gazette")
    assert run("search", "Who won?", "-k", "0")[0] == 2


def test_list_and_status_as_json_are_records(run, folder):
    listed = json.loads(run("list", "--json")[1])
    assert [a["title"] for a in listed] == ["call", "club"]
    assert "text" not in listed[0]
    assert listed[0].keys() >= Article.model_fields.keys() - {"text"}
    status = Status.model_validate_json(run("status", "--json")[1])
    assert (status.articles, status.languages) == (2, {"en": 1, "it": 1})


@pytest.mark.parametrize("command", [["search", "race"], ["list"], ["status"], ["models"]])
def test_what_is_printed_for_people_is_plain_text_through_a_pipe(run, folder, command):
    code, out, err = run(*command)
    assert (code, err) == (0, "")
    assert out.strip()
    assert "\x1b" not in out


def test_nothing_in_an_article_is_markup_for_the_terminal(run, tmp_path):
    odd = "[red]odd[/] [/x]"
    write(tmp_path / "in", "odd", f"{CLUB} {odd}", title=f"'{odd}'", source=f"'{odd}'")
    assert run("ingest", tmp_path / "in")[0] == 0
    for command in (["list"], ["search", "odd"], ["ask", "Who won the race?"]):
        code, out, err = run(*command)
        assert (code, err) == (0, "")
        assert odd in out


def test_the_ids_that_list_shows_can_be_removed(run, folder):
    ids = [a["id"] for a in json.loads(run("list", "--json")[1])]
    assert len(ids) == 2
    code, _, err = run("remove", ids[0], "unknown")
    assert (code, "Removed 1 of 2." in err, "index: unknown." in err) == (1, True, True)
    assert run("remove", ids[1])[0] == 0
    assert json.loads(run("list", "--json")[1]) == []


def test_articles_of_an_outlet_or_before_a_day_can_be_removed(run, folder):
    assert run("remove", "--before", "2026-02-05")[0] == 0
    assert [a["title"] for a in json.loads(run("list", "--json")[1])] == ["call"]
    write(folder, "club", CLUB, source="Gazette")
    run("ingest", folder)
    code, _, err = run("remove", "--source", "gazette")
    assert (code, "Removed 1 of 1." in err) == (0, True)
    failed(run("remove", "--source", "gazette"), "No article fits")


def test_extract_shows_what_would_be_stored_and_stores_nothing(run, tmp_path):
    path = write(tmp_path / "in", "club", CLUB, source="Gazette")
    code, out, err = run("extract", path)
    assert (code, err) == (0, "")
    assert "source: Gazette" in out
    assert "published: 2026-02-04 (front-matter)" in out
    assert CLUB in out
    (article,) = json.loads(run("extract", path, "--url", "https://a.example/club", "--json")[1])
    assert (article["url"], article["text"]) == ("https://a.example/club", CLUB)
    assert json.loads(run("list", "--json")[1]) == []


def test_columns_of_a_dump_can_be_named(run, tmp_path):
    dump = tmp_path / "dump.jsonl"
    dump.write_text(json.dumps({"kop": "Race", "artikel": CLUB}))
    (article,) = json.loads(
        run("extract", dump, "--field", "text=artikel", "--field", "title=kop", "--json")[1]
    )
    assert (article["title"], article["text"]) == ("Race", CLUB)
    failed(run("extract", dump, "--field", "artikel"), "--field", "'artikel'")


def test_history_shows_the_sentences_that_were_taken_out_and_put_in(run, folder):
    write(folder, "club", CLUB.replace("autumn", "winter"), source="Gazette")
    assert "1 updated" in run("ingest", folder)[2]
    (current,) = (a for a in json.loads(run("list", "--json")[1]) if a["title"] == "club")
    code, out, err = run("history", current["id"])
    assert (code, err) == (0, "")
    assert "- The rowing club of Marenholt won the autumn race on the river." in out
    assert "+ The rowing club of Marenholt won the winter race on the river." in out
    assert "Its crew was young." not in out
    versions = json.loads(run("history", current["id"], "--json")[1])
    assert [v["text"] for v in versions] == [CLUB, CLUB.replace("autumn", "winter")]
    assert run("history", versions[0]["id"])[1] == out
    failed(run("history", "unknown"), "unknown", "assistant list")


@pytest.fixture
def feed(run, httpserver, monkeypatch) -> str:
    """A feed with one entry, on this machine."""
    monkeypatch.setenv("ASSISTANT_ALLOWED_HOSTS", '["localhost", "127.0.0.1"]')
    monkeypatch.setenv("ASSISTANT_HOST_DELAY", "0")
    story = httpserver.url_for("/club")
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/club").respond_with_data(
        f"<html><body><article><h1>Race</h1><p>{CLUB}</p></article></body></html>",
        content_type="text/html",
    )
    item = f"<item><title>Race</title><link>{story}</link></item>"
    httpserver.expect_request("/rss").respond_with_data(
        f"<rss version='2.0'><channel><title>Rowing</title>{item}</channel></rss>",
        content_type="application/rss+xml",
    )
    return str(httpserver.url_for("/rss"))


def test_feeds_are_followed_listed_updated_and_left(run, feed, tmp_path):
    assert f"Following Rowing: {feed}" in run("feeds", "add", feed)[2]
    code, _, err = run("feeds", "update")
    assert (code, "Rowing" in err, "1 added" in err) == (0, True, True)
    (listed,) = json.loads(run("feeds", "list", "--json")[1])
    assert (listed["url"], listed["failure"]) == (feed, None)
    assert "Rowing" in run("feeds", "list")[1]
    (again,) = json.loads(run("feeds", "update", "--json")[1])
    assert again["report"]["passages"] == 0
    assert run("feeds", "remove", feed)[0] == 0
    failed(run("feeds", "remove", feed), feed, "assistant feeds list")
    failed(run("feeds", "update"), "No feed is followed")
    assert [a["title"] for a in json.loads(run("list", "--json")[1])] == ["Race"]


def test_feeds_come_from_an_opml_file(run, feed, tmp_path):
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline text="Rowing" xmlUrl="{feed}"/></body></opml>')
    assert feed in run("feeds", "add", "--opml", opml)[2]
    assert "followed already" in run("feeds", "add", "--opml", opml)[2]
    failed(run("feeds", "add"), "--opml")
    failed(run("feeds", "add", "--opml", tmp_path / "none"), "none", "No such file")


def test_feeds_are_updated_again_and_again_until_the_program_is_interrupted(run, feed):
    run("feeds", "add", feed)
    program = "from assistant.cli import main; main()"
    line = [sys.executable, "-c", program, "feeds", "update", "--every", "1s"]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as following:
        rounds = [next(following.stderr) for _ in range(2)]
        following.send_signal(signal.SIGINT)
        rest = following.stderr.read()
    assert (following.returncode, rest) == (130, "")
    assert "1 new" in rounds[0]
    assert "Feeds checked: 1" in rounds[1]
    failed(run("feeds", "update", "--every", "often"), "'often'", "15m")


@pytest.mark.parametrize("command", ["list", "search bridges", "ask Who?", "feeds list"])
def test_where_there_is_nothing_a_person_is_told_what_to_do(run, command):
    code, _, err = run(*command.split())
    told = "assistant feeds add" if command == "feeds list" else "assistant ingest"
    assert (code, told in err) == (0, True)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["remove"], ["--source", "--before"]),
        (["extract", "/nowhere.html"], ["/nowhere.html", "no such file"]),
        (["ask", ""], ["question is empty"]),
        (["search", " "], ["query is empty"]),
        (["ask", "Who?", "--language", "klingon"], ["--language klingon", "assistant list"]),
        (["search", "Who?", "--source", "Herald"], ["--source Herald", "assistant list"]),
        (["ask", "Who?", "--from", "2026-02-02", "--to", "2026-02-01"], ["2026-02-02"]),
        (["ask", "Who?", "--model", "gpt-4"], ["'gpt-4'", "openai/NAME"]),
        (["ask", "Who?", "--model", "openai/gpt-4"], ["OPENAI_API_KEY"]),
        (["ask", "Who?", "--model", "openai-compatible/x"], ["ASSISTANT_BASE_URL"]),
        (["models", "pull", "nothing"], ["'nothing'"]),
        (["search", "Who?", "--data-dir", "/dev/null/data"], ["/dev/null/data", "--data-dir"]),
    ],
)
def test_a_mistake_is_one_line_on_stderr(run, folder, command, words):
    failed(run(*command), *words)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["aks"], ["'aks'", "'ask'"]),
        (["ask"], ["question"]),
        (["ask", "Who?", "--as-of", "soon"], ["'soon'", "2026-02-28"]),
        (["search", "Who?", "-k", "0"], ["-k"]),
        (["models", "fetch"], ["'pull'"]),
    ],
)
def test_words_that_no_command_understands_are_one_line_too(run, command, words):
    code, out, err = run(*command)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert all(word in err for word in ("Error: ", *words))


def test_a_terminal_that_knows_few_letters_is_shown_those_and_scripts_get_all(
    run, folder, monkeypatch
):
    few = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    monkeypatch.setattr(sys, "stdout", few)
    write(folder, "ponte", "Костёр у моста через Ламоне горел всю ночь.", "ru", title="Костёр")
    run("ingest", folder)
    assert run("list")[0] == 0
    start = few.tell()
    assert run("list", "--json")[0] == 0
    few.seek(start)
    assert "Костёр" in {article["title"] for article in json.loads(few.read())}
    typed = "Кто?".encode().decode("ascii", "surrogateescape")
    assert run("ask", typed)[0] == 0


def test_a_command_in_an_error_is_shown_whole(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "llama_index.llms.anthropic", None)
    result = run("ask", "Who?", "--model", "anthropic/x", "--json")
    failed(result, '"news-assistant[anthropic]"')


def test_an_index_of_another_embedding_model_is_one_line_on_stderr(
    run, folder, embedder, monkeypatch
):
    monkeypatch.setattr(embedder, "fingerprint", "another/384")
    failed(run("search", "Who?"), "another/384", "ingest")


def test_a_port_in_use_is_one_line_on_stderr(run, folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        failed(run("serve", "--port", port), str(port))


def test_weights_are_verified(run):
    code, out, _ = run("models", "verify", "embedding")
    assert (code, "embedding" in out, "damaged" in out) == (0, True, False)


def test_the_installed_command_works_from_end_to_end(tmp_path):
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = "from assistant.cli import main; main()"
        line = [sys.executable, "-c", program, *arguments, "--data-dir", str(tmp_path / "data")]
        return subprocess.run(line, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert command("ingest", str(CORPUS / "articles" / f"{SAMPLES[0]}.md")).returncode == 0
    done = command("ask", "Che cosa ha detto Putin?", "--model", "extractive", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert Answer.model_validate_json(done.stdout).evidence
    done = command("ask", "Who?", "--model", "wrong", "--json")
    failed((done.returncode, done.stdout, done.stderr), "'wrong'")
