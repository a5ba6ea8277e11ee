"""A library with one exercise more, which no line of the product knows."""

import re
import shutil
from pathlib import Path

from pytest_django.fixtures import Settings

from content import catalogue


def add_ear_rub(place: Path, settings: Settings) -> None:
    """Copy the library and add a technique folder to it."""
    # In English alone: the other languages would need its words too.
    shutil.copytree(settings.LIBRARY, place, ignore=shutil.ignore_patterns("zh-*.toml"))
    folder = Path(shutil.copytree(place / "waist-massage", place / "ear-massage"))
    (folder / "facts.toml").write_text(
        """position = 4
[[exercises]]
id = "ear-rub"
code = 6
sets = { morning = 1, evening = 1 }
pace = { strokes_per_minute = 90 }
stages = [
    { kind = "gate", id = "clean" },
    { kind = "strokes", id = "right" },
    { kind = "rest", id = "change", seconds = 5 },
    { kind = "strokes", id = "left" },
]
[exercises.dose]
unit = "strokes"
form = "about"
low = 30
high = 30
floor = 25
enough = 40
each_side = true
""",
        encoding="utf-8",
    )
    # It shows pictures that are there already; drawing its own is saying poses.
    (folder / "figures.toml").write_text(
        """
[exercises.ear-rub]
start = "warm-hands"
end = "soak"
moves = { picture = "left-palm-on-right-sole", to = "palm-at-toes" }

[exercises.ear-rub.small]
picture = "sole"
frame = [0, 0, 10, 10]
ways = []
""",
        encoding="utf-8",
    )
    words = (folder / "en.toml").read_text(encoding="utf-8")
    (folder / "en.toml").write_text(
        words[: words.index("[exercises.waist-rub]")]
        + """[exercises.ear-rub]
name = "Ear rub"
dose = { line = "about 30 each ear", unit = "rubs on each ear", until = "until warm" }
steps = ["Rub each ear about 30 times."]
moving = "One palm rubs."
moving_other_side = "The other palm rubs."

[exercises.ear-rub.stages.clean]
title = "Are your hands clean?"
lines = ["Wash them first."]
button = "They are clean"

[exercises.ear-rub.stages.right]
title = "Right ear"
lines = ["Rub your right ear."]
side = "right ear"

[exercises.ear-rub.stages.change]
title = "Change ear"
lines = ["Now the other one."]

[exercises.ear-rub.stages.left]
title = "Left ear"
lines = ["Rub your left ear."]
side = "left ear"

[pictures]
""",
        encoding="utf-8",
    )
    settings.LIBRARY = place
    forget_library()


def forget_library() -> None:
    for kept in (
        *(catalogue.library, catalogue.exercises_by_code, catalogue.exercises_by_id),
        catalogue._sources,
    ):
        kept.cache_clear()


EXAMPLE = re.compile(r"^`([^`]+\.toml)`\n\n```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def write_other_document(place: Path) -> Path:
    """The example of docs/content.md, just as it stands there."""
    guide = (Path(__file__).resolve().parents[1] / "docs" / "content.md").read_text("utf-8")
    for name, text in EXAMPLE.findall(guide):
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return place
