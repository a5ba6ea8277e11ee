"""Check what msgspec cannot: that the names in ``figures.toml`` files fit together."""

from collections.abc import Collection, Iterator, Mapping

from content.figures.figure_set import FigureSet, merge
from content.figures.schema import ExerciseFigures, Motion, Picture, TechniqueFigures


def figure_faults(
    techniques: Mapping[str, TechniqueFigures], paced: Mapping[str, Mapping[str, bool]]
) -> Iterator[str]:
    """What does not fit together, as ``file: key: what is wrong``.

    ``paced``: by technique and exercise, whether the exercise has a pace of its own.
    """
    every = merge(techniques)
    yield from _duplicates(techniques)
    for slug, figures in techniques.items():
        name, known = f"{slug}/figures.toml", paced[slug]
        for missing in known.keys() - figures.exercises.keys():
            yield f"{name}: exercises.{missing}: the figures are missing"
        for extra in figures.exercises.keys() - known.keys():
            yield f"{name}: exercises.{extra}: facts.toml has no such exercise"
        for key, picture in figures.pictures.items():
            for fault in _picture_faults(picture, every):
                yield f"{name}: pictures.{key}{fault}"
        for key in figures.exercises.keys() & known.keys():
            for fault in _exercise_faults(figures.exercises[key], every, is_paced=known[key]):
                yield f"{name}: exercises.{key}{fault}"
    shown = {
        picture
        for exercise in every.exercises.values()
        for picture in (*exercise.stills, exercise.moves.picture, exercise.small.picture)
    } | {picture.mirror_of for picture in every.pictures.values()}
    for slug, figures in techniques.items():
        for key in figures.pictures.keys() - shown:
            yield f"{slug}/figures.toml: pictures.{key}: no exercise shows it"


def text_faults(
    own: TechniqueFigures,
    every: FigureSet,
    described: Collection[str],
    step_counts: Mapping[str, int],
) -> Iterator[str]:
    """Which of a technique's pictures lack text, and which text or step has no picture.

    ``described``: the pictures with text; ``step_counts``: steps by exercise.
    """
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


def _duplicates(techniques: Mapping[str, TechniqueFigures]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for slug, figures in techniques.items():
        for kind in ("poses", "pictures"):
            for key in getattr(figures, kind):
                if (kind, key) in seen:
                    yield f"{slug}/figures.toml: {kind}.{key}: already in {seen[kind, key]}"
                seen[kind, key] = slug


def _picture_faults(picture: Picture, every: FigureSet) -> Iterator[str]:
    kinds = (picture.pose, picture.close_up, picture.mirror_of)
    if sum(kind is not None for kind in kinds) != 1:
        yield ": give pose, close_up or mirror_of, and only one of them"
    if picture.pose is not None and picture.pose not in every.poses:
        yield f".pose: there is no pose {picture.pose}"
    if picture.mirror_of is not None and picture.mirror_of not in every.pictures:
        yield f".mirror_of: there is no picture {picture.mirror_of}"
    elif picture.mirror_of is not None and every.pictures[picture.mirror_of].mirror_of:
        yield f".mirror_of: {picture.mirror_of} is itself a mirror"
    for i, way in enumerate(picture.ways):
        if way.to is not None and way.to not in every.poses:
            yield f".ways[{i}].to: there is no pose {way.to}"
        given = (way.of and way.to and picture.pose, len(way.points) > 1, way.around)
        if sum(bool(each) for each in given) != 1:
            yield f".ways[{i}]: give of and to, two points or more, or around"


def _exercise_faults(
    figures: ExerciseFigures, every: FigureSet, *, is_paced: bool
) -> Iterator[str]:
    for picture in figures.stills:
        if picture not in every.pictures:
            yield f": there is no picture {picture}"
    yield from _motion_faults(figures.moves, every)
    if figures.small.picture not in every.pictures:
        yield f".small.picture: there is no picture {figures.small.picture}"
    if is_paced == (figures.moves.seconds is not None):
        yield ".moves.seconds: told where the exercise has no pace of its own, and only there"


def _motion_faults(motion: Motion, every: FigureSet) -> Iterator[str]:
    if motion.picture not in every.pictures:
        yield f".moves.picture: there is no picture {motion.picture}"
        return
    if (motion.to is None) == (motion.circle is None):
        yield ".moves: give to or circle, and only one of them"
    if motion.to is not None and motion.to not in every.poses:
        yield f".moves.to: there is no pose {motion.to}"
    pose = every.poses.get(every.pictures[motion.picture].pose or "")
    if pose is None:
        yield ".moves.picture: only a picture of a pose can move"
    elif motion.circle is not None and not (pose.arm("left").wrist and pose.arm("right").wrist):
        yield ".moves.circle: both wrists of the pose need a place"
