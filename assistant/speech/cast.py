"""The people of one article: their full names, offices and gender."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.language.names import name_key
from assistant.language.places import place
from assistant.language.terms import fold
from assistant.speech.lexicon import Lexicon
from assistant.speech.mentions import Mention
from assistant.speech.names import PARTICLES
from assistant.speech.phrases import Phrases
from assistant.speech.tokens import Token

_STEM = 4
_ADJECTIVE = re.compile("(isch|lich|ig)e[rs]?$")

Name = tuple[str, ...]


class Cast:
    """Who is named in an article, and as what."""

    def __init__(
        self, sentences: Sequence[Sequence[Token]], phrases: Phrases, lexicon: Lexicon
    ) -> None:
        self._phrases = phrases
        self._lexicon = lexicon
        self._names: Counter[Name] = Counter()
        self._offices: defaultdict[Name, list[tuple[int, Mention]]] = defaultdict(list)
        self._genders: defaultdict[Name, set[str]] = defaultdict(set)
        self._words: Counter[str] = Counter()  # of names, but for the first word of a sentence
        self._lower: set[str] = set()
        self._full: dict[Name, str] = {}
        for number, tokens in enumerate(sentences):
            self._read(tokens, number)

    def is_known(self, name: Name) -> bool:
        """Whether a name is surely one: of several words, or written like one elsewhere too."""
        if len(name) > 1:
            return not (self._lexicon.language == "de" and _ADJECTIVE.search(name[0]))
        if self._lexicon.language == "de":
            return self._key(name[0]) in self._of_full_names
        return name[0].lower() not in self._lower and self._words[self._key(name[0])] > 0

    def full(self, name: Name) -> str:
        """The fullest form of a name in the article, if it is but one."""
        if name not in self._full:
            self._full[name] = self._fullest(name)
        return self._full[name]

    def _fullest(self, name: Name) -> str:
        if len(name) == 1 and name[0].isupper() and len(name[0]) > 1:
            return name[0]
        own = set(map(self._key, name))
        fuller = self._by_last.get(self._key(name[-1]), [])
        fuller = [n for n in fuller if len(n) > len(name) and own <= set(map(self._key, n))]
        if not fuller and len(name) == 1 and not place(name[0]):
            fuller = self._by_first.get(self._key(name[0]), [])
        if len({self._key(n[0]) for n in fuller}) == 1:
            name = max(fuller, key=lambda n: (self._names[n], -len("".join(n))))
        return " ".join(self._nominative(name))

    def is_declined(self, name: Name) -> bool:
        """Whether a name is written as it is not when a subject: `адвокат Дональда Трампа`."""
        return self._nominative(name) != name

    def holder(self, mention: Mention, sentence: int) -> str | None:
        """The one person, of those introduced by a sentence, whose office it can mean; or None."""
        offices = [(who, office) for who, at, office in self._holders if at <= sentence]
        vice = self._is_vice(mention)
        of_group = [
            (who, o) for who, o in offices if o.group == mention.group and self._is_vice(o) == vice
        ]
        if not mention.about:
            everybody = {who for who, _ in of_group}
            return everybody.pop() if len(everybody) == 1 else None
        fit = {who for who, o in of_group if self._shared(o.about, mention.about)}
        return fit.pop() if len(fit) == 1 else None

    def _is_vice(self, office: Mention) -> bool:
        words = (*office.words, *office.about)
        return any(self._lexicon.is_a("vice", word) for word in words)

    def has_office(self, person: str) -> bool:
        """Whether the article tells a person's office."""
        return person in self._officials

    def may_be(self, person: str, pronoun: str) -> bool:
        """Whether a pronoun ("he", "she") can stand for a person."""
        known = self._pronouns.get(person)
        return not known or pronoun in known

    def is_surely(self, person: str, pronoun: str) -> bool:
        """Whether the article tells that a pronoun stands for a person."""
        return self._pronouns.get(person) == {pronoun}

    def named(self, tokens: Sequence[Token]) -> set[str]:
        """Full names of all people with a first and last name who occur in a sentence."""
        names = {self.full(name) for name, _, _ in self._runs(tokens)}
        return {full for full in names if " " in full and not place(full)}

    def persons(self, tokens: Sequence[Token]) -> set[str]:
        """The full name that a sentence begins with, else all that are `named` in it."""
        name, first, _ = next(self._runs(tokens), ((), -1, -1))
        opening = self.full(name) if first == 0 else ""
        return {opening} if " " in opening else self.named(tokens)

    def _runs(self, tokens: Sequence[Token]) -> Iterator[tuple[Name, int, int]]:
        """Names with the place of their first word and their end."""
        at = 0
        while at < len(tokens):
            start, end = self._phrases.names.run(tokens, at)
            if start < end and (name := self._phrases.names.bare(tokens[start:end])):
                if name[0] in PARTICLES and name[1][0].isupper():
                    name = name[1:]  # "Anwalt von Jens Krogmann"
                yield name, end - len(name), end
            at = max(end, at + 1)

    def _read(self, tokens: Sequence[Token], number: int) -> None:
        self._lower.update(t.lower for t in tokens if t.is_word and not t.capital)
        for name, first, end in self._runs(tokens):
            if len(name) > 2 and self._phrases.is_owner(tokens, first):
                continue  # "the adviser of the Kremlin Yuri Ushakov"
            self._names[name] += 1
            self._words.update(map(self._key, name if first else name[1:]))
            if office := self._office(tokens, first, end):
                self._offices[name].append((number, office))
                self._sex(name, office.words[0])
            for before in range(max(0, first - 2), first):
                self._sex(name, tokens[before].text)

    def _office(self, tokens: Sequence[Token], first: int, end: int) -> Mention | None:
        """The office that a name's neighbours tell."""
        closed = end == len(tokens) or tokens[end].breaks
        found = None
        if first and tokens[first - 1].text == ",":
            found = self._phrases.office_before(tokens, first - 1, apart=True) if closed else None
        else:
            found = self._phrases.office_before(tokens, first, apart=False)
        if found is None and end + 1 < len(tokens) and tokens[end].text in {",", "("}:
            found = self._phrases.office_after(tokens, end + 1)
        return found if found and found.kind == "role" else None

    def _sex(self, name: Name, title: str) -> None:
        for kind, pronoun in (("feminine", "she"), ("masculine", "he")):
            if self._lexicon.is_a(kind, title):
                self._genders[name].add(pronoun)

    def _shared(self, some: Sequence[str], others: Sequence[str]) -> bool:
        stems = {fold(word)[:_STEM] for word in some}
        return any(fold(word)[:_STEM] in stems for word in others)

    @cached_property
    def _holders(self) -> list[tuple[str, int, Mention]]:
        """Who has an office, and the sentences that tell."""
        return [(self.full(n), at, o) for n, found in self._offices.items() for at, o in found]

    @cached_property
    def _officials(self) -> set[str]:
        return set(map(self.full, self._offices))

    @cached_property
    def _pronouns(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name, pronouns in self._genders.items():
            found[self.full(name)] |= pronouns
        return found

    @cached_property
    def _of_full_names(self) -> set[str]:
        return {self._key(word) for name in self._names if len(name) > 1 for word in name}

    @cached_property
    def _by_last(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = {}
        for name in sorted(self._names, key=self._is_doubtful):
            if len(name) > 1 and not (self._is_doubtful(name) and self._key(name[-1]) in found):
                found.setdefault(self._key(name[-1]), []).append(name)
        return found

    @cached_property
    def _by_first(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = {}
        for name in self._names:
            if len(name) > 1:
                found.setdefault(self._key(name[0]), []).append(name)
        return found

    def _is_doubtful(self, name: Name) -> bool:
        """Whether the first word may be none of the name, but begins a sentence."""
        return self._words[self._key(name[0])] == 0 or name[0].lower() in self._lower

    def _nominative(self, name: Name) -> Name:
        """The name as a subject; only the last if the others are not found in that form."""
        if not self._lexicon.declines:
            return name
        forms = tuple(min(self._forms[self._key(w)], key=_declension, default=w) for w in name)
        if forms[-1] != name[-1] and forms[:-1] == name[:-1] and name[0][-1] in "аяуюойы":
            return forms[-1:]
        return forms

    @cached_property
    def _forms(self) -> defaultdict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name in self._names:
            for word in name:
                found[self._key(word)].add(word)
        return found

    def _key(self, word: str) -> str:
        return name_key(word) if self._lexicon.declines else fold(word)


def _declension(form: str) -> tuple[int, bool, str]:
    """Least for a subject: Полина, not Полине or Полины; Мария, not Марии."""
    return len(form), form[-1] in "еиыую", form
