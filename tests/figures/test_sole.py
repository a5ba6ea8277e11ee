"""KI1 in the pictures is where the World Health Organization puts it.

"In the deepest depression of the sole when the toes are flexed", about where
the front third of the line from the web of the second and third toe to the heel
ends. Everything here is measured on the drawings themselves.
"""

from itertools import pairwise

from content.catalogue import library
from content.figures import app_icon, render, small_figures
from tests.drawn import XY, Drawn, far, having, read

ENGLISH = library().editions["en"]


def picture(name: str) -> list[Drawn]:
    return read(
        render.still(library().figures, name, ENGLISH.words.labels, ENGLISH.picture(name).alt)
    )


def skin(drawing: list[Drawn]) -> tuple[list[XY], list[list[XY]]]:
    """The sole and the five toes of a close-up, big toe first."""
    sole, *toes = (each.points for each in having(drawing, "skin"))
    assert len(toes) == 5
    return sole, toes


def tip(toe: list[XY]) -> XY:
    """The place of a toe that is farthest up."""
    return min(toe, key=lambda place: place[1])


def middle(toe: list[XY]) -> float:
    return sum(x for x, _ in toe) / len(toe)


def test_a_sole_has_five_toes_and_the_big_one_is_where_a_right_foot_has_it() -> None:
    _, toes = skin(picture("sole"))
    across = [middle(toe) for toe in toes]
    assert across == sorted(across, reverse=True), "from the right to the left on paper"
    wide = [max(x for x, _ in toe) - min(x for x, _ in toe) for toe in toes]
    assert wide[0] == max(wide)


def test_the_point_lies_on_the_line_from_between_the_second_and_third_toe_to_the_heel() -> None:
    drawing = picture("sole")
    (line,) = having(drawing, "measure")
    web, heel = line.points
    _, toes = skin(drawing)
    assert middle(toes[2]) < web[0] < middle(toes[1])
    assert tip(toes[1])[1] < web[1] < max(y for _, y in toes[1]) + 1
    sole, _ = skin(drawing)
    assert abs(heel[1] - max(y for _, y in sole)) < 1.5, "it ends at the back of the heel"

    (spot,) = having(drawing, "spot")
    ((x, y),) = spot.points
    off = abs((heel[0] - web[0]) * (y - web[1]) - (heel[1] - web[1]) * (x - web[0]))
    assert off / far(web, heel) < 1, "less than half a centimetre beside the line"


def test_the_point_lies_in_the_front_third_of_the_sole_and_not_in_its_middle() -> None:
    drawing = picture("sole")
    (line,) = having(drawing, "measure")
    web, heel = line.points
    ((spot),) = having(drawing, "spot")[0].points
    share = far(web, spot) / far(web, heel)
    assert 0.28 < share <= 1 / 3
    sole, _ = skin(drawing)
    top, bottom = min(y for _, y in sole), max(y for _, y in sole)
    assert (spot[1] - top) / (bottom - top) < 0.4, "well in front of the middle"


def test_the_first_third_is_marked_beside_it() -> None:
    drawing = picture("sole")
    (rule,) = having(drawing, "rule")
    heights = sorted({round(y) for _, y in rule.points})
    assert len(heights) == 4
    steps = [low - high for high, low in pairwise(heights)]
    assert max(steps) - min(steps) <= 3
    ((_, y),) = having(drawing, "spot")[0].points
    assert heights[0] < y <= heights[1]


def test_the_point_lies_in_the_hollow_between_two_mounds() -> None:
    """The two soft lines rise to the point from either side, like the ball's two mounds."""
    drawing = picture("sole")
    ((x, y),) = having(drawing, "spot")[0].points
    (hollow,) = having(drawing, "hollow")
    left = [place for place in hollow.points if place[0] < x]
    right = [place for place in hollow.points if place[0] > x]
    for side in (left, right):
        assert min(far(place, (x, y)) for place in side) < 16
        assert max(py for _, py in side) > y


def test_the_same_point_is_on_the_small_sole_of_somebody_sitting() -> None:
    """Under the transforms of the whole figure its place among the toes is the same."""
    for name in ("left-palm-on-right-sole", "right-palm-on-left-sole"):
        drawing = picture(name)
        (spot,) = having(drawing, "spot")
        # The sole is the largest piece of skin around the point, its toes follow it.
        pieces = having(drawing, "skin")
        at = next(
            i for i, piece in enumerate(pieces) if len(piece.points) > 30 and near(piece, spot) < 30
        )
        sole, toes = pieces[at], [piece.points for piece in pieces[at + 1 : at + 6]]
        web = between(centre(toes[1]), centre(toes[2]))
        heel = max(sole.points, key=lambda place: far(place, web))
        ((point),) = spot.points
        share = far(web, point) / far(web, heel)
        assert 0.25 < share < 0.45, "the tips of the toes are taken here, a little farther out"
        assert far(web, point) + far(point, heel) < 1.06 * far(web, heel)


def centre(places: list[XY]) -> XY:
    return (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))


def between(a: XY, b: XY) -> XY:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def near(piece: Drawn, spot: Drawn) -> float:
    return far(centre(piece.points), spot.points[0])


def test_the_icons_and_the_small_figure_have_it_in_the_front_third_too() -> None:
    symbol = small_figures.sheet(library().figures).split('id="sole-rub"')[1].split("</symbol>")[0]
    for svg_text in (
        app_icon.icon(),
        app_icon.icon(maskable=True),
        f'<svg xmlns="http://www.w3.org/2000/svg"><g id="x"{symbol}</g></svg>',
    ):
        drawing = read(svg_text)
        circles = [each for each in drawing if each.tag == "circle"]
        assert len(circles) == 6, "five toes and the point"
        ((x, y),) = circles[-1].points
        sole = max(
            (each.points for each in drawing if each.tag == "path"),
            key=len,
        )
        top, bottom = min(py for _, py in sole), max(py for _, py in sole)
        assert 0.2 < (y - top) / (bottom - top) < 0.42
        assert min(px for px, _ in sole) < x < max(px for px, _ in sole)
