"""Languages: their codes (BCP 47, such as `de` and `pt-BR`), their names, and which of them a customer gets.

A bot's languages are a tuple, the main one first: the one in which its blocks are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from flowdesigner.errors import EditError
from flowdesigner.flow.event import Value
from flowdesigner.flow.system_variables import LOCALE, PREFERRED
from flowdesigner.flow.template import lookup

Languages = tuple[str, ...]
CODE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)
LONGEST_CODE = 40
"""Letters; what is longer is neither a language's code nor its name."""
COMMON = (
    "ar", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "he", "hi", "hr",
    "hu", "id", "is", "it", "ja", "ko", "lb", "lt", "lv", "mk", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru",
    "sk", "sl", "sq", "sr", "sv", "th", "tr", "uk", "vi", "zh-Hans", "zh-Hant",
)  # fmt: skip
"""Those that are offered for choosing; any other may be named by its code."""


@lru_cache(maxsize=4096)
def canonical(code: str) -> str:
    """The code in its usual form: `pt-BR` for `pt_br`; "" for a text that is no language's code."""
    found = CODE.fullmatch(code.strip()) if len(code) <= LONGEST_CODE else None
    if found is None:
        return ""
    language, script, region = (part or "" for part in found.groups())
    language = "nb" if language.lower() == "no" else _aliases().get(language.lower(), language.lower())
    if language not in _names().languages:
        return ""
    return "-".join(part for part in (language, script.capitalize(), region.upper()) if part)


def demanded(code: str) -> str:
    """The same; EditError when it is no language's code."""
    if not (found := canonical(code)):
        raise EditError(f"“{code}” is no language's code. Write one like de, sl or pt-BR.")
    return found


@cache
def _names() -> Locale:
    return Locale("en")


@cache
def _aliases() -> Mapping[str, str]:
    aliases: Mapping[str, str] = get_global("language_aliases")
    return aliases


@lru_cache(maxsize=512)
def name_of(code: str) -> str:
    """The language in English words: `Portuguese (Brazil)`; a code that nobody knows is its own name."""
    language, script, region = parts(code)
    name = _names().languages.get(language)
    if name is None:
        return code
    more = (_names().scripts.get(script, script), _names().territories.get(region, region))
    inside = ", ".join(part for part in more if part)
    return f"{name} ({inside})" if inside else str(name)


def parts(code: str) -> tuple[str, str, str]:
    """Language, script and region of a code, "" for each that it has not."""
    found = CODE.fullmatch(code)
    language, script, region = (part or "" for part in found.groups()) if found else (code, "", "")
    return language, script, region


def wider(code: str) -> Iterator[str]:
    """The code, then what is left of it with less and less detail: `pt-BR`, `pt`."""
    while code:
        yield code
        code = code.rpartition("-")[0]


def ordered(languages: Languages) -> Languages:
    """The languages as files have them: the main one, then the others by their codes, each once."""
    main, *others = languages or ("",)
    return (main, *sorted({*others} - {main})) if languages else ()


@lru_cache(maxsize=256)
def _called(languages: Languages) -> Mapping[str, str]:
    """The languages by what people call them: their names in English and in the language itself."""
    called = {}
    for code in reversed(languages):
        language, _, _ = parts(code)
        own = (
            Locale.parse(language).get_language_name() if language and Locale.negotiate([language], [language]) else ""
        )
        called.update(dict.fromkeys((name.casefold() for name in (name_of(code), own or "") if name), code))
    return called


@lru_cache(maxsize=4096)
def chosen(languages: Languages, preferred: str, locale: str = "") -> str:
    """The one of the bot's languages for a customer who prefers a language, by its code or name; "" when unknown.

    `locale` says the customer's country where the preference does not. Without the very language, a wider one will do
    (`pt` for `pt-BR`), then one of another country, then the main one.
    """
    local = canonical(locale)
    wanted = _called(languages).get(preferred.strip().casefold()) or canonical(preferred) or local
    if parts(local)[0] == wanted:
        wanted = local
    near = (code for code in languages if code and parts(code)[0] == parts(wanted)[0])
    return next((code for code in wider(wanted) if code in languages), None) or next(near, languages[0])


def spoken_to(languages: Languages, variables: Mapping[str, Value], facts: Mapping[str, Value]) -> str:
    """The language for this customer: the flow's own choice if it has made one, else by what Intercom knows."""
    preferred = variables.get(PREFERRED) or lookup(facts, PREFERRED) or ""
    locale = variables.get(LOCALE) or lookup(facts, LOCALE) or ""
    return chosen(languages, str(preferred)[: LONGEST_CODE + 1], str(locale)[: LONGEST_CODE + 1])
