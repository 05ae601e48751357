"""What a faithful translation may say in another way, by the real embedding model."""

import pytest

from assistant.answering.checking.verify import support
from assistant.language.contrasts import contrasts
from assistant.language.dates import dates
from assistant.language.negation import denials
from assistant.language.places import places
from assistant.language.weekdays import weekdays
from tests.conftest import evidence


def missing(embedder, statement, language, cited):
    return support(statement, language, [cited], "", embedder.embed_passages).missing


@pytest.mark.parametrize(
    ("statement", "language", "sentence", "other"),
    [
        ("The bridge will undoubtedly be closed.", "en",
         "Le pont sera sans aucun doute fermé.", "fr"),
        ("If the talks fail, the port will be closed.", "en",
         "Wenn die Gespräche nicht gelingen, wird der Hafen geschlossen.", "de"),
        ("The port of Brenn was closed to foreign ships.", "en",
         "Il porto di Brenn è stato chiuso alle navi straniere: ne ha parlato il sindaco.", "it"),
        ("On Monday evening the ferry was back in the port.", "en",
         "Am Montagabend war die Fähre wieder im Hafen.", "de"),
        ("The museum is free on Sundays.", "en", "El museo es gratuito los domingos.", "es"),
        ("The bridge opens in the second half of October.", "en",
         "Die Brücke öffnet in der zweiten Oktoberhälfte.", "de"),
        ("Sept ponts ont été fermés.", "fr", "Seven bridges were closed.", "en"),
        ("Both bridges were closed.", "en", "Die Brücken wurden geschlossen.", "de"),
        ("The strike of three years is over.", "en", "Der dreijährige Streik ist vorbei.", "de"),
        ("Le pont date du XIXe siècle.", "fr", "The bridge dates from the 19th century.", "en"),
        ("The bridge dates from the 19th century.", "en", "Il ponte risale al XIX secolo.", "it"),
        ("Die Fähre fährt um 18 Uhr.", "de", "The ferry leaves at 6 p.m.", "en"),
        ("Les États-Unis ont fermé le port.", "fr", "The US closed the port.", "en"),
        ("The European ports were closed.", "en", "Die europäischen Häfen waren zu.", "de"),
        ("The bridge was opened by Mayor Varnay.", "en",
         "Le pont a été ouvert par le maire Varnay.", "fr"),
        ("The prime minister came last.", "en", "Le premier ministre est arrivé en dernier.", "fr"),
        ("Norland lost to Sudland.", "en", "Sudland beat Norland on Tuesday.", "en"),
        ("The ferry cannot sail in a storm.", "en",
         "Bei Sturm bleibt die Fähre im Hafen, sie fährt dann nicht.", "de"),
        ("The bridge was closed without a warning.", "en",
         "Le pont a été fermé, et personne n'avait été prévenu.", "fr"),
    ],
)  # fmt: skip
def test_what_is_said_in_another_way_is_not_missed(embedder, statement, language, sentence, other):
    assert missing(embedder, statement, language, evidence(sentence, other)) == ()


@pytest.mark.parametrize(
    ("statement", "language", "sentence", "other"),
    [
        ("The talks succeeded.", "en", "Les négociations n'ont pas abouti.", "fr"),
        ("Der Hafen wird geschlossen.", "de", "El puerto no se cerrará.", "es"),
        ("The port will not be closed.", "en", "Il porto sarà chiuso martedì.", "it"),
        ("On Sunday evening the ferry was back in the port.", "en",
         "Am Montagabend war die Fähre wieder im Hafen.", "de"),
        ("The bridge opens in November.", "en", "Die Brücke öffnet in der Oktoberhälfte.", "de"),
        ("Three bridges were closed.", "en", "Die beiden Brücken wurden geschlossen.", "de"),
        ("The bridge was opened by Donald Varnay.", "en",
         "Le pont a été ouvert par Paul Varnay.", "fr"),
        ("Norland lost to Sudland.", "en", "Norland beat Sudland on Tuesday.", "en"),
    ],
)  # fmt: skip
def test_what_is_said_otherwise_is_missed(embedder, statement, language, sentence, other):
    assert missing(embedder, statement, language, evidence(sentence, other))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les sans-abri et les non-résidents votent.", "fr"),
        ("Cela ne porte que sur les chiffres.", "fr"),
        ("C'est le premier pas.", "fr"),
        ("Il ne s'agit pas seulement du port, ce n'est pas seulement le pont.", "fr"),
        ("Une avance non négligeable.", "fr"),
        ("Sin embargo, el puerto abre.", "es"),
        ("Il porto ne ha bisogno.", "it"),
        ("He told them to see, not least the mayor.", "en"),
    ],
)
def test_words_that_only_look_like_denials_deny_nothing(text, language):
    assert not denials(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It wasn't so.", "en"),
        ("Il n'est plus là.", "fr"),
        ("Le pont, et non le port.", "fr"),
        ("Der Hafen ist nicht zu.", "de"),
    ],
)
def test_denials_are_found(text, language):
    assert denials(text, language)


def test_nothing_is_said_to_deny_in_a_language_without_known_words():
    assert denials("Jeg vet ikke.", "xx") is None


def test_weekdays_are_found_in_the_plural_and_in_compounds():
    assert set(weekdays("Closed on Sundays", "en").values()) == {6}
    assert set(weekdays("Am Freitagmorgen", "de").values()) == {4}


def test_other_words_that_begin_like_weekdays_are_none():
    assert weekdays("среди гостей", "ru") == {}
    assert set(weekdays("в среду", "ru").values()) == {2}
    assert set(weekdays("к среде", "ru", loosely=True).values()) == {2}


