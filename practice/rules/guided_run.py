"""A hands-free run, as the page's player takes it: which sets, through which stages. Pure.

It knows the kinds of stages and no exercise: those stand in the content files.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from content.language_texts import Note
from content.stage_schema import (
    GET_READY,
    SOAK_LIMIT,
    SOAK_WARNING,
    After,
    AnyStage,
    Breaths,
    Gate,
    Minutes,
    Prepare,
    Rest,
    Soak,
    StageWords,
    Strokes,
)
from content.types import SETS_PER_PERIOD, Exercise, Period, Technique
from practice.rules.adherence import State, TickState
from practice.rules.checklist import Checklist, Row, Section
from practice.rules.plan import Kind, Slot

BRIEF_CAUTIONS = 4
"""Lines before a run, the one about when to stop not counted."""


class Step(Struct, frozen=True, kw_only=True, rename="camel"):
    """One stage.

    ``count``: how much is asked for, in the exercise's unit; ``ceiling``: where strokes end by
    themselves. ``seconds``: how long a stage lasts that counts nothing; ``limit``: after how
    many a soak ends by itself. ``side``: what is rubbed, where each side is done in turn.
    ``rhythms``: seconds in and out, the usual first. ``marks``: what is said after so many
    seconds.
    """

    id: str
    kind: Literal[
        "ready", "prepare", "soak", "gate", "strokes", "breaths", "minutes", "rest", "after"
    ]
    title: str
    lines: tuple[str, ...]
    caution: str = ""
    side: str = ""
    seconds: int = 0
    limit: int = 0
    count: int = 0
    ceiling: int = 0
    choices: tuple[int, ...] = ()
    per_minute: int = 0
    rhythms: tuple[tuple[int, int], ...] = ()
    inward: str = ""
    outward: str = ""
    build_up: int = 0
    build_up_line: str = ""
    cues: tuple[str, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    button: str = ""

    @property
    def lasts(self) -> float:
        """Seconds at the usual pace; none for what waits for an answer."""
        if self.kind == "strokes":
            return 60 * self.count / self.per_minute
        if self.kind == "breaths":
            return self.count * sum(self.rhythms[0])
        if self.kind == "minutes":
            return 60 * self.count
        return self.seconds


class Part(Struct, frozen=True, kw_only=True, rename="camel"):
    """One set of a run.

    ``already``: what was done of it before, in the exercise's unit; of a set that was
    skipped nothing, for nobody is to go on with it (rules.md 28). ``before``: what to post
    to bring its present state back. ``credit``: what counts of it so far (rules.md 6).
    ``low``: the document's figure. ``floor``: what counts as the whole. ``begins``: the
    index of the first step that can't be left out. ``has_own_unit``: amounts are told in
    ``unit_words``, not in those of ``unit``.
    """

    slot: str
    exercise: str
    name: str
    unit: str
    each_side: bool
    unit_words: str
    has_own_unit: bool
    already: float
    before: dict[str, str]
    credit: float
    low: int
    floor: int
    feel: str | None
    early: str | None
    begins: int
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """Without what may be left out before and after, from where it stopped."""
        return _minutes([self])

    @property
    def minutes_with_soak(self) -> int | None:
        soak = sum(step.seconds for step in self.steps if step.kind == "soak")
        return _minutes([self], soak) if soak else None

    @property
    def question(self) -> Step | None:
        return next((step for step in self.steps[: self.begins] if step.kind == "gate"), None)


class Run(Struct, frozen=True):
    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        return _minutes(self.parts)

    @property
    def soak_minutes(self) -> int:
        """What ``minutes`` leaves out before the first set; often nothing."""
        return self._minutes_of("soak")

    @property
    def rest_minutes(self) -> int:
        """What ``minutes`` leaves out after the last set; often nothing."""
        return self._minutes_of("after")

    @property
    def kinds(self) -> set[str]:
        return {step.kind for step in self._steps}

    @property
    def counts(self) -> list[int]:
        return sorted({n for step in self._steps if step.kind == "breaths" for n in step.choices})

    @property
    def rhythms(self) -> list[tuple[int, int]]:
        return sorted({rhythm for step in self._steps for rhythm in step.rhythms})

    @property
    def _steps(self) -> list[Step]:
        return [step for part in self.parts for step in part.steps]

    def _minutes_of(self, kind: str) -> int:
        return round(sum(step.seconds for step in self._steps if step.kind == kind) / 60)

    def as_data(self) -> Any:
        return msgspec.to_builtins(self.parts)


def run_of(rows: Iterable[Row], *, easy: bool) -> Run:
    """The stages of these sets. ``easy``: the plan is an easy start."""
    return Run(tuple(_part(row, easy=easy) for row in rows))


def unfinished(rows: Iterable[Row]) -> list[Row]:
    """What a run goes through: planned and not done, perhaps begun."""
    return [row for row in rows if row.is_unfinished]


def start_runs(section: Section, kind: Kind) -> list[Run]:
    """What can be practised of a period, by the kind of plan; what belongs to bedtime last."""
    runs = (
        run_of(unfinished(rows), easy=kind == "easy")
        for rows in (section.main_rows, section.bedtime_rows)
    )
    return [run for run in runs if run.parts]


def row_for(arranged: Checklist, period: Period, exercise: Exercise) -> Row | None:
    """The set that practising this exercise now would tick: the first not done, if any is."""
    for number in range(1, SETS_PER_PERIOD + 1):
        slot = Slot(period, exercise.id, number)
        row = arranged.row(slot) or Row(arranged.day, slot, exercise, required=False)
        if not row.is_done:
            return row
    return None


def is_again(arranged: Checklist, period: Period, exercise: Exercise) -> bool:
    """Whether what is planned of an exercise is done: in that period, or a flexible one's day."""
    own = [
        row
        for row in arranged.rows
        if row.slot.exercise == exercise.id
        and (exercise.facts.flexible or row.slot.period is period)
    ]
    return sum(row.is_done for row in own) >= max(1, sum(row.required for row in own))


