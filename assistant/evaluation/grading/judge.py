"""A language model as judge: a second opinion on answers and on their citations."""

import re
from collections.abc import Collection, Sequence

from llama_index.core.llms import LLM

from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.opening import open_model
from assistant.answering.models.thoughts import without_thoughts
from assistant.errors import ModelError, SettingsError
from assistant.evaluation.cases import Case
from assistant.evaluation.grading.correctness import Grade, Graded, grade
from assistant.evaluation.questions import Question
from assistant.prompts import conversation
from assistant.settings import Settings
from assistant.types import Answer, Citation, Statement

_GRADES: dict[str, Grade] = {"RIGHT": "right", "PARTLY": "partly", "WRONG": "wrong"}
_SUPPORTS = ("YES", "NO")
_MOST_TOKENS = 4096  # of which a verdict needs few, and thoughts before it many
_SHOWN = 80


class Judge:
    """Grades answers, and is a support test. `open_judge("openai/NAME", settings)`.

    A refusal, and an answer where there is none, need no judge: the rules decide them.
    """

    def __init__(self, name: str, llm: LLM) -> None:
        self.name = name
        self._llm = llm
        self._known: dict[tuple[str, ...], str] = {}

    def grade(self, question: Question, answer: Answer) -> Graded:
        """The judge's grade; raises ModelError if it cannot be asked or says none."""
        if not question.answers or answer.outcome == "unanswerable":
            return grade(question, answer)
        points = [" / ".join(wordings) for wordings in question.answers]
        values = {"question": question.text, "points": points, "answer": answer.text}
        said = self._verdict(_GRADES, "judge", **values)
        return Graded(grade=_GRADES[said], why=f"{self.name} said {said}")

    def __call__(
        self, statement: Statement, answer: Answer, cited: Sequence[Citation], case: Case
    ) -> bool:
        """Whether the model says that the cited sentences support the statement."""
        sources = [
            {"title": c.title, "date": str(c.published or "undated"), "text": c.quote}
            for c in cited
        ]
        said = self._verdict(_SUPPORTS, "support", sources=sources, statement=statement.text)
        return said == _SUPPORTS[0]

    def _verdict(self, verdicts: Collection[str], prompt: str, **values: object) -> str:
        """The verdict that the model's reply is, begins with or has as its only one."""
        key = (prompt, *map(str, values.values()))
        if key not in self._known:
            messages = as_chat(conversation(prompt, **values))
            tokens = stream_chat(self._llm, messages, max_tokens=_MOST_TOKENS)
            said = "".join(t.text for t in without_thoughts(tokens))
            words = re.findall(r"[A-Z]+", said.upper())
            found = [w for w in words if w in verdicts]
            if not found or (found[0] != words[0] and len({*found}) > 1):
                raise ModelError(
                    f"The judge {self.name} said none of {', '.join(verdicts)}: "
                    f"{said.strip()[:_SHOWN] or 'nothing'}. Choose another model with --judge."
                )
            self._known[key] = found[0]
        return self._known[key]


def open_judge(model: str, settings: Settings) -> Judge:
    """The judge of a model string; raises what `open_model` raises."""
    llm = open_model(settings.model_copy(update={"model": model}))
    if llm is None:
        raise SettingsError("`extractive` cannot judge. Choose a language model with --judge.")
    return Judge(model, llm)
