"""The things that a sentence lists, and which items of a list stand in a text."""

import re
import unicodedata

from questionnaires.drafting.duty_words import ADVERBS, VERBS

FEWEST, MOST = 3, 20
LONGEST_ITEM, LONGEST_LABEL = 24, 60
STANDS = 0.6  # of an item's letter pairs
BEFORE = re.compile(rf"^.*(?:(?:{ADVERBS})*(?:{VERBS})(?![员率])|包括|涵盖|围绕|以|从|等|的)")
PREPOSITION = re.compile(r"^(?:对|在|将|把|从|以|向|与|同|为)(?=..)")
TAIL = re.compile(r"(?<=..)(?:各?(?:环节|领域|方面)|等|全过程|的)[^，,]*$")
RUN = re.compile(
    r"[^，,。；;：:（）()]+?(?:(?:、|和|(?<!参)与|及(?!时)|以及|”“|》《)[^，,。；;：:（）()、和与及]+?)+(?=等|[，,。；;：:（）()]|$)"
)
OF_ALL_LISTED = re.compile(r"[对将把]")
DO_WHAT = re.compile(r"(?:积极|共同|广泛|主动)?参与")  # 企业、协会、高校参与标准制修订: who does it, and what
# 药店、诊所实行全覆盖检查, 药品、器械、化妆品三个专项整治: what is done to the listed, and how many they are.
DONE_TO_ALL = re.compile(r"(?<=..)(?:实行|开展|进行|实施|给予|予以)[^，,]*$")
HOW_MANY = re.compile(r"(?<=..)(?:[两二三四五六七八九十]|\d+)(?:大|[个项类种支方])[^，,]*$")
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


def find_items(text: str) -> tuple[str, ...]:
    """The members of the longest list of a sentence, three at least; none where it lists nothing."""
    plain = BRACKETS.sub("", text)
    lists = [
        _split_run(run[0]) for run in RUN.finditer(plain) if run[0].count("、") + run[0].count("》《") >= FEWEST - 2
    ]
    longest = max(lists, key=len, default=())
    return longest if FEWEST <= len(longest) <= MOST else ()


def _split_run(run: str) -> tuple[str, ...]:
    run = DO_WHAT.split(run)[0] if 0 < run.find("、") < run.find("参与") else run
    members = [
        one for one in re.split(r"、|(?<=.)(?:以及|和|(?<!参)与|及(?!时))(?=.)|(?<=”)(?=“)|(?<=》)(?=《)", run) if one
    ]
    usual = sorted(len(one) for one in members)[len(members) // 2]
    bare = PREPOSITION.sub("", BEFORE.sub("", members[0]))
    members[0] = bare if len(bare) > 1 else members[0][-usual:]
    members[-1] = HOW_MANY.sub("", TAIL.sub("", members[-1]))
    members[-1] = DONE_TO_ALL.sub("", members[-1]) if OF_ALL_LISTED.match(run) else members[-1]
    members = [one.strip("“”") if one.count("“") + one.count("”") == 1 else one for one in members]
    return tuple(dict.fromkeys(one for one in members if 1 < len(one) <= LONGEST_ITEM))


def stands_in(label: str, text: str) -> bool:
    """Whether most of an item's words, its brackets apart, stand in a text."""
    word, plain = (_flatten(one) for one in (BRACKETS.sub("", label), text))
    if word in plain:
        return True
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    return bool(pairs) and sum(pair in plain for pair in pairs) >= STANDS * len(pairs)


def _flatten(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
