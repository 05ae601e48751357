"""Whether evidence supports a statement, by the real embedding model."""

import pytest

from assistant.answering.checking.verify import support
from tests.conftest import evidence

TREATY = evidence(
    "Putin ha osservato che Washington non ha dato risposta alla sua offerta di prolungare di "
    "un anno il New START.",
    "it",
)
EXPIRY = evidence("Il trattato, firmato nel 2010, limita le testate a 1.550 e scade giovedì.", "it")
RUSSIAN = evidence("Путин согласился приехать в Китай в первой половине года.", "ru")
IN_DIGITS = evidence("Das Museum wurde am 12.03.2025 eröffnet.", "de")
ENGLISH = evidence("Kosgei ran the marathon in 2:14:04, and 3.5 million people watched.")


def checked(embedder, statement, *cited, language="en", context=""):
    return support(statement, language, cited, context, embedder.embed_passages)


@pytest.mark.parametrize(
    ("statement", "language", "cited"),
    [
        ("Putin said that Washington has not answered his offer to extend New START by a year.",
         "en", TREATY),
        ("Путин отметил, что Вашингтон не ответил на его предложение продлить New START на год.",
         "ru", TREATY),
        ("Putin accepted an invitation to come to China in the first half of the year.",
         "en", RUSSIAN),
        ("The treaty was signed in 2010, limits warheads to 1,550 and expires on Thursday.",
         "en", EXPIRY),
        (TREATY.sentence.text, "it", TREATY),
        ("2010年签署的该条约将弹头限制在1550枚，并将于2026年2月5日到期。", "zh", EXPIRY),
    ],
)  # fmt: skip
def test_a_faithful_statement_is_supported_across_languages(embedder, statement, language, cited):
    found = checked(embedder, statement, cited, language=language)
    assert (found.verdict, found.missing) == ("supported", ())


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("The limit is 1550 warheads.", EXPIRY),
        ("The limit is 1,550 warheads.", EXPIRY),
        ("The limit is 1 550 warheads.", EXPIRY),
        ("3,5 million people watched.", ENGLISH),
        ("It expires on Thursday, 5 February 2026.", EXPIRY),
        ("It expires on 5 February.", EXPIRY),
        ("It expires on 05.02.2026.", EXPIRY),
        ("It expires on 02/05/2026.", EXPIRY),
        ("The museum opened on 12 March 2025.", IN_DIGITS),
    ],
)
def test_numbers_may_be_written_in_another_way_and_weekdays_as_dates(embedder, statement, cited):
    found = checked(embedder, statement, cited)
    assert found.missing == ()
    assert found.verdict != "unsupported"


@pytest.mark.parametrize(
    ("statement", "cited", "missing"),
    [
        ("Russia's limit is 12 million warheads.", EXPIRY, "12000000"),
        ("Putin has 12 million warheads.", TREATY, "12000000"),
        ("The limit is 1,500 warheads.", EXPIRY, "1500"),
        ("It expires on 6 February 2026.", EXPIRY, "6"),
        ("It expires on 06.02.2026.", EXPIRY, "2026-02-06"),
        ("The museum opened on 3 April 2025.", IN_DIGITS, "2025-04-03"),
        ("The treaty was signed in 2011.", EXPIRY, "2011"),
        ("About 4.5 million people watched.", ENGLISH, "4500000"),
        ("Zelensky said that Washington has not answered his offer.", TREATY, "Zelensky"),
        ("Macron will come to China in the first half of the year.", RUSSIAN, "Macron"),
    ],
)
def test_a_number_or_name_that_is_not_there_is_unsupported(embedder, statement, cited, missing):
    found = checked(embedder, statement, cited)
    assert found.verdict == "unsupported"
    assert missing in found.missing


@pytest.mark.parametrize(
    ("name", "language"), [("Putin", "it"), ("Poutine", "fr"), ("Путин", "ru"), ("普京", "zh")]
)
def test_a_name_may_be_spelt_in_another_script(embedder, name, language):
    cited = evidence(f"{name} came to China in spring.", language)
    assert "Putin" not in checked(embedder, "Putin came to China in spring.", cited).missing


def test_a_short_name_is_found_at_the_start_of_a_sentence(embedder):
    cited = evidence("Xi ha invitato Putin in Cina.", "it")
    assert checked(embedder, "Putin was invited to China by Xi.", cited).missing == ()


def test_a_name_may_stand_in_the_neighbourhood_of_the_sentence(embedder):
    pronoun = evidence("He denied that she had announced the closing of the border.")
    statement = "Varnay denied that she had announced the closing of the border."
    assert checked(embedder, statement, pronoun).verdict == "unsupported"
    found = checked(embedder, statement, pronoun, context="Ilse Varnay is the minister.")
    assert found.verdict == "supported"


