"""Citations, headings and Markdown as models write them, beside the form that they are told."""

import pytest

from assistant.answering.writers.cited import cites, pieces, statement


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("[1-2]", (0, 1)),
        ("[1–3]", (0, 1, 2)),
        ("[2-900]", (1, 2, 3, 4)),
        ("[1][2-3]", (0, 1, 2)),
        ("[1; 3]", (0, 2)),
        ("[1], [2]", (0, 1)),
        ("【1】", (0,)),
        ("【2†source】【1†L3-L5】", (1, 0)),
        ("［1］", (0,)),
        ("[^1]", (0,)),
        ("[^1, ^2]", (0, 1)),
        (r"\[1\]", (0,)),
        ("[sentence 1]", (0,)),
        ("[Sentences 1-2, 4]", (0, 1, 3)),
        ("**[1]**", (0,)),
        ("<sup>[1]</sup>", (0,)),
        ("([1])", (0,)),
        ("[99]", ()),
        ("[sic]", None),
        ("[a 1]", None),
    ],
)
def test_citations_are_read_in_the_forms_that_models_use(marks, expected):
    for text in (f"It ran {marks}.", f"It ran. {marks}"):
        (piece,) = pieces(text)
        assert cites(piece, known=5) == expected
        if expected is not None:
            assert statement(piece, 1, finished=True) == "It ran."


@pytest.mark.parametrize(
    "line",
    [
        *("Sources: [1], [2]", "Quellen: [1][2].", "**Fonti:** [1]", "来源：[1]"),
        *("References : [1-2]", "## Answer [1]", "Based on the sentences [1]:"),
    ],
)
def test_a_heading_is_no_statement(line):
    (piece,) = pieces(line)
    assert not statement(piece, 1, finished=True)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("**New START** ended [1].", "New START ended."),
        ("The *New* __START__ ended [1].", "The New START ended."),
        ("***New START*** ended [1].", "New START ended."),
        ("**New START ended [1].**", "New START ended."),
        ("1. **Expiry**: New START ended [1].", "Expiry: New START ended."),
        ("> New START ended [1].", "New START ended."),
        ("- `New START` ended [1].", "New START ended."),
        ("| New START ended | [1] |", "New START ended"),
        ("这是**重点**内容 [1]。", "这是重点内容。"),
        ("He said f**k and sh** it [1].", "He said f**k and sh** it."),
        ("It takes 2 * 3 * 4 steps [1].", "It takes 2 * 3 * 4 steps."),
        ("@a_b_c wrote to _x [1].", "@a_b_c wrote to _x."),
    ],
)
def test_markdown_is_taken_off_and_words_stay(line, plain):
    (piece,) = pieces(line)
    assert statement(piece, 1, finished=True) == plain
