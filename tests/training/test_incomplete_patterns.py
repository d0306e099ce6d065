"""What a pattern may lack is learned from closings."""

import json
from pathlib import Path

from training.incomplete_patterns import learn_incomplete

from voicecoach.packs.pack import LabelWeights

PATTERN = "how (close|near) am i"
PACK = f"""
[pack]
id = "small"
[[move]]
id = "asked"
name = "asked"
patterns = ["{PATTERN}"]
"""


def test_only_what_still_means_it_is_learned(tmp_path: Path):
    """ "How close i" was always the question; "close am i" was as often something else."""
    file = tmp_path / "small.toml"
    file.write_text(PACK, "utf-8")
    closings = [
        closing
        for name in ("tom", "ann", "sue", "max", "joy", "lee", "pat", "kim")
        for closing in (
            {"text": f"{name} how close i to it", "moves": ["asked"], "pitfalls": []},
            {"text": f"{name} so close am i", "moves": [], "pitfalls": []},
            {"text": f"{name} well close am i", "moves": ["asked"], "pitfalls": []},
        )
    ]
    weights = LabelWeights(bias=-3.0, by_pattern={PATTERN: 5.0}, incomplete={})

    learned = learn_incomplete(str(file), {"asked": weights}, closings, jobs=1)

    by_loss = learned["asked"][PATTERN]
    assert weights.bias + by_loss["without 2"] > 2.0
    assert weights.bias + by_loss.get("without 0", 0.0) < 0.0
    assert learned == json.loads(json.dumps(learned))
