import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.assessment import Assessment
from voicecoach.coaching.closers import FEWEST_WORDS, MOST_WORDS, compose_closer
from voicecoach.coaching.coach import assess
from voicecoach.learner import Learner
from voicecoach.packs.loader import load_pack, pack_from
from voicecoach.transcript import Utterance

PACK = load_pack()
NOBODY = Learner()
MOVES = {
    "fit_question": "how near am i to the person you have in mind",
    "concerns_question": "is there anything about my background that worries you",
    "next_steps": "what happens after today",
    "interest": "i would really love to work here",
    "thanks": "thank you for showing me the ward",
    "value_summary": "i bring nine years of running a busy till",
    "follow_up": "i'll send you my references tonight",
}
REST = [
    "did i get the job",
    "so yeah i guess that's it",
    "i really need this job please",
    "sorry i'm terrible at interviews",
    "um and the thing is like whatever",
    "my cousin works here too",
]


def closer_for(text: str, learner: Learner = NOBODY) -> str:
    """What would be said after one typed turn."""
    return compose_closer(assess((Utterance.typed(text),), PACK), PACK, learner)


def found_in(text: str) -> Assessment:
    """What our own matcher finds in a typed turn."""
    return assess((Utterance.typed(text),), PACK)


def test_good_words_are_kept():
    """The learner's own sentence stands in the strong version."""
    closer = closer_for("Thank you for showing me the ward. What happens after today?")

    assert "Thank you for showing me the ward." in closer
    assert "What happens after today?" in closer


def test_what_spoils_is_left_out():
    """Nothing of a pitfall stays."""
    assert "did i get" not in closer_for("i'd love to join you. did i get the job?").lower()


def test_the_articles_own_question_is_kept_whole():
    """It is already the strong version."""
    question = (
        "Based on my background and the skills and experience we discussed, how well do I fit the "
        "profile of the candidate for which you're looking?"
    )

    assert question in closer_for(question)


def test_spoken_words_become_sentences(spoken):
    """Capitals and marks where a recogniser gives none."""
    turn = spoken("i would really love to work here | what happens after today")
    closer = compose_closer(assess((turn,), PACK), PACK, Learner())

    assert "I would really love to work here." in closer
    assert "What happens after today?" in closer


def test_what_a_recogniser_misheard_is_never_said_back(spoken):
    """A clause with a slip in it gives way to the pack's sentence."""
    turn = spoken(
        "would the next steps in the process | i really enjoyed me in between | "
        "how well do i fit the profile the candidate for which are looking"
    )
    closer = compose_closer(assess((turn,), PACK), PACK, Learner())

    assert "would the next" not in closer.lower()
    assert "in between" not in closer
    assert "for which are" not in closer


def test_what_was_said_with_slips_comes_back_whole(spoken):
    """Of the pack's sentences the one that is like what was said is taken: their own, mended."""
    turn = spoken(
        "thank you so much for you time today | how well do i fit the profile the candidate for "
        "which are looking | what the next steps in the process | i am very excited about this "
        "opportunity"
    )
    closer = compose_closer(assess((turn,), PACK), PACK, Learner())

    assert "Thank you so much for your time today. I am very excited about this opportunity." in (
        closer
    )
    assert "How well do I fit the profile of the candidate you are looking for?" in closer
    assert "hat are the next steps in the process?" in closer


def test_a_strong_typed_closing_is_given_back():
    """Only the ums are gone."""
    closer = closer_for(
        "Um, thank you so much for showing me round. How well do I fit the profile of the "
        "candidate you are looking for? And what are the next steps? I'd love to, er, join you."
    )

    assert (
        "Thank you so much for showing me round. How well do I fit the profile of the "
        "candidate you are looking for? And what are the next steps? I'd love to join you."
    ) == closer