def brief_cautions(techniques: Sequence[Technique]) -> list[Note]:
    """What is read before a run, in at most four lines: the first one of each technique first."""
    lines = [each.words.cautions.brief for each in techniques]
    firsts = [line[0] for line in lines]
    chosen = (firsts + [note for line in lines for note in line[1:]])[:BRIEF_CAUTIONS]
    return [note for line in lines for note in line if note in chosen]


def _part(row: Row, *, easy: bool) -> Part:
    facts, words = row.exercise.facts, row.exercise.words
    begun = row.tick if row.is_partly_done and not row.is_skipped else None
    already = (begun.tenths or 0) / 10 if begun else 0
    steps = [
        _step(stage, words.stages[stage.id], row, already, easy=easy) for stage in facts.stages
    ]
    before = next(place for place, step in enumerate(steps) if step.kind not in {"soak", "gate"})
    ready = Step(
        id="ready", kind="ready", title=words.name, lines=(words.dose.line,), seconds=GET_READY
    )
    return Part(
        slot=row.key,
        exercise=row.slot.exercise,
        name=words.name,
        unit=facts.dose.unit,
        each_side=facts.dose.each_side,
        unit_words=words.dose.unit,
        has_own_unit=facts.dose.each_side or facts.from_elsewhere,
        already=already,
        before=_restoring(row.tick),
        credit=float(row.credit),
        low=facts.dose.low,
        floor=facts.dose.floor,
        feel=words.dose.feel,
        early=words.dose.early,
        begins=before,
        steps=(*steps[:before], ready, *steps[before:]),
    )


def _restoring(tick: TickState | None) -> dict[str, str]:
    """The fields of a post that brings this state back."""
    if tick is None or tick.state is State.UNDONE:
        return {"done": "0"}
    fields = {"skip": "1"} if tick.state is State.SKIPPED else {"done": "1"}
    if tick.tenths is not None:
        fields["amount"] = f"{tick.tenths / 10:g}"
    return fields | ({"source": "guided"} if tick.guided else {})


def _step(stage: AnyStage, words: StageWords, row: Row, already: float, *, easy: bool) -> Step:
    dose, pace = row.exercise.facts.dose, row.exercise.facts.pace
    more: dict[str, Any] = {"caution": words.caution or "", "side": words.side or ""}
    match stage:
        case Prepare() | Rest():
            more |= {"seconds": stage.seconds}
        case After():
            more |= {"seconds": 60 * stage.minutes}
        case Gate():
            more |= {"button": words.button}
        case Soak():
            more |= {
                "seconds": 60 * stage.enough_minutes,
                "limit": 60 * (stage.most_minutes + SOAK_LIMIT),
                "marks": _soak_marks(stage, words),
                "button": words.button,
            }
        case Strokes():
            more |= {
                "count": dose.reached_at,
                "ceiling": max(dose.enough, dose.reached_at),
                "per_minute": pace.strokes_per_minute,
            }
        case Breaths():
            usual = (pace.inhale_seconds or 0, pace.exhale_seconds or 0)
            more |= {
                "count": dose.high,
                "choices": tuple(range(dose.low, dose.high + 1)),
                "rhythms": (usual, *stage.also),
                "inward": words.inward,
                "outward": words.outward,
            }
        case Minutes():
            more |= {
                "count": _minutes_to(stage, stage.easy if easy else dose.low, already),
                "choices": stage.choices,
                "build_up": pace.build_up_minutes,
                "build_up_line": words.build_up,
                "cues": words.cues,
            }
    kind = str(stage.__struct_config__.tag)
    return Step(id=stage.id, kind=kind, title=words.title, lines=words.lines, **more)  # type: ignore[arg-type]


def _minutes_to(stage: Minutes, usual: int, already: float) -> int:
    """Where a set ends: what is done of it already is gone on with."""
    more = (n for n in stage.choices if n > already)
    return usual if usual > already else next(more, usual)


def _soak_marks(stage: Soak, words: StageWords) -> tuple[tuple[int, str | None], ...]:
    """What is said when; past the most every minute, for as long as it goes on."""
    marks = [
        (stage.enough_minutes - SOAK_WARNING, words.soon),
        (stage.enough_minutes, words.enough),
        (stage.most_minutes, words.most),
        *((stage.most_minutes + minute, words.out) for minute in range(1, SOAK_LIMIT)),
    ]
    return tuple((60 * minutes, line) for minutes, line in marks)


def _minutes(parts: Iterable[Part], seconds: float = 0) -> int:
    for part in parts:
        for step in part.steps[part.begins :]:
            # What is counted goes on from where it stopped, on either side.
            done = min(1, part.already / step.count) if step.count else 0
            if step.kind != "after":
                seconds += step.lasts * (1 - done)
    return max(1, round(seconds / 60))