@pytest.mark.parametrize(
    "statement",
    [
        "The clock museum opens again on Sunday.",
        "Ripe tomatoes taste best with a little salt.",
        "The orchestra gave its first concert.",
    ],
)
def test_a_statement_about_something_else_is_not_supported(embedder, statement):
    assert checked(embedder, statement, TREATY).verdict != "supported"


def test_a_statement_that_cites_nothing_is_unsupported(embedder):
    assert checked(embedder, "The museum opens on Sunday.").verdict == "unsupported"


def test_several_sentences_support_a_statement_together(embedder):
    statement = "Washington has not answered the offer on New START, which was signed in 2010."
    assert checked(embedder, statement, TREATY).verdict == "unsupported"
    assert checked(embedder, statement, TREATY, EXPIRY).verdict != "unsupported"


SEATS = evidence("Die Union hat 208 Sitze, die AfD 152, die SPD 120 und die FDP keinen.", "de")
INVITED = evidence("Ushakov ha detto che Xi ha invitato Putin in Cina a maggio.", "it")
VISITS = evidence(
    "A Pechino sono stati il canadese Mark Carney e il britannico Keir Starmer.", "it"
)
GAMES = evidence("Orrin won the first game of the evening, and Tessel left before the last move.")


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("The SPD has 152 seats.", SEATS),
        ("The AfD has 120 seats, the SPD 152.", SEATS),
        ("Putin invited Xi to China in May.", INVITED),
        ("Xi was invited to China by Putin.", INVITED),
        ("The British Mark Carney and the Canadian Keir Starmer were in Beijing.", VISITS),
        ("Tessel won the first game of the evening, and Orrin left before the last move.", GAMES),
    ],
)
def test_what_is_told_of_another_name_is_unsupported(embedder, statement, cited):
    found = checked(embedder, statement, cited)
    assert found.verdict == "unsupported"
    assert found.missing


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("The SPD has 120 seats.", SEATS),
        ("The AfD has 152 seats and the SPD 120.", SEATS),
        ("Xi invited Putin to China in May.", INVITED),
        ("Putin was invited to China by Xi.", INVITED),
        ("The Canadian Mark Carney and the British Keir Starmer were in Beijing.", VISITS),
        ("Tessel left before the last move, and Orrin won the first game of the evening.", GAMES),
    ],
)
def test_another_order_of_the_same_is_supported(embedder, statement, cited):
    found = checked(embedder, statement, cited)
    assert (found.verdict, found.missing) == ("supported", ())


def test_a_unit_contradicts_another_only_after_a_number(embedder):
    cited = evidence("Hundreds of girls have fallen ill in schools over the past months, 12 today.")
    recent = "Hundreds of girls have fallen ill in schools in recent weeks."
    assert checked(embedder, recent, cited).missing == ()
    assert checked(embedder, "12 weeks ago girls have fallen ill.", cited).missing == ("weeks",)


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("After months of waiting… prices went up.", "up"),
        ("In Großstraßen 울산 prices went up.", "up"),
        ("…………… 12 weeks ago prices went down.", "weeks"),
    ],
)
def test_a_contradicting_word_is_named_whatever_stands_before_it(embedder, statement, missing):
    cited = evidence("After 12 months of waiting, prices went down.")
    assert missing in checked(embedder, statement, cited).missing


def test_a_contradicting_word_is_named_in_a_script_without_capitals(embedder):
    cited = evidence("五月份布伦的粮食价格下降了。", "zh")
    assert checked(embedder, "五月份布伦的粮食价格上升了。", cited, language="zh").missing


def test_a_month_may_be_of_a_year_that_the_evidence_names(embedder):
    cited = evidence("The bank moved the money in August. Its books of 2022 were closed.")
    cited = cited.model_copy(update={"published": None})
    assert checked(embedder, "The bank moved the money in August 2022.", cited).missing == ()
    assert checked(embedder, "The bank moved the money in August 2021.", cited).missing


@pytest.mark.parametrize(
    ("statement", "language", "verdict"),
    [
        ("Washington gave no answer.", "en", "supported"),
        ("Nessuna risposta di Washington", "it", "supported"),
        ("They are lying.", "en", "partly"),
        ("Inflation is falling.", "en", "partly"),
    ],
)
def test_three_or_four_words_are_to_mean_what_is_a_part_of_the_sentence(
    embedder, statement, language, verdict
):
    assert checked(embedder, statement, TREATY, language=language).verdict == verdict
