"""Languages: codes, names, and the one in which a customer is spoken to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowdesigner.errors import EditError
from flowdesigner.flow.language import COMMON, canonical, chosen, demanded, name_of, ordered, spoken_to, wider

LANGUAGES = ("en", "de", "pt", "pt-BR", "sl")


@pytest.mark.parametrize(
    ("written", "usual"),
    [("de", "de"), ("DE", "de"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("no", "nb"), ("iw", "he"),
     ("es-419", "es-419"), ("German", ""), ("xq", ""), ("", ""), ("d" * 5000, ""), ("de--AT", "")],
)  # fmt: skip
def test_a_code_has_one_usual_form(written: str, usual: str) -> None:
    assert canonical(written) == usual


@given(st.text(max_size=60))
def test_whatever_a_customer_s_browser_says_is_a_code_or_none(text: str) -> None:
    code = canonical(text)
    assert canonical(code) == code
    assert chosen(LANGUAGES, text, text) in LANGUAGES


def test_languages_have_names_in_words() -> None:
    assert [name_of(code) for code in ("de", "pt-BR", "zh-Hant", "qqq")] == [
        "German", "Portuguese (Brazil)", "Chinese (Traditional)", "qqq",
    ]  # fmt: skip
    assert all(canonical(code) == code and name_of(code) != code for code in COMMON)


def test_a_text_that_is_no_code_is_refused_in_words() -> None:
    with pytest.raises(EditError, match="“Klingonish” is no language's code"):
        demanded("Klingonish")


def test_a_code_falls_back_to_wider_ones() -> None:
    assert list(wider("zh-Hant-TW")) == ["zh-Hant-TW", "zh-Hant", "zh"]


@pytest.mark.parametrize(
    ("preferred", "locale", "language"),
    [
        ("de", "", "de"),
        ("de-AT", "", "de"),
        ("pt-BR", "", "pt-BR"),
        ("pt", "", "pt"),
        ("pt", "pt-BR", "pt-BR"),  # the country of a preference that names none
        ("de", "pt-BR", "de"),
        ("", "sl-SI", "sl"),
        ("Deutsch", "", "de"),  # a button's label
        ("german", "", "de"),
        ("portuguese (brazil)", "", "pt-BR"),
        ("fr", "de-DE", "en"),  # what is preferred is not spoken
        ("gibberish", "", "en"),
        ("", "", "en"),
    ],
)
def test_a_customer_is_spoken_to_in_the_nearest_language(preferred: str, locale: str, language: str) -> None:
    assert chosen(LANGUAGES, preferred, locale) == language


def test_a_variant_of_another_country_is_nearer_than_the_main_language() -> None:
    assert chosen(("en", "pt-BR"), "pt-PT") == "pt-BR"


def test_what_the_flow_sets_counts_more_than_what_intercom_says() -> None:
    facts = {"preferredLanguage": "sl", "locale": "sl-SI"}
    assert spoken_to(LANGUAGES, {}, facts) == "sl"
    assert spoken_to(LANGUAGES, {"preferredLanguage": "de"}, facts) == "de"
    assert spoken_to(LANGUAGES, {"preferredLanguage": None}, facts) == "sl"
    assert spoken_to(LANGUAGES, {"preferredLanguage": ["de"]}, {}) == "en"


def test_the_main_language_stands_first_and_the_others_in_order() -> None:
    assert ordered(("sl", "pt-BR", "de", "sl", "de")) == ("sl", "de", "pt-BR")
    assert ordered(()) == ()
