"""Check what msgspec cannot: that the names in ``figures.toml`` files fit together."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from content.figures.figure_set import FigureSet, merge
from content.figures.schema import ExerciseFigures, Picture, TechniqueFigures


def figure_faults(
    techniques: Mapping[str, TechniqueFigures], paced: Mapping[str, Mapping[str, bool]]
) -> Iterator[str]:
    """``paced``: by technique and exercise, whether the exercise has a pace of its own."""
    every = merge(techniques)
    yield from _duplicates(techniques)
    shown = {
        picture
        for exercise in every.exercises.values()
        for picture in (*exercise.stills, exercise.moves.picture, exercise.small.picture)
    } | {picture.mirror_of for picture in every.pictures.values()}
    for slug, figures in techniques.items():
        name, known = f"{slug}/figures.toml", paced[slug]
        for missing in known.keys() - figures.exercises.keys():
            yield f"{name}: exercises.{missing}: the figures are missing"
        for extra in figures.exercises.keys() - known.keys():
            yield f"{name}: exercises.{extra}: facts.toml has no such exercise"
        for key, picture in figures.pictures.items():
            yield from (
                f"{name}: pictures.{key}{fault}" for fault in _picture_faults(picture, every)
            )
            if key not in shown:
                yield f"{name}: pictures.{key}: no exercise shows it"
        for key in figures.exercises.keys() & known.keys():
            for fault in _exercise_faults(figures.exercises[key], every, is_paced=known[key]):
                yield f"{name}: exercises.{key}{fault}"


def text_faults(
    own: TechniqueFigures,
    every: FigureSet,
    described: Collection[str],
    step_counts: Mapping[str, int],
    stages: Mapping[str, Collection[str]],
) -> Iterator[str]:
    """Pictures of a technique without text (they are not ``described``), for no step or stage."""
    stills = {picture for exercise in every.exercises.values() for picture in exercise.stills}
    wanted = own.pictures.keys() & stills
    for missing in sorted(wanted - set(described)):
        yield f"pictures.{missing}: the words are missing"
    for extra in sorted(set(described) - wanted):
        yield f"pictures.{extra}: figures.toml shows no such picture"
    for key, exercise in own.exercises.items():
        for number in exercise.steps:
            if int(number) > step_counts.get(key, 0):
                yield f"exercises.{key}.steps: figures.toml has a picture of step {number}"
        for stage in exercise.stages.keys() - set(stages.get(key, ())):
            yield f"exercises.{key}.stages: figures.toml has a picture of stage {stage}"


def _duplicates(techniques: Mapping[str, TechniqueFigures]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for slug, figures in techniques.items():
        for kind in ("poses", "pictures"):
            for key in getattr(figures, kind):
                if (kind, key) in seen:
                    yield f"{slug}/figures.toml: {kind}.{key}: already in {seen[kind, key]}"
                seen[kind, key] = slug


def _unknown_names(
    every: FigureSet, references: Iterable[tuple[str, str, str | None]]
) -> Iterator[str]:
    """A fault for each reference (key, kind, name) to a pose or picture that does not exist."""
    known: dict[str, Collection[str]] = {"pose": every.poses, "picture": every.pictures}
    for key, kind, name in references:
        if name is not None and name not in known[kind]:
            yield f"{key}: there is no {kind} {name}"


def _picture_faults(picture: Picture, every: FigureSet) -> Iterator[str]:
    kinds = (picture.pose, picture.close_up, picture.mirror_of)
    if sum(kind is not None for kind in kinds) != 1:
        yield ": give pose, close_up or mirror_of, and only one of them"
    references = [(".pose", "pose", picture.pose), (".mirror_of", "picture", picture.mirror_of)]
    for i, way in enumerate(picture.ways):
        references.append((f".ways[{i}].to", "pose", way.to))
        given = (way.of and way.to and picture.pose, len(way.points) > 1, way.around)
        if sum(bool(each) for each in given) != 1:
            yield f".ways[{i}]: give of and to, two points or more, or around"
    yield from _unknown_names(every, references)
    original = every.pictures.get(picture.mirror_of or "")
    if original is not None and original.mirror_of:
        yield f".mirror_of: {picture.mirror_of} is itself a mirror"


def _exercise_faults(
    figures: ExerciseFigures, every: FigureSet, *, is_paced: bool
) -> Iterator[str]:
    moves = figures.moves
    yield from _unknown_names(
        every,
        [
            *(("", "picture", name) for name in figures.stills),
            (".small.picture", "picture", figures.small.picture),
            (".moves.picture", "picture", moves.picture),
            (".moves.to", "pose", moves.to),
        ],
    )
    if is_paced == (moves.seconds is not None):
        yield ".moves.seconds: told where the exercise has no pace of its own, and only there"
    if (moves.to is None) == (moves.circle is None):
        yield ".moves: give to or circle, and only one of them"
    if moves.picture not in every.pictures:
        return
    pose = every.poses.get(every.pictures[moves.picture].pose or "")
    if pose is None:
        yield ".moves.picture: only a picture of a pose can move"
    elif moves.circle is not None and not (pose.arm("left").wrist and pose.arm("right").wrist):
        yield ".moves.circle: both wrists of the pose need a place"
