"""Motifs of covers that show a place: water, hills, trees, a house, a way."""

import math

from main_app.events.cover_drawing import (
    HEIGHT,
    WIDTH,
    Palette,
    SeededRandom,
    circle,
    number,
    path,
    pointed_oval,
    ridge,
    sun,
)


def mountains(random: SeededRandom, palette: Palette) -> list[str]:
    """Mountains, often behind a lake."""
    lake = random.between(0, 1) > 0.4
    ground = 232 if lake else 262
    cx = random.between(120, 280)
    cy = random.between(92, 132)
    shapes = sun(cx, cy, random.between(26, 38), palette)
    for index in range(4):
        nearness = index / 3
        baseline = 178 + (ground - 178) * nearness
        shapes.append(path(ridge(random, baseline, 88 - 46 * nearness, 3 + index), palette.layer(nearness * 0.85)))
    if not lake:
        return shapes
    water = f"M0 {ground - 8}H{WIDTH}V{HEIGHT}H0Z"
    shapes += [path(water, palette.sky_low), path(water, palette.layer(0.35), 0.55)]
    for line in range(5):
        width = random.between(30, 74) * (1 - line * 0.1)
        y = ground + 4 + line * 11
        x = cx - width / 2 + random.between(-9, 9)
        glint = f"M{number(x)} {y}h{number(width)}a2 2 0 0 1 0 4h{number(-width)}a2 2 0 0 1 0 -4Z"
        shapes.append(path(glint, palette.light, 0.75))
    return shapes


def sea(random: SeededRandom, palette: Palette) -> list[str]:
    """Long waves before a low sun."""
    shapes = sun(random.between(110, 290), random.between(128, 150), random.between(32, 44), palette)
    for index in range(6):
        fill = palette.accent if index == 2 else palette.layer(0.1 + index * 0.17)
        shapes.append(path(ridge(random, 186 + index * 21, 17, 5 + index % 3), fill, 0.94))
    return shapes


