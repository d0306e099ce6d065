from hypothesis import given, settings
from hypothesis import strategies as st

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
    closer = closer_for(joint.join(pieces), learner)
    found = assess((Utterance.typed(closer),), PACK)

    assert found.has_whole_core
    assert () == found.pitfalls
    assert FEWEST_WORDS - 8 <= len(closer.split()) <= MOST_WORDS
    assert "{" not in closer
