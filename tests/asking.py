"""One question asked over the samples, with a model that says what it is told to."""

from assistant.settings import Settings
from assistant.types import Answer
from tests.conftest import open_assistant
from tests.fakes import FakeModel, Reply

QUESTION = "What did Putin say about New START?"
KEY = "prolungare di un anno"
TRUE = "Putin said that Washington has not answered his offer to extend New START by one year"


def opened(samples, embedder, server, **values: object):
    chosen = {"model": "openai-compatible/x", "base_url": server.url, "answer_threshold": 0}
    data_dir = samples.settings.data_dir
    return open_assistant(Settings(data_dir=data_dir, **{**chosen, **values}), embedder)


def says(server: FakeModel, *lines: str, **values: object) -> None:
    """Have the model say the lines; `{n}` is the number of the sentence that has KEY."""

    def reply(request) -> Reply:
        before = request.body["messages"][-1]["content"].split(KEY)[0]
        number = before.rsplit("number=", 1)[-1].split(">")[0]
        text = "\n".join(lines).replace("{n}", number)
        return Reply([f"{word} " for word in text.split(" ")], **values)

    server.replies(reply)


def quotes_hold(assistant, answer: Answer) -> bool:
    return all(
        assistant.article(c.article_id).text[c.start : c.end] == c.quote for c in answer.citations
    )
