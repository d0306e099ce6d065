"""Labelled closings as the measuring scripts read them."""

import json
import re
from pathlib import Path


def bare(text: str) -> str:
    """Lower case, no punctuation, apostrophes kept."""
    return " ".join(
        re.sub(r"[^a-z0-9' ]+", " ", text.lower().replace("\u2019", "'").replace("-", " ")).split()
    )


def read_gold(files: list[Path], ids: str) -> list[dict]:
    """The closings of all files whose id's number is even, odd, or anything."""
    rows = [
        json.loads(line)
        for file in files
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    if ids == "all":
        return rows
    wanted = 0 if ids == "even" else 1
    return [row for row in rows if int(re.sub(r"\D", "", row["id"]) or 0) % 2 == wanted]
