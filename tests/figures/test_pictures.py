"""Each picture shows what the document says, measured on the bodies that are drawn."""

from math import degrees, hypot

import pytest

from content.catalogue import library
from content.figures import furniture, overlays
from content.figures.body import skeleton
from content.figures.body.head import HIGH
from content.figures.geometry import Point, Vec
from content.figures.scene import Scene, way_points

FIGURES = library().figures
FACTS = {exercise.id: exercise for exercise in library().exercises}
SIDES = ("left", "right")


def scene(name: str) -> Scene:
    return FIGURES.scene(name)


def gap(a: Vec, b: Vec) -> float:
    return hypot(*a.plus(b, -1))


def angle(a: Vec, b: Vec) -> float:
    """Degrees between two directions."""
    from math import acos

    return degrees(acos(max(-1, min(1, a.unit().dot(b.unit())))))


def palm(body: skeleton.Body, side: str) -> Vec:
    return body.arms[side].middle  # type: ignore[index]


POSES = sorted(FIGURES.poses)


# --- one skeleton -------------------------------------------------------------


@pytest.mark.parametrize("name", POSES)
def test_every_bone_is_as_long_in_every_pose(name: str) -> None:
    body = skeleton.body_in(FIGURES.poses[name])
    for side in SIDES:
        arm, leg = body.arms[side], body.legs[side]  # type: ignore[index]
        assert gap(arm.shoulder, arm.elbow) == pytest.approx(skeleton.UPPER_ARM)
        assert gap(arm.elbow, arm.wrist) == pytest.approx(skeleton.FOREARM)
        assert gap(leg.hip, leg.knee) == pytest.approx(skeleton.THIGH)
        assert gap(leg.knee, leg.ankle) == pytest.approx(skeleton.SHIN)


@pytest.mark.parametrize("name", POSES)
def test_what_a_hand_or_a_foot_is_to_reach_is_within_reach(name: str) -> None:
    pose = FIGURES.poses[name]
    body = skeleton.body_in(pose)
    for side, sign in (("left", 1), ("right", -1)):
        for asked, got in (
            (pose.arm(side).wrist, body.arms[side].wrist),  # type: ignore[arg-type, index]
            (pose.leg(side).ankle, body.legs[side].ankle),  # type: ignore[arg-type, index]
        ):
            if asked:
                x, y, z = asked
                assert gap(got, body.hips.plus(Vec(sign * x, y, z))) < 0.6


@pytest.mark.parametrize("name", POSES)
def test_no_joint_bends_as_none_can(name: str) -> None:
    """An elbow or a knee folds at most to 30 degrees, a wrist bends at most to a right angle."""
    body = skeleton.body_in(FIGURES.poses[name])
    for side in SIDES:
        arm, leg = body.arms[side], body.legs[side]  # type: ignore[index]
        assert angle(arm.upper, arm.lower) <= 150
        assert angle(arm.lower, arm.hand) <= 90
        thigh, shin = leg.knee.plus(leg.hip, -1), leg.ankle.plus(leg.knee, -1)
        assert angle(thigh, shin) <= 150
        assert 55 <= angle(shin, leg.foot) <= 135, "a foot stands about square to its shin"


# --- arm raise ----------------------------------------------------------------


def test_the_arm_raise_begins_with_the_fingers_up_and_level_with_the_ears() -> None:
    body = scene("hands-level-with-ears").body
    for side in SIDES:
        arm = body.arms[side]  # type: ignore[index]
        assert angle(arm.hand, Vec(0, 1, 0)) < 10
        assert abs(arm.tip.y - body.head.y) < 15, "within the height of the ears"
        assert angle(arm.upper, arm.lower) > 60, "the elbows are bent"
        assert abs(arm.wrist.x) > abs(arm.shoulder.x) + 15, "at the sides"


def test_it_ends_with_both_hands_above_the_head_and_the_same_on_both_sides() -> None:
    body = scene("hands-above-head").body
    left, right = body.arms["left"], body.arms["right"]
    for arm in (left, right):
        assert arm.wrist.y > body.head.y + 23
    assert left.tip == pytest.approx((-right.tip.x, right.tip.y, right.tip.z))


