"""The tokenizer of multilingual-e5-small, for the `tokenizers` library.

XLM-R's normaliser is NFKC with some characters dropped, some folded to a space and runs
of spaces folded to one; the model's own table of replacements says which.
"""

import unicodedata
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from assistant.weights.e5 import E5


def tokenizer(model: E5) -> Tokenizer:
    """A tokenizer that adds <s> and </s> and keeps offsets into the text as given."""
    made = Tokenizer(Unigram(model.pieces, unk_id=model.unk))
    special = {model.pieces[id_][0]: id_ for id_ in (model.bos, model.pad, model.eos, model.unk)}
    made.add_special_tokens([*special, "<mask>"])
    made.normalizer = _normaliser(model)
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    made.decoder = decoders.Metaspace(prepend_scheme="always")
    bos, eos = (model.pieces[id_][0] for id_ in (model.bos, model.eos))
    made.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, model.bos), (eos, model.eos)],
    )
    return made


def _normaliser(model: E5) -> normalizers.Normalizer:
    beyond_nfkc = {
        char: to
        for char, to in model.replacements.items()
        if unicodedata.normalize("NFKC", char) != to
    }
    dropped = _class(char for char, to in beyond_nfkc.items() if to == "")
    folded = _class(char for char, to in beyond_nfkc.items() if to == " ")
    return normalizers.Sequence(
        [
            normalizers.Replace(dropped, ""),
            normalizers.Replace(folded, " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _class(chars: Iterable[str]) -> Regex:
    return Regex("[" + "".join(f"\\x{{{ord(char):x}}}" for char in chars) + "]")
