"""A language model as judge: a second opinion on answers and on their citations."""

from collections.abc import Sequence

from llama_index.core.llms import LLM

from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.opening import open_model
from assistant.errors import SettingsError
from assistant.evaluation.cases import Case
from assistant.evaluation.grading.correctness import Grade, Graded, grade
from assistant.evaluation.questions import Question
from assistant.prompts import conversation
from assistant.settings import Settings
from assistant.types import Answer, Citation, Statement

_WRONG: Grade = "wrong"
_GRADES: dict[str, Grade] = {"RIGHT": "right", "PARTLY": "partly", "WRONG": "wrong"}


class Judge:
    """Grades answers, and is a support test. `open_judge("openai/NAME", settings)`.

    A refusal, and an answer where there is none, need no judge: the rules decide them.
    """

    def __init__(self, name: str, llm: LLM) -> None:
        self.name = name
        self._llm = llm
        self._known: dict[tuple[str, ...], str] = {}

    def grade(self, question: Question, answer: Answer) -> Graded:
        """The judge's grade; raises ModelError if it cannot be asked."""
        if not question.answers or answer.outcome == "unanswerable":
            return grade(question, answer)
        points = [" / ".join(wordings) for wordings in question.answers]
        values = {"question": question.text, "points": points, "answer": answer.text}
        said = self._said("judge", **values)
        found = (g for word, g in _GRADES.items() if said.startswith(word))
        return Graded(grade=next(found, _WRONG), why=f"{self.name} said {said or 'nothing'}")

    def __call__(
        self, statement: Statement, answer: Answer, cited: Sequence[Citation], case: Case
    ) -> bool:
        """Whether the model says that the cited sentences support the statement."""
        sources = [
            {"title": c.title, "date": str(c.published or "undated"), "text": c.quote}
            for c in cited
        ]
        return self._said("support", sources=sources, statement=statement.text).startswith("YES")

    def _said(self, prompt: str, **values: object) -> str:
        key = (prompt, *map(str, values.values()))
        if key not in self._known:
            messages = as_chat(conversation(prompt, **values))
            tokens = stream_chat(self._llm, messages, max_tokens=8)
            self._known[key] = "".join(t.text for t in tokens).strip().upper()
        return self._known[key]


def open_judge(model: str, settings: Settings) -> Judge:
    """The judge of a model string; raises what `open_model` raises."""
    llm = open_model(settings.model_copy(update={"model": model}))
    if llm is None:
        raise SettingsError("`extractive` cannot judge. Choose a language model with --judge.")
    return Judge(model, llm)