@pytest.mark.parametrize("text", ["sept personnes", "le marché", "I may go to Marchand"])
def test_words_like_short_names_of_months_are_no_dates(text):
    assert {d.month for d in dates(text)} <= {5}


def test_acronyms_of_places_count_in_capitals_only():
    assert places("ils ont eu tort, tell us") == {}
    assert set(places("the US and the EU")) == {"us", "eu"}


def test_contrasts_of_two_unlike_things_are_none():
    """North and south are one contrast, summer and winter another."""
    assert not set(contrasts("in the north", "en")) & set(contrasts("last winter", "en"))


@pytest.mark.parametrize(
    ("statement", "language", "text", "of"),
    [
        ("Trump ha annunciato nuovi negoziati con Pechino.", "it",
         "Trump announced new negotiations with Beijing.", "en"),
        ("L'incidente di Brenn ha causato 12 vittime.", "it",
         "12 people lost their lives in the crash in Brenn.", "en"),
        ("The talks in Brenn ended with no agreement.", "en",
         "I colloqui a Brenn si sono conclusi senza accordo.", "it"),
        ("L'Unione ha lanciato un programma finanziario per Brenn.", "it",
         "The Union launched a financial programme for Brenn.", "en"),
        ("The company has opened a plant in Brenn.", "en",
         "The company, which can build 500 cars a day, opened a plant in Brenn.", "en"),
        ("The prime minister of Brenn faces a serious crisis.", "en",
         "The prime minister of Brenn faces the most serious crisis of his term.", "en"),
        ("La prossima settimana il ministro va a Brenn.", "it",
         "Next week the minister goes to Brenn.", "en"),
        ("Dozens of people were killed in Brenn.", "en",
         "Des dizaines de personnes ont été tuées à Brenn.", "fr"),
        ("Une maison du quartier de Brenn a brûlé.", "fr",
         "A house in the district of Brenn burnt down.", "en"),
        ("Le conflit au Proche-Orient inquiète Brenn.", "fr",
         "El conflicto de Oriente Medio preocupa a Brenn.", "es"),
        ("周五，一名官员在布伦说，谈判十分艰难。", "zh",
         "On Friday an official said in Brenn that the talks were very difficult.", "en"),
        ("Il parco di Brenn misura 400 km².", "it",
         "The park of Brenn measures 400 square kilometres.", "en"),
    ],
)  # fmt: skip
def test_no_word_is_taken_for_a_number_or_the_opposite_of_another(
    embedder, statement, language, text, of
):
    assert missing(embedder, statement, language, evidence(text, of)) == ()


@pytest.mark.parametrize(
    ("statement", "language", "text", "of"),
    [
        ("À 07h55, une femme a été trouvée à Brenn.", "fr",
         "A woman was found at 7.55am in Brenn.", "en"),
        ("A woman was found at 7.55am in Brenn.", "en",
         "À 07h55, une femme a été trouvée à Brenn.", "fr"),
        ("The meeting in Brenn begins at 7 p.m.", "en",
         "La réunion de Brenn commence à 19 h 00.", "fr"),
        ("Brenn a vendu le port pour 125 millions de livres.", "fr",
         "Brenn sold the port for £125m.", "en"),
        ("Le pont de Brenn a été bâti dans les années 30.", "fr",
         "The bridge of Brenn was built in the 1930s.", "en"),
        ("La guerre de Brenn (1950-1953) est finie.", "fr",
         "The 1950-53 war of Brenn is over.", "en"),
        ("Le tremblement de terre de Brenn a fait 12 morts.", "fr",
         "The earthquake in Brenn killed 12 people.", "en"),
        ("Le port de Brenn rouvre en mars.", "fr", "The port of Brenn opens again in March.", "en"),
        ("L'IA change le travail à Brenn.", "fr", "AI changes the work in Brenn.", "en"),
        ("Le ministre de Brenn est allé à la Maison Blanche.", "fr",
         "The minister of Brenn went to the White House.", "en"),
        ("Die Vereinten Nationen helfen Brenn.", "de", "The United Nations help Brenn.", "en"),
        ("Le ministre veut éviter que le port de Brenn ne ferme.", "fr",
         "The minister wants to keep the port of Brenn from being closed.", "en"),
        ("Fifty-eight per cent voted in Brenn.", "en", "In Brenn stimmten 58 Prozent ab.", "de"),
        ("Brenn will die Nr. 1 der Uhren werden.", "de",
         "Brenn wants to be No. 1 in clocks.", "en"),
    ],
)  # fmt: skip
def test_what_newspapers_write_in_their_own_ways_is_the_same(
    embedder, statement, language, text, of
):
    assert missing(embedder, statement, language, evidence(text, of)) == ()


@pytest.mark.parametrize(
    ("statement", "text", "gone"),
    [
        ("A woman was found at 7.50am in Brenn.", "Une femme a été trouvée à 07h55 à Brenn.", "50"),
        ("Brenn sold the port for £125m.", "Brenn a vendu le port pour 12 millions de livres.",
         "125000000"),
        ("The bridge was built in the 1940s.", "Le pont a été bâti dans les années 30.", "1940"),
        ("The United Nations help Brenn.", "L'Otan aide Brenn.", "united nations"),
        ("The minister does not go to Brenn.", "Le ministre va à Brenn.", "not"),
        ("The minister goes to Brenn.", "Le ministre ne va plus à Brenn.", "not"),
    ],
)  # fmt: skip
def test_another_time_power_decade_or_denial_is_still_another(embedder, statement, text, gone):
    assert gone in missing(embedder, statement, "en", evidence(text, "fr"))