def test_a_typed_sentence_is_kept_whole_or_not_at_all():
    """Nothing begins or ends inside one."""
    text = (
        "If you have doubts about my experience with forklift trucks, I'd rather hear them now. "
        "How well do I fit the profile of the candidate you are looking for?"
    )
    closer = closer_for(text)

    assert "profile of the candidate you are looking for?" in closer
    assert ". My experience with forklift" not in closer


def test_nobody_is_given_a_strength_they_did_not_name():
    """No sentence about what they bring when they said none."""
    assert "bring" not in closer_for("what happens next")


@pytest.mark.parametrize(
    ("strengths", "said"),
    [
        (("calm under pressure",), "What I would bring: calm under pressure."),
        (
            ("ran a thirty-bed ward", "calm under pressure", "fluent in Dutch"),
            "Three things I would bring: ran a thirty-bed ward, calm under pressure and fluent in "
            "Dutch.",
        ),
    ],
)
def test_strengths_are_free_text(strengths: tuple[str, ...], said: str):
    """Whatever their grammar, the sentence holds."""
    assert said in closer_for("", Learner(strengths=strengths))


def test_a_role_in_any_form_is_said_as_a_job():
    """With and without its article."""
    assert "the ward sister job" in closer_for("", Learner(role="ward sister"))
    assert "the ward sister post" in closer_for("", Learner(role="the ward sister post"))


def test_facts_that_are_a_pitfall_are_left_out():
    """A strength that our own matcher would hold against them."""
    closer = closer_for("", Learner(strengths=("i really need this job please",)))

    assert () == found_in(closer).pitfalls


def test_the_learners_facts_are_used():
    """Company, interviewer and strengths."""
    learner = Learner(
        company="Saint Brigid's", interviewer="Sister Ames", strengths=("nine years on nights",)
    )
    closer = closer_for("", learner)

    assert "Saint Brigid's" in closer
    assert "Sister Ames" in closer
    assert "nine years on nights" in closer


def test_a_pack_without_closers_still_gives_one():
    """A two-label pack written in a minute."""
    pack = pack_from(
        {
            "pack": {"id": "leaving"},
            "core": [{"id": "bye", "title": "say goodbye", "labels": ["goodbye"]}],
            "move": [
                {
                    "id": "goodbye",
                    "name": "said goodbye",
                    "patterns": ["goodbye"],
                    "hears": ["Goodbye."],
                }
            ],
            "pitfall": [{"id": "insult", "name": "insulted them", "patterns": ["you fool"]}],
        },
        {},
    )

    assert "Goodbye." == compose_closer(assess((), pack), pack, Learner())


def test_different_gaps_get_different_closers():
    """Two attempts that miss different moves."""
    made = [set(), {"fit_question"}, {"next_steps"}, {"interest"}, {"fit_question", "interest"}]
    closers = [closer_for(". ".join(MOVES[label] for label in sorted(one))) for one in made]

    assert len(made) == len(set(closers))


learners = st.builds(
    Learner,
    role=st.sampled_from(["", "the ward sister post", "this apprenticeship"]),
    company=st.sampled_from(["", "Saint Brigid's", "Harlow Freight"]),
    interviewer=st.sampled_from(["", "Mister Naidoo"]),
    strengths=st.sampled_from([(), ("nine years on nights",), ("welding", "a clean licence")]),
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.sampled_from([*MOVES.values(), *REST]), max_size=7),
    st.sampled_from([" ", ". "]),
    learners,
)
def test_every_closer_is_whole_and_clean(pieces: list[str], joint: str, learner: Learner):
    """Put through our own matcher: the whole core, no pitfall, and of a length to be said."""
    text = joint.join(pieces)
    closer = closer_for(text, learner)
    found = found_in(closer)
    is_their_own = closer.lower() == text.lower()

    assert found.has_whole_core
    assert () == found.pitfalls
    assert len(closer.split()) <= MOST_WORDS
    assert FEWEST_WORDS <= len(closer.split()) or is_their_own
    assert "{" not in closer