def test_one_sits_upright_with_legs_as_wide_apart_as_the_shoulders() -> None:
    for name in ("hands-level-with-ears", "hands-above-head", "palm-up", "thrown"):
        body = scene(name).body
        assert not body.stands
        assert angle(body.up, Vec(0, 1, 0)) == 0
        apart = body.legs["left"].ankle.x - body.legs["right"].ankle.x
        assert apart == pytest.approx(2 * skeleton.SHOULDER, rel=0.05)
        assert "chair" in scene(name).picture.layers


def test_the_arrows_lead_from_the_pose_that_is_shown_to_the_other() -> None:
    for here, there in (
        ("hands-level-with-ears", "hands-above-head"),
        ("hands-above-head", "hands-level-with-ears"),
        ("palm-up", "thrown"),
        ("thrown", "palm-up"),
    ):
        shown = scene(here)
        camera = shown.camera
        assert shown.picture.ways
        for way in shown.picture.ways:
            assert way.to == there
            points = way_points(shown, way)
            start = camera.project(shown.body.arms[way.of].middle)  # type: ignore[index]
            end = camera.project(shown.body_in(there).arms[way.of].middle)  # type: ignore[index]
            assert start.distance(points[0]) < start.distance(points[-1])
            assert end.distance(points[-1]) < end.distance(points[0])
            assert min(p.distance(end) for p in points) > 12, "beside the hand, not on it"


# --- arm throw ----------------------------------------------------------------


def test_only_the_right_arm_throws_and_the_left_rests_on_the_legs() -> None:
    before, after = scene("palm-up").body, scene("thrown").body
    assert before.arms["left"] == after.arms["left"]
    assert before.legs == after.legs
    assert gap(before.arms["right"].tip, after.arms["right"].tip) > 50
    left = before.arms["left"]
    on = before.hips.plus(before.legs["left"].knee.plus(before.hips, -1), 0.5)
    assert left.tip.z > 40
    assert 0 < left.middle.y - on.y < 30, "on the thigh"
    assert angle(left.palm, Vec(0, -1, 0)) < 45


def test_the_right_palm_faces_up_before_the_throw_and_goes_up_and_forward() -> None:
    before, after = scene("palm-up").body.arms["right"], scene("thrown").body.arms["right"]
    assert angle(before.palm, Vec(0, 1, 0)) < 60
    assert angle(before.upper, before.lower) > 60, "bent"
    assert after.middle.y > before.middle.y + 40
    assert after.middle.z > 0


# --- waist --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["palms-low", "palms-high"])
def test_the_palms_lie_on_the_waist_and_not_on_the_ribs_or_the_hips(name: str) -> None:
    """The ribs end about 60 units above the hips, the waistband is 9 above them."""
    body = scene(name).body
    for side in SIDES:
        arm = body.arms[side]  # type: ignore[index]
        high = palm(body, side).y - body.hips.y
        assert 9 < high < 60
        assert arm.tip.y - body.hips.y > 5
        assert angle(arm.palm, Vec(0, 0, 1)) < 60, "the palm looks at the back"
        assert palm(body, side).z < -10, "behind the body"


def test_the_rub_goes_up_and_down_beside_the_spine() -> None:
    low, high = scene("palms-low").body, scene("palms-high").body
    for side in SIDES:
        up = palm(high, side).plus(palm(low, side), -1)
        assert up.y > 12
        assert abs(up.x) < 3
        for body in (low, high):
            arm = body.arms[side]  # type: ignore[index]
            assert 4 < abs(arm.tip.x) < 30
            assert arm.tip.x * (1 if side == "left" else -1) > 0, "each on its own side"


def test_the_spine_is_left_free_between_the_two_stripes() -> None:
    lanes = scene("lanes").picture.lanes
    assert lanes
    assert lanes.aside - lanes.wide / 2 >= 4


def test_the_fists_press_beside_the_spine_at_the_waist() -> None:
    body = scene("knuckles-placed").body
    for side in SIDES:
        arm = body.arms[side]  # type: ignore[index]
        assert arm.fist
        middle = arm.middle
        assert 9 < middle.y - body.hips.y < 60
        assert 10 < abs(middle.x) < 34


def test_the_rings_mark_where_the_knuckles_press_and_never_the_spine() -> None:
    shown = scene("knuckles-placed")
    assert len(shown.picture.spots) == 2
    for side, spot in zip(SIDES, sorted(shown.picture.spots), strict=True):
        fist = shown.camera.project(shown.body.arms[side].middle)  # type: ignore[index]
        assert fist.distance(Point(*spot)) < 14, "seen from behind, left is left"
        assert abs(spot[0]) > 8


