"""What the reader of YAML says is wrong, in words of ours that say what to do, so that they can be said in Chinese."""

import re

from questionnaires.messages import Refused

# The words in which it says so most often.
OF_YAML = {
    one.message: one
    for one in (
        Refused("did not find expected '-' indicator"),
        Refused("did not find expected key"),
        Refused("mapping values are not allowed in this context"),
        Refused("could not find expected ':'"),
        Refused("found character that cannot start any token"),
        Refused("did not find expected ',' or ']'"),
        Refused("did not find expected ',' or '}'"),
        Refused("found unexpected end of stream"),
    )
}
# Rarer ones, by words in them; the first that fits.
RARER = (
    ("directive|%TAG|version number|YAML document|or '.' char", Refused("a line with % at its start is not read here")),
    (
        "escape character|escape code|hexdecimal",
        Refused("a backslash in double quotes is not read here; use single quotes"),
    ),
    (
        "another document|single document|document start",
        Refused("something stands behind the end of the text; leave out --- and ..., and put a space after each colon"),
    ),
    ("alphabetic or numeric", Refused("put a value that begins with & or * in quotes")),
    ("comment or line break|indentation indicator", Refused("begin a new line after the sign | or >")),
    ("control characters|unacceptable", Refused("holds a character that cannot be seen; type the words again")),
    ("node content", Refused("a value is missing here, or there is a bracket or a comma too many")),
    ("tab character", Refused("a tab stands in the indent; use spaces")),
    (
        "constructor|tag|but found|base64|unpack|expected '>'|octet",
        Refused("a sign such as !, << or = is not read here; leave it out, or put the value in quotes"),
    ),
)
NO_YAML = Refused("is no YAML; look at the indent, the spaces after colons, and quotes and brackets")
OF_KINDS = {
    "timestamp": Refused("%(value)s is no date; write it as 2025-12-31, or put it in quotes if it is a word"),
    "int": Refused("%(value)s is no number; mend it, or put it in quotes if it is a word"),
    "float": Refused("%(value)s is no number; mend it, or put it in quotes if it is a word"),
    "bool": Refused("%(value)s is neither true nor false; mend it, or put it in quotes if it is a word"),
}
LONGEST_SHOWN = 40


def word_yaml(said: str) -> Refused:
    """What is to be done about what the reader of YAML says."""
    if (known := OF_YAML.get(said)) is not None:
        return known
    return next((why for words, why in RARER if re.search(words, said)), NO_YAML)


def word_value(value: str, tag: str) -> Refused:
    """What is wrong with a value that is not of its kind; of a date or a number it may only look like one."""
    kind = tag.rpartition(":")[2]
    return Refused(OF_KINDS[kind].message, value=repr(value[:LONGEST_SHOWN])) if kind in OF_KINDS else word_yaml("tag")