def stones(random: SeededRandom, palette: Palette) -> list[str]:
    """Stones on each other, the largest below."""
    cx, ground = random.between(130, 270), 252.0
    shapes = sun(cx + random.between(-90, 90), random.between(84, 118), random.between(30, 40), palette)
    shapes.append(path(ridge(random, ground - 26, 26, 2), palette.layer(0.2)))
    shapes.append(path(f"M0 {number(ground - 12)}H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.5)))
    fills = (palette.layer(0.9), palette.layer(0.72), palette.accent, palette.layer(0.95), palette.light)
    base, width = ground, random.between(74, 90)
    for fill in fills:
        height = width * random.between(0.24, 0.32)
        base -= height
        shapes.append(path(_oval(cx + random.between(-7, 7), base, width, height), fill))
        base -= height
        width *= random.between(0.7, 0.8)
    return shapes


def reeds(random: SeededRandom, palette: Palette) -> list[str]:
    """Tall grass before a large, pale moon."""
    cx = random.between(120, 280)
    shapes = [circle(cx, 128, random.between(66, 84), palette.light, 0.92)]
    shapes.append(path(ridge(random, 250, 18, 2), palette.layer(0.3)))
    for index in range(13):
        fill = palette.accent if index % 5 == 2 else palette.layer(0.45 + 0.5 * (index % 3) / 2)
        angle = -90 + random.between(-17, 17)
        length, half = random.between(120, 230), random.between(4, 8)
        shapes.append(
            path(pointed_oval(index * 34 - 4 + random.between(-12, 12), HEIGHT + 6, length, half, angle), fill, 0.94)
        )
    return shapes


def forest(random: SeededRandom, palette: Palette) -> list[str]:
    """Firs in three rows, and a light behind them."""
    shapes = sun(random.between(110, 290), random.between(80, 110), random.between(28, 38), palette)
    shapes.append(path(ridge(random, 176, 60, 2), palette.layer(0.08)))
    for row in range(3):
        ground, fill = 216 + row * 34, palette.layer(0.3 + row * 0.33)
        for index in range(9 - row):
            x = (index + 0.5) * WIDTH / (9 - row) + random.between(-16, 16)
            height = random.between(58, 92) + row * 22
            half = height * 0.24
            tree = f"M{number(x)} {number(ground - height)}L{number(x + half)} {ground + 20}H{number(x - half)}Z"
            shapes.append(path(tree, fill))
        shapes.append(path(ridge(random, ground + 12, 10, 3), fill))
    return shapes


def dunes(random: SeededRandom, palette: Palette) -> list[str]:
    """Wide, bare slopes with a lit and a shaded side."""
    shapes = sun(random.between(100, 300), random.between(100, 132), random.between(36, 52), palette)
    for index in range(4):
        top, y = random.between(60, 340), 150 + index * 36
        foot = y + random.between(64, 96)
        crest, edge = f"{number(top)} {y}", f"{number(top + 60)} {number(foot)}"
        lit = f"M-60 {HEIGHT}Q{number(top - 90)} {y + 8} {crest}Q{edge} {number(top - 20)} {HEIGHT}Z"
        far_side = f"Q{number(top + 110)} {y + 22} {WIDTH + 60} {number(foot)}V{HEIGHT}"
        shade = f"M{crest}{far_side}H{number(top - 20)}Q{edge} {crest}Z"
        shapes.append(path(lit, palette.accent if index == 1 else palette.layer(index * 0.2)))
        shapes.append(path(shade, palette.layer(0.25 + index * 0.22)))
    return shapes


def island(random: SeededRandom, palette: Palette) -> list[str]:
    """A hill in still water, with its reflection."""
    cx, water = random.between(140, 260), 196
    shapes = sun(cx + random.between(-110, 110), random.between(82, 112), random.between(28, 38), palette)
    shapes += [path(f"M0 {water}H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.22))]
    for size, nearness in ((1.0, 0.5), (0.62, 0.85)):
        half, rise = 118 * size, random.between(70, 100) * size
        x = cx + (1 - size) * random.between(-150, 150)
        left, right = f"{number(x - half)} {water}", f"{number(x + half)} {water}"
        slope = f"{number(x + half * 0.2)} {number(water - rise * 0.7)}"
        hill = f"M{left}Q{number(x - half * 0.35)} {number(water - rise * 1.7)} {slope}T{right}Z"
        mirrored = f"M{left}Q{number(x)} {number(water + rise * 0.9)} {right}Z"
        shapes += [path(mirrored, palette.layer(nearness), 0.3), path(hill, palette.layer(nearness))]
    for line in range(6):
        width, y = random.between(36, 110), water + 14 + line * 15
        x = random.between(0, WIDTH - width)
        shapes.append(path(f"M{number(x)} {y}h{number(width)}a1.5 1.5 0 0 1 0 3h{number(-width)}Z", palette.light, 0.6))
    return shapes


def house(random: SeededRandom, palette: Palette) -> list[str]:
    """A small house with a lit window among hills."""
    shapes = sun(random.between(90, 310), random.between(76, 104), random.between(26, 36), palette)
    shapes.append(path(ridge(random, 172, 70, 3), palette.layer(0.1)))
    shapes.append(path(ridge(random, 204, 40, 2), palette.layer(0.35)))
    x, ground, width = random.between(110, 230), 238.0, random.between(74, 92)
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
    shapes.append(path(ridge(random, ground + 6, 14, 2), palette.layer(0.65)))
    shapes.append(path(ridge(random, ground + 34, 22, 3), palette.layer(0.9)))
    return shapes


def door(random: SeededRandom, palette: Palette) -> list[str]:
    """An open door on a plain, with light behind it."""
    x, top, ground = random.between(130, 220), random.between(70, 92), 228
    width = random.between(58, 72)
    shapes = [path(ridge(random, 196, 34, 2), palette.layer(0.15))]
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


def stairs(random: SeededRandom, palette: Palette) -> list[str]:
    """Steps that lead up to a light."""
    up_right = random.pick((True, False))
    steps, shapes = 7, []
    cx = 318 if up_right else 82
    shapes += sun(cx, random.between(66, 84), random.between(30, 40), palette)
    shapes.append(path(ridge(random, 190, 44, 2), palette.layer(0.1)))
    rise = random.between(19, 23)
    for step in range(steps):
        left = step * WIDTH / steps if up_right else 0
        right = WIDTH if up_right else WIDTH - step * WIDTH / steps
        y = HEIGHT - 16 - (step + 1) * rise
        fill = palette.accent if step == steps - 1 else palette.layer(0.95 - step * 0.12)
        shapes.append(path(f"M{number(left)} {number(y)}H{number(right)}V{HEIGHT}H{number(left)}Z", fill))
    return shapes


def tree(random: SeededRandom, palette: Palette) -> list[str]:
    """One tree on a hill."""
    x, ground = random.between(130, 270), 222.0
    shapes = sun(x + random.between(-120, 120), random.between(84, 112), random.between(28, 38), palette)
    shapes.append(path(ridge(random, 200, 40, 3), palette.layer(0.12)))
    left, right, foot = number(x - 5), number(x + 6), number(ground + 20)
    trunk = f"M{left} {foot}L{number(x - 3)} 120H{number(x + 3)}L{right} {foot}Z"
    shapes.append(path(trunk, palette.layer(1)))
    for index in range(9):
        angle = index * 40 * math.pi / 180
        reach = 0 if index == 0 else random.between(24, 36)
        fill = palette.accent if index % 4 == 1 else palette.layer(0.5 + 0.08 * (index % 4))
        shapes.append(
            circle(x + reach * 1.3 * math.cos(angle), 118 + reach * math.sin(angle), random.between(22, 34), fill, 0.95)
        )
    hill = f"M-20 {HEIGHT}Q{number(x)} {number(ground - 60)} {WIDTH + 20} {HEIGHT}Z"
    return [*shapes, path(hill, palette.layer(0.7)), path(ridge(random, 276, 16, 3), palette.layer(0.92))]


def bridge(random: SeededRandom, palette: Palette) -> list[str]:
    """A bridge over still water, and its reflection."""
    water = 208
    shapes = sun(random.between(120, 280), random.between(92, 120), random.between(30, 42), palette)
    shapes.append(path(ridge(random, 186, 46, 3), palette.layer(0.15)))
    shapes.append(path(f"M0 {water}H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.32)))
    rise = random.between(56, 74)
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
        width, y = random.between(40, 120), water + 22 + line * 15
        shapes.append(
            path(f"M{number(random.between(0, 300))} {y}h{number(width)}v2.5h{number(-width)}Z", palette.light, 0.55)
        )
    return shapes


def _oval(cx: float, cy: float, rx: float, ry: float) -> str:
    arc = f"a{number(rx)} {number(ry)} 0 0 1"
    return f"M{number(cx - rx)} {number(cy)}{arc} {number(2 * rx)} 0{arc} {number(-2 * rx)} 0Z"


def winding_path(random: SeededRandom, palette: Palette) -> list[str]:
    """A path that leads to a low sun."""
    goal = random.between(165, 235)
    bend = (-1 if random.pick(("left", "right")) == "left" else 1) * random.between(70, 105)
    cy = random.between(112, 136)
    shapes = [
        *sun(goal, cy, random.between(30, 40), palette),
        path(ridge(random, 178, 40, 3), palette.layer(0.15)),
        path(ridge(random, 200, 34, 2), palette.layer(0.45)),
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
        side = random.between(8, 96) if index % 2 == 0 else random.between(304, 392)
        y = random.between(222, 284)
        r = (y - 196) * 0.22
        shapes.append(circle(side, y - r, r, palette.layer(1)))
        shapes.append(circle(side + r * 0.9, y - r * 0.7, r * 0.7, palette.layer(0.95)))
    return shapes
