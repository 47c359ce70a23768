"""The motifs of covers: several for each kind of event, so that few events look alike."""

import math
from collections.abc import Callable

from main_app.events.cover_drawing import HEIGHT, WIDTH, Chance, Palette, circle, leaf, number, path, ridge, sun


def _mountains(chance: Chance, palette: Palette) -> list[str]:
    lake = chance.between(0, 1) > 0.4
    ground = 232 if lake else 262
    cx = chance.between(120, 280)
    cy = chance.between(92, 132)
    shapes = sun(cx, cy, chance.between(26, 38), palette)
    for index in range(4):
        nearness = index / 3
        baseline = 178 + (ground - 178) * nearness
        shapes.append(path(ridge(chance, baseline, 88 - 46 * nearness, 3 + index), palette.layer(nearness * 0.85)))
    if not lake:
        return shapes
    water = f"M0 {ground - 8}H{WIDTH}V{HEIGHT}H0Z"
    shapes += [path(water, palette.sky_low), path(water, palette.layer(0.35), 0.55)]
    for line in range(5):
        width = chance.between(30, 74) * (1 - line * 0.1)
        y = ground + 4 + line * 11
        x = cx - width / 2 + chance.between(-9, 9)
        glint = f"M{number(x)} {y}h{number(width)}a2 2 0 0 1 0 4h{number(-width)}a2 2 0 0 1 0 -4Z"
        shapes.append(path(glint, palette.light, 0.75))
    return shapes


def _rings(chance: Chance, palette: Palette) -> list[str]:
    """Rings around a rising sun."""
    cx, horizon = chance.between(130, 270), chance.between(196, 232)
    stride = chance.between(28, 44)
    shapes = []
    for ring in range(5, 0, -1):
        fill = palette.sky_top if ring % 2 == 0 else palette.accent
        shapes.append(circle(cx, horizon, 36 + ring * stride, fill, 0.62 - ring * 0.085))
    return [*shapes, circle(cx, horizon, chance.between(44, 58), palette.light), *_fields(chance, palette, horizon)]


def _lotus(chance: Chance, palette: Palette) -> list[str]:
    cx, horizon = chance.between(130, 270), chance.between(196, 232)
    length = chance.between(128, 158)
    half = chance.between(24, 32)
    shapes = [circle(cx, horizon - 34, length * 0.62, palette.light, 0.9)]
    petals = int(chance.pick(("3", "4")))
    for petal in range(petals, -1, -1):
        for side in (0,) if petal == 0 else (-1, 1):
            angle = side * petal * 82 / petals - 90
            fill = palette.accent if petal % 2 == 0 else palette.layer(0.3)
            shapes.append(path(leaf(cx, horizon + 14, length * (1 - petal * 0.055), half, angle), fill, 0.86))
    return [*shapes, *_fields(chance, palette, horizon)]


def _fields(chance: Chance, palette: Palette, horizon: float) -> list[str]:
    """Two soft hills in front."""
    return [
        path(ridge(chance, horizon + 16, 22, 2), palette.layer(0.45)),
        path(ridge(chance, horizon + 48, 26, 3), palette.layer(0.8)),
    ]


def _sea(chance: Chance, palette: Palette) -> list[str]:
    """Long waves before a low sun."""
    shapes = sun(chance.between(110, 290), chance.between(128, 150), chance.between(32, 44), palette)
    for index in range(6):
        fill = palette.accent if index == 2 else palette.layer(0.1 + index * 0.17)
        shapes.append(path(ridge(chance, 186 + index * 21, 17, 5 + index % 3), fill, 0.94))
    return shapes