def test_the_circles_go_over_the_top_towards_the_spine() -> None:
    """As the Chinese parent text has it: inward. Seen from behind, left is left."""
    shown = scene("knuckles-circling")
    for way in shown.picture.ways:
        assert way.around
        inward = 1 if way.around[0] < 0 else -1
        points = overlays.ring(Point(*way.around), way.radius, way.turn)
        top = min(range(len(points)), key=lambda i: points[i].y)
        assert 0 < top < len(points) - 1
        assert (points[top + 1].x - points[top - 1].x) * inward > 0


@pytest.mark.parametrize("name", ["palms-low", "palms-high", "knuckles-placed", "lanes"])
def test_the_waist_is_seen_from_behind_and_bare(name: str) -> None:
    shown = scene(name)
    assert abs(shown.picture.seen[0]) == 180
    assert shown.picture.lifted_shirt


# --- soles --------------------------------------------------------------------


def sole_middle(leg: skeleton.Leg) -> Vec:
    """Where the middle of a sole is, 8 units from the ankle's axis."""
    return leg.ankle.plus(leg.foot, 12).plus(leg.sole, 8)


def test_the_left_palm_rubs_the_right_sole() -> None:
    shown = scene("left-palm-on-right-sole")
    moves = FIGURES.exercises["sole-rub"].moves
    assert moves.picture == "left-palm-on-right-sole"
    for body in (shown.body, shown.body_in(moves.to or "")):
        left, foot = body.arms["left"], body.legs["right"]
        assert gap(left.middle, sole_middle(foot)) < 18, "on the sole"
        assert gap(body.arms["right"].middle, sole_middle(foot)) > 40, "the other hand is not"
        assert angle(left.palm, foot.sole) > 120, "palm and sole look at each other"
        assert gap(foot.ankle, body.legs["left"].knee) < 45, "the ankle lies at the other knee"
    to_and_fro = (
        shown.body_in(moves.to or "").arms["left"].middle.plus(shown.body.arms["left"].middle, -1)
    )
    assert angle(to_and_fro, shown.body.legs["right"].foot) < 35, "along the sole, towards the toes"
    assert hypot(*to_and_fro) > 10


def test_then_it_is_the_other_way_round_word_for_word() -> None:
    first, second = scene("left-palm-on-right-sole"), scene("right-palm-on-left-sole")
    assert second.mirrored
    assert not first.mirrored
    for one, other in zip(first.picture.labels, second.picture.labels, strict=True):
        assert {one.word, other.word} == {"left", "right"}
        assert one.at == (-other.at[0], other.at[1])


def test_the_soak_is_bare_feet_in_a_basin_at_bedtime() -> None:
    picture = scene("soak").picture
    assert picture.bare_feet
    assert picture.rolled_legs
    assert picture.moon
    assert picture.warmth
    assert {"basin", "basin-behind"} <= set(picture.layers)


def test_the_hands_are_warmed_palm_on_palm() -> None:
    shown = scene("warm-hands")
    body = shown.body
    left, right = body.arms["left"], body.arms["right"]
    apart = left.middle.plus(right.middle, -1)
    assert abs(apart.dot(left.palm)) <= 6, "no air between the palms: a hand is 3 thick here"
    assert gap(left.middle, right.middle) < 12, "one palm lies on the other"
    assert angle(left.palm, right.palm) > 170
    assert angle(left.hand, right.hand) < 10, "fingers beside fingers"


def test_the_arrow_of_the_warming_lies_along_the_hands_and_clear_of_the_chest() -> None:
    shown = scene("warm-hands")
    camera, body = shown.camera, shown.body
    (way,) = shown.picture.ways
    assert way.both_ends
    start, end = way_points(shown, way)
    wrist, tip = (camera.project(at) for at in (body.arms["left"].wrist, body.arms["left"].tip))
    assert abs(start.bearing(end) - wrist.bearing(tip)) < 15
    assert min(start.distance(tip), end.distance(tip)) < 30, "beside the hands"
    chest = camera.project(body.chest).x - 16
    assert max(start.x, end.x) < chest - 15


# --- a body that could be somebody's -------------------------------------------


