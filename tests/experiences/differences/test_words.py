"""Two texts, word by word: whatever the texts, what is said to have changed is what has changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiences.differences import Run, runs_between, shortened
from experiences.differences.words import tokens

SOME = ["girls", "boys", "school", "came", "back", " ", ". ", ", ", "\n\n", "ที่", "学校", "हिन्दी", "e\u0301"]
WORDS = st.lists(st.sampled_from(SOME))
TEXTS = st.one_of(st.text(), WORDS.map("".join), WORDS.map(" ".join))


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_runs_lead_from_one_text_to_the_other(before, after):
    runs = runs_between(before, after)
    assert "".join(run.text for run in runs if run.sort != "added") == before
    assert "".join(run.text for run in runs if run.sort != "removed") == after
    assert all(run.text for run in runs)


@settings(deadline=None)
@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {run.sort for run in runs_between(text, text)} <= {"same"}


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_no_change_is_left_out_when_it_is_shortened(before, after):
    runs = runs_between(before, after)
    assert [run for run in shortened(runs) if run.sort in {"added", "removed"}] == [run for run in runs if run.sort != "same"]


def said(before, after):
    """The runs in one line: -removed-, +added+."""
    marks = {"same": "", "removed": "-", "added": "+"}
    return "".join(f"{marks[run.sort]}{run.text}{marks[run.sort]}" for run in runs_between(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Girls came back to school.", "Girls and boys came back to school.", "Girls +and boys +came back to school."),
        ("It reached 120 schools.", "It reached 1,200 schools.", "It reached -120-+1,200+ schools."),
        ("Start early. Go to them.", "Go to them.", "-Start early. -Go to them."),
        ("Go  to them.", "Go to them.", "Go- - to them."),
        ("They came back.", "They came back to school.", "They came back+ to school+."),
        ("Plan, then act.", "Plan then act.", "Plan-,- then act."),
        ("เด็กไปโรงเรียน", "เด็กหญิงไปโรงเรียน", "เด็ก+หญิง+ไปโรงเรียน"),
        ("儿童回到学校学习", "儿童回到家里学习", "儿童回到-学校-+家里+学习"),
        ("ကလေးများ ကျောင်းပြန်", "ကလေးများ အိမ်ပြန်", "ကလေးများ -ကျောင်း-+အိမ်+ပြန်"),
        ("लड़कियाँ स्कूल लौटीं", "लड़कियाँ घर लौटीं", "लड़कियाँ -स्कूल-+घर+ लौटीं"),
        ("", "New.", "+New.+"),
    ],
)
def test_what_a_reader_sees(before, after, expected):
    assert said(before, after) == expected


def test_a_sentence_that_was_rewritten_is_replaced_whole():
    before, after = "The ministry of health paid for all of it.", "Nobody knows who gave the money, or when and why they did."
    assert said(before, after) == f"-{before}-+{after}+"


def test_a_mark_stays_with_the_character_that_carries_it():
    assert tokens("ที่ดี") == ["ที่", "ดี"]
    assert tokens("हिन्दी में") == ["हिन्दी ", "में"]
    assert tokens("e\u0301cole") == ["e\u0301cole"]


def test_what_has_long_not_changed_is_shortened_on_both_sides_of_a_change():
    text = " ".join(f"word{number}" for number in range(100))
    runs = shortened(runs_between(text, text.replace("word50", "other")))
    assert [run.sort for run in runs] == ["left out", "same", "removed", "added", "same", "left out"]
    assert runs[1].text.endswith("word49 ")
    assert len(runs[1].text.split()) == 12
    assert shortened([Run("same", text)]) == [Run("left out", "")]


def test_one_word_in_each_of_many_sentences_is_found():
    sentences = [f"In year {number} the ministry paid {number * 7} teachers of {number * 3} schools." for number in range(100)]
    runs = runs_between(" ".join(sentences), " ".join(each.replace("teachers", "nurses") for each in sentences))
    assert {run.text for run in runs if run.sort == "removed"} == {"teachers"}
    assert sum(run.sort == "added" for run in runs) == 100


def test_long_texts_that_could_take_for_ever_do_not():
    """Texts for which a naive comparison takes minutes: this test would not end."""
    same = "a b " * 50_000
    assert runs_between(same, same + "c")[-1] == Run("added", "c")
    for one, other in ((" a" * 50_000, " b" * 50_000), ("a b c " * 30_000, "c b a " * 30_000), ("ก" * 90_000, "กข" * 45_000)):
        runs = runs_between(one, other)
        assert "".join(run.text for run in runs if run.sort != "added") == one