def _stones(chance: Chance, palette: Palette) -> list[str]:
    """Stones on each other, the largest below."""
    cx, ground = chance.between(130, 270), 252.0
    shapes = sun(cx + chance.between(-90, 90), chance.between(84, 118), chance.between(30, 40), palette)
    shapes.append(path(ridge(chance, ground - 26, 26, 2), palette.layer(0.2)))
    shapes.append(path(f"M0 {number(ground - 12)}H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.5)))
    fills = (palette.layer(0.9), palette.layer(0.72), palette.accent, palette.layer(0.95), palette.light)
    base, width = ground, chance.between(74, 90)
    for fill in fills:
        height = width * chance.between(0.24, 0.32)
        base -= height
        shapes.append(path(_oval(cx + chance.between(-7, 7), base, width, height), fill))
        base -= height
        width *= chance.between(0.7, 0.8)
    return shapes


def _reeds(chance: Chance, palette: Palette) -> list[str]:
    """Tall grass before a large, pale moon."""
    cx = chance.between(120, 280)
    shapes = [circle(cx, 128, chance.between(66, 84), palette.light, 0.92)]
    shapes.append(path(ridge(chance, 250, 18, 2), palette.layer(0.3)))
    for index in range(13):
        fill = palette.accent if index % 5 == 2 else palette.layer(0.45 + 0.5 * (index % 3) / 2)
        angle = -90 + chance.between(-17, 17)
        length, half = chance.between(120, 230), chance.between(4, 8)
        shapes.append(path(leaf(index * 34 - 4 + chance.between(-12, 12), HEIGHT + 6, length, half, angle), fill, 0.94))
    return shapes


def _breath(chance: Chance, palette: Palette) -> list[str]:
    """Wide arcs, one within another, like a breath that opens."""
    cx, base = chance.between(150, 250), HEIGHT + 10
    fills = (
        palette.layer(0.12),
        palette.accent,
        palette.layer(0.35),
        palette.light,
        palette.layer(0.6),
        palette.accent,
    )
    widest = chance.between(230, 262)
    shapes = []
    for index, fill in enumerate(fills):
        r = widest * (1 - index * 0.155)
        shapes.append(path(_half_disc(cx, base, r), fill, 0.94))
    return [*shapes, path(_half_disc(cx, base, widest * 0.12), palette.layer(0.9))]


def _forest(chance: Chance, palette: Palette) -> list[str]:
    """Firs in three rows, and a light behind them."""
    shapes = sun(chance.between(110, 290), chance.between(80, 110), chance.between(28, 38), palette)
    shapes.append(path(ridge(chance, 176, 60, 2), palette.layer(0.08)))
    for row in range(3):
        ground, fill = 216 + row * 34, palette.layer(0.3 + row * 0.33)
        for index in range(9 - row):
            x = (index + 0.5) * WIDTH / (9 - row) + chance.between(-16, 16)
            height = chance.between(58, 92) + row * 22
            half = height * 0.24
            tree = f"M{number(x)} {number(ground - height)}L{number(x + half)} {ground + 20}H{number(x - half)}Z"
            shapes.append(path(tree, fill))
        shapes.append(path(ridge(chance, ground + 12, 10, 3), fill))
    return shapes


def _dunes(chance: Chance, palette: Palette) -> list[str]:
    """Wide, bare slopes with a lit and a shaded side."""
    shapes = sun(chance.between(100, 300), chance.between(100, 132), chance.between(36, 52), palette)
    for index in range(4):
        top, y = chance.between(60, 340), 150 + index * 36
        foot = y + chance.between(64, 96)
        crest, edge = f"{number(top)} {y}", f"{number(top + 60)} {number(foot)}"
        lit = f"M-60 {HEIGHT}Q{number(top - 90)} {y + 8} {crest}Q{edge} {number(top - 20)} {HEIGHT}Z"
        far_side = f"Q{number(top + 110)} {y + 22} {WIDTH + 60} {number(foot)}V{HEIGHT}"
        shade = f"M{crest}{far_side}H{number(top - 20)}Q{edge} {crest}Z"
        shapes.append(path(lit, palette.accent if index == 1 else palette.layer(index * 0.2)))
        shapes.append(path(shade, palette.layer(0.25 + index * 0.22)))
    return shapes


def _island(chance: Chance, palette: Palette) -> list[str]:
    """A hill in still water, with its reflection."""
    cx, water = chance.between(140, 260), 196
    shapes = sun(cx + chance.between(-110, 110), chance.between(82, 112), chance.between(28, 38), palette)
    shapes += [path(f"M0 {water}H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.22))]
    for size, nearness in ((1.0, 0.5), (0.62, 0.85)):
        half, rise = 118 * size, chance.between(70, 100) * size
        x = cx + (1 - size) * chance.between(-150, 150)
        left, right = f"{number(x - half)} {water}", f"{number(x + half)} {water}"
        slope = f"{number(x + half * 0.2)} {number(water - rise * 0.7)}"
        hill = f"M{left}Q{number(x - half * 0.35)} {number(water - rise * 1.7)} {slope}T{right}Z"
        mirrored = f"M{left}Q{number(x)} {number(water + rise * 0.9)} {right}Z"
        shapes += [path(mirrored, palette.layer(nearness), 0.3), path(hill, palette.layer(nearness))]
    for line in range(6):
        width, y = chance.between(36, 110), water + 14 + line * 15
        x = chance.between(0, WIDTH - width)
        shapes.append(path(f"M{number(x)} {y}h{number(width)}a1.5 1.5 0 0 1 0 3h{number(-width)}Z", palette.light, 0.6))
    return shapes


def _house(chance: Chance, palette: Palette) -> list[str]:
    """A small house with a lit window among hills."""
    shapes = sun(chance.between(90, 310), chance.between(76, 104), chance.between(26, 36), palette)
    shapes.append(path(ridge(chance, 172, 70, 3), palette.layer(0.1)))
    shapes.append(path(ridge(chance, 204, 40, 2), palette.layer(0.35)))
    x, ground, width = chance.between(110, 230), 238.0, chance.between(74, 92)
    wall, roof = width * 0.5, width * 0.42
    left, right, top = number(x), number(x + width), number(ground - wall)
    shapes.append(path(f"M{left} {top}H{right}V{number(ground + 30)}H{left}Z", palette.light))
    peak = (
        f"M{number(x - 9)} {top}L{number(x + width / 2)} {number(ground - wall - roof)}L{number(x + width + 9)} {top}Z"
    )
    shapes.append(path(peak, palette.layer(0.9)))
    pane = number(width * 0.2)
    for across in (0.16, 0.62):
        window = f"M{number(x + width * across)} {number(ground - wall * 0.72)}h{pane}v{pane}h-{pane}Z"
        shapes.append(path(window, palette.accent))
    shapes.append(path(ridge(chance, ground + 6, 14, 2), palette.layer(0.65)))
    shapes.append(path(ridge(chance, ground + 34, 22, 3), palette.layer(0.9)))
    return shapes


def _discs(chance: Chance, palette: Palette) -> list[str]:
    """Large discs that overlap, as on a table where several people draw."""
    fills = (palette.layer(0.2), palette.accent, palette.layer(0.6), palette.light, palette.layer(0.85))
    shapes = [path(f"M0 0H{WIDTH}V{HEIGHT}H0Z", palette.sky_low)]
    for index in range(9):
        x, y = (index % 3 + 0.5) * 133 + chance.between(-40, 40), (index // 3 + 0.5) * 100 + chance.between(-26, 26)
        shapes.append(circle(x, y, chance.between(42, 84), fills[(index * 2 + index // 3) % len(fills)], 0.78))
    return shapes


def _arches(chance: Chance, palette: Palette) -> list[str]:
    """A row of arches within arches."""
    fills = (palette.layer(0.8), palette.accent, palette.light, palette.layer(0.45))
    shapes = [path(f"M0 0H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.08))]
    for column in range(4):
        cx, top = column * 108 + 38, chance.between(74, 168)
        for ring in range(4):
            r = 52 - ring * 13
            arch = f"M{cx - r} {HEIGHT}V{number(top + 52)}A{r} {r} 0 0 1 {cx + r} {number(top + 52)}V{HEIGHT}Z"
            shapes.append(path(arch, fills[(ring + column) % len(fills)]))
    return shapes


def _cutouts(chance: Chance, palette: Palette) -> list[str]:
    """Leaves cut out of coloured paper."""
    papers = (
        palette.layer(0.2),
        palette.light,
        palette.layer(0.5),
        palette.sky_top,
        palette.accent,
        palette.layer(0.75),
    )
    leaves = (
        palette.accent,
        palette.layer(0.85),
        palette.light,
        palette.layer(0.9),
        palette.layer(0.15),
        palette.light,
    )
    shapes = []
    for index, (paper, cut) in enumerate(zip(papers, leaves, strict=True)):
        x, y = index % 3 * 134, index // 3 * 150
        shapes.append(path(f"M{x} {y}h134.5v150.5h-134.5Z", paper))
        angle = -90 + chance.between(-24, 24)
        foot_x, foot_y = x + 67 - (angle + 90) * 0.9, y + 138
        for side in (-1, 0, 1):
            length = chance.between(88, 116) if side == 0 else chance.between(62, 84)
            shapes.append(path(leaf(foot_x, foot_y, length, chance.between(9, 14), angle + side * 42), cut))
    return shapes


def _weave(chance: Chance, palette: Palette) -> list[str]:
    """Bands over and under each other."""
    fills = (palette.layer(0.75), palette.accent, palette.layer(0.4), palette.light)
    turn = int(chance.between(0, 4))
    shapes = [path(f"M0 0H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.12))]
    columns = [(15 + 64 * index, fills[(index + turn) % 4]) for index in range(6)]
    for x, fill in columns:
        shapes.append(path(f"M{x} 0h50v{HEIGHT}h-50Z", fill))
    for row in range(5):
        y, fill = 6 + row * 62, fills[(row * 3 + turn + 2) % 4]
        shapes.append(path(f"M0 {y}H{WIDTH}v40H0Z", fill))
        for x, over in columns[row % 2 :: 2]:
            shapes.append(path(f"M{x} {y - 1}h50v42h-50Z", over))
    return shapes


def _door(chance: Chance, palette: Palette) -> list[str]:
    """An open door on a plain, with light behind it."""
    x, top, ground = chance.between(130, 220), chance.between(70, 92), 228
    width = chance.between(58, 72)
    shapes = [path(ridge(chance, 196, 34, 2), palette.layer(0.15))]
    shapes.append(path(f"M0 {ground - 6}H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.6)))
    spill = f"M{number(x)} {ground}H{number(x + width)}L{number(x + width + 66)} {HEIGHT}H{number(x - 66)}Z"
    shapes.append(path(spill, palette.light, 0.75))
    frame = f"M{number(x - 8)} {ground}V{number(top - 8)}h{number(width + 16)}V{ground}Z"
    shapes += [
        path(frame, palette.layer(0.95)),
        path(f"M{number(x)} {ground}V{number(top)}h{number(width)}V{ground}Z", palette.light),
    ]
    hinge, free_edge = f"{number(x)} {number(top)}", number(x - width * 0.6)
    leaf_of_door = f"M{hinge}L{free_edge} {number(top + 22)}V{ground + 20}L{number(x)} {ground}Z"
    return [*shapes, path(leaf_of_door, palette.accent)]


def _stairs(chance: Chance, palette: Palette) -> list[str]:
    """Steps that lead up to a light."""
    up_right = chance.pick((True, False))
    steps, shapes = 7, []
    cx = 318 if up_right else 82
    shapes += sun(cx, chance.between(66, 84), chance.between(30, 40), palette)
    shapes.append(path(ridge(chance, 190, 44, 2), palette.layer(0.1)))
    rise = chance.between(19, 23)
    for step in range(steps):
        left = step * WIDTH / steps if up_right else 0
        right = WIDTH if up_right else WIDTH - step * WIDTH / steps
        y = HEIGHT - 16 - (step + 1) * rise
        fill = palette.accent if step == steps - 1 else palette.layer(0.95 - step * 0.12)
        shapes.append(path(f"M{number(left)} {number(y)}H{number(right)}V{HEIGHT}H{number(left)}Z", fill))
    return shapes


def _tree(chance: Chance, palette: Palette) -> list[str]:
    """One tree on a hill."""
    x, ground = chance.between(130, 270), 222.0
    shapes = sun(x + chance.between(-120, 120), chance.between(84, 112), chance.between(28, 38), palette)
    shapes.append(path(ridge(chance, 200, 40, 3), palette.layer(0.12)))
    left, right, foot = number(x - 5), number(x + 6), number(ground + 20)
    trunk = f"M{left} {foot}L{number(x - 3)} 120H{number(x + 3)}L{right} {foot}Z"
    shapes.append(path(trunk, palette.layer(1)))
    for index in range(9):
        angle = index * 40 * math.pi / 180
        reach = 0 if index == 0 else chance.between(24, 36)
        fill = palette.accent if index % 4 == 1 else palette.layer(0.5 + 0.08 * (index % 4))
        shapes.append(
            circle(x + reach * 1.3 * math.cos(angle), 118 + reach * math.sin(angle), chance.between(22, 34), fill, 0.95)
        )
    hill = f"M-20 {HEIGHT}Q{number(x)} {number(ground - 60)} {WIDTH + 20} {HEIGHT}Z"
    return [*shapes, path(hill, palette.layer(0.7)), path(ridge(chance, 276, 16, 3), palette.layer(0.92))]


def _bridge(chance: Chance, palette: Palette) -> list[str]:
    """A bridge over still water, and its reflection."""
    water = 208
    shapes = sun(chance.between(120, 280), chance.between(92, 120), chance.between(30, 42), palette)
    shapes.append(path(ridge(chance, 186, 46, 3), palette.layer(0.15)))
    shapes.append(path(f"M0 {water}H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.32)))
    rise = chance.between(56, 74)
    for height, opacity in ((-rise, 1.0), (rise * 0.9, 0.28)):
        foot, below = f"{WIDTH + 10} {water}", number(water - height * 0.05)
        upper = f"M-10 {water}Q200 {number(water + height * 2)} {foot}"
        deck = f"{upper}V{below}Q200 {number(water + height * 1.62)} -10 {below}Z"
        shapes.append(path(deck, palette.layer(0.9), opacity))
        for post in range(1, 8):
            across = post / 8
            y = water + height * 4 * across * (1 - across)
            shapes.append(path(f"M{post * 50 - 2} {water}V{number(y)}h4V{water}Z", palette.layer(0.9), opacity))
    for line in range(5):
        width, y = chance.between(40, 120), water + 22 + line * 15
        shapes.append(
            path(f"M{number(chance.between(0, 300))} {y}h{number(width)}v2.5h{number(-width)}Z", palette.light, 0.55)
        )
    return shapes


def _oval(cx: float, cy: float, rx: float, ry: float) -> str:
    turn = f"a{number(rx)} {number(ry)} 0 0 1"
    return f"M{number(cx - rx)} {number(cy)}{turn} {number(2 * rx)} 0{turn} {number(-2 * rx)} 0Z"


def _half_disc(cx: float, base: float, r: float) -> str:
    return f"M{number(cx - r)} {number(base)}A{number(r)} {number(r)} 0 0 1 {number(cx + r)} {number(base)}Z"


def _tiles(chance: Chance, palette: Palette) -> list[str]:
    size = 100
    fills = [palette.layer(0.15), palette.layer(0.5), palette.layer(0.85), palette.accent, palette.light]
    shapes = []
    for x in range(0, WIDTH, size):
        for y in range(0, HEIGHT, size):
            back = chance.pick(fills)
            front = chance.pick([fill for fill in fills if fill != back])
            shapes.append(path(f"M{x} {y}h{size + 0.5}v{size + 0.5}h-{size + 0.5}Z", back))
            shapes += _tile(chance, x, y, size, front)
    return shapes


def _tile(chance: Chance, x: int, y: int, size: int, fill: str) -> list[str]:
    right, low, half = x + size, y + size, size // 2
    arc, bow = f"A{size} {size} 0 0 1", f"A{half} {half} 0 0 1"
    match chance.pick(("quarter", "leaf", "disc", "half", "arch", "still")):
        case "quarter":
            choices = (
                f"M{x} {y}H{right}{arc} {x} {low}Z",
                f"M{right} {low}H{x}{arc} {right} {y}Z",
                f"M{x} {low}V{y}{arc} {right} {low}Z",
            )
        case "leaf":
            other = f"A{size} {size} 0 0 0"
            choices = (
                f"M{x} {y}{arc} {right} {low}{arc} {x} {y}Z",
                f"M{right} {y}{other} {x} {low}{other} {right} {y}Z",
            )
        case "disc":
            return [circle(x + half, y + half, size * 0.3, fill)]
        case "half":
            choices = (
                f"M{x} {y + half}{bow} {right} {y + half}Z",
                f"M{x} {y + half}A{half} {half} 0 0 0 {right} {y + half}Z",
            )
        case "arch":
            narrow = half - 18
            arch = f"M{x + 18} {low}V{y + half}A{narrow} {narrow} 0 0 1 {right - 18} {y + half}V{low}Z"
            return [path(arch, fill)]
        case _:
            return []
    return [path(chance.pick(choices), fill)]


def _winding_path(chance: Chance, palette: Palette) -> list[str]:
    goal = chance.between(165, 235)
    bend = (-1 if chance.pick(("left", "right")) == "left" else 1) * chance.between(70, 105)
    cy = chance.between(112, 136)
    shapes = [
        *sun(goal, cy, chance.between(30, 40), palette),
        path(ridge(chance, 178, 40, 3), palette.layer(0.15)),
        path(ridge(chance, 200, 34, 2), palette.layer(0.45)),
        path(f"M0 196Q{WIDTH // 2} 176 {WIDTH} 196V{HEIGHT}H0Z", palette.layer(0.72)),
    ]
    far, start = 187, goal - bend * 0.3
    road = (
        f"M{number(goal - 2)} {far}"
        f"C{number(goal + bend - 9)} 214 {number(goal - bend * 1.4 - 26)} 236 {number(start - 52)} {HEIGHT}"
        f"H{number(start + 52)}"
        f"C{number(goal - bend * 1.4 + 26)} 236 {number(goal + bend + 9)} 214 {number(goal + 2)} {far}Z"
    )
    shapes.append(path(road, palette.light, 0.9))
    for index in range(5):
        side = chance.between(8, 96) if index % 2 == 0 else chance.between(304, 392)
        y = chance.between(222, 284)
        r = (y - 196) * 0.22
        shapes.append(circle(side, y - r, r, palette.layer(1)))
        shapes.append(circle(side + r * 0.9, y - r * 0.7, r * 0.7, palette.layer(0.95)))
    return shapes


MOTIFS: dict[str, tuple[Callable[[Chance, Palette], list[str]], ...]] = {
    "class": (_rings, _lotus, _sea, _stones, _reeds, _breath),
    "workshop": (_tiles, _discs, _arches, _cutouts, _weave),
    "retreat": (_mountains, _forest, _dunes, _island, _house),
    "coaching": (_winding_path, _door, _stairs, _tree, _bridge),
}