@pytest.mark.parametrize("name", sorted(FIGURES.pictures))
def test_no_shoulder_covers_the_chin(name: str) -> None:
    shown = scene(name)
    layers = shown.picture.layers
    if "head" not in layers:
        return
    after = layers[layers.index("head") :]
    chin = shown.camera.project(shown.body.head).plus(0, HIGH)
    for side, arm in shown.body.arms.items():
        clear = chin.distance(shown.camera.project(arm.shoulder)) > 20
        assert clear or not any(layer.startswith(f"{side}-arm") for layer in after), side


@pytest.mark.parametrize(
    "name", sorted(name for name, p in FIGURES.pictures.items() if "chair" in p.layers)
)
def test_a_chair_stands_on_legs_that_are_seen_and_carries_who_sits_on_it(name: str) -> None:
    shown = scene(name)
    body, camera = shown.body, shown.camera
    thick = 17.5
    assert abs(body.hips.y - thick - furniture.SEAT) < 5, "on the seat, not above it"
    assert furniture.BACK < 0 < furniture.FRONT, "the hips are over the seat"
    if camera.yaw == 0:
        trousers = max(camera.project(leg.ankle).x for leg in body.legs.values()) + 12
        assert trousers < furniture.WIDE, "its legs are beside the person's"
        assert furniture.WIDE * 0.87 > 30, "its back is wider than the person's"


# --- left and right, breath, pace ----------------------------------------------


@pytest.mark.parametrize("name", sorted(FIGURES.pictures))
def test_left_is_written_where_the_person_s_left_is(name: str) -> None:
    shown = scene(name)
    by_word = {label.word: label for label in shown.picture.labels}
    if not by_word:
        return
    assert set(by_word) == {"left", "right"}
    if shown.picture.seen[0] in {0, 180}:
        # Seen from the front a person's left is at our right.
        sign = 1 if shown.picture.seen[0] == 0 else -1
        assert by_word["left"].at[0] * sign > 0
        assert by_word["right"].at[0] * sign < 0
    else:
        assert all(label.to for label in shown.picture.labels), "at an angle a line leads to it"


def test_the_line_of_a_label_leads_to_what_it_names() -> None:
    """To a hand or a foot where it says so, else to the arm of its side."""
    for name in ("palm-up", "thrown", "left-palm-on-right-sole"):
        shown = scene(name)
        for label in shown.picture.labels:
            assert label.to
            body = shown.body
            arm, leg = body.arms[label.word], body.legs[label.word]
            places = {
                "hand": [arm.wrist, arm.middle, arm.tip],
                "foot": [leg.ankle.plus(leg.foot, far) for far in (-8, 8, 24, 38)],
                None: [arm.shoulder, arm.elbow, arm.wrist, arm.middle, arm.tip],
            }[label.part]
            flat = [shown.camera.project(place) for place in places]
            ways = [
                flat[i].towards(flat[i + 1], share / 8)
                for i in range(len(flat) - 1)
                for share in range(9)
            ]
            assert min(Point(*label.to).distance(place) for place in ways) < 18, (name, label.word)


def test_the_sole_rub_names_the_hand_that_rubs_and_the_foot_that_is_rubbed() -> None:
    labels = scene("left-palm-on-right-sole").picture.labels
    assert [(each.word, each.part) for each in labels] == [("left", "hand"), ("right", "foot")]
    other = scene("right-palm-on-left-sole").picture.labels
    assert [(each.word, each.part) for each in other] == [("right", "hand"), ("left", "foot")]


def test_breath_is_drawn_where_the_document_gives_it_and_nowhere_else() -> None:
    drawn = {name: p.breath.goes for name, p in FIGURES.pictures.items() if p.breath}
    assert drawn == {
        "hands-level-with-ears": "in",
        "hands-above-head": "out",
        "palm-up": "in",
        "thrown": "out",
    }
    assert {FIGURES.exercises[name].start for name in ("arm-raise", "arm-throw")} <= set(drawn)


def test_the_ribs_are_marked_where_the_document_has_their_tension_felt() -> None:
    shown = scene("hands-above-head")
    ribs = [shown.camera.project(shown.body.hips.plus(Vec(0, high, 0))).y for high in (90, 45)]
    assert shown.picture.tension
    for _, y in shown.picture.tension:
        assert ribs[0] < y < ribs[1]
    assert not any(p.tension for name, p in FIGURES.pictures.items() if name != "hands-above-head")


def test_every_exercise_has_its_pictures() -> None:
    assert set(FIGURES.exercises) == set(FACTS)
    for figures in FIGURES.exercises.values():
        assert figures.start != figures.end
