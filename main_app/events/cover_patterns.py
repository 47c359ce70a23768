"""Motifs of covers that show a shape or a pattern."""

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
)


def rings(random: SeededRandom, palette: Palette) -> list[str]:
    """Rings around a rising sun."""
    cx, horizon = random.between(130, 270), random.between(196, 232)
    stride = random.between(28, 44)
    shapes = []
    for ring in range(5, 0, -1):
        fill = palette.sky_top if ring % 2 == 0 else palette.accent
        shapes.append(circle(cx, horizon, 36 + ring * stride, fill, 0.62 - ring * 0.085))
    return [*shapes, circle(cx, horizon, random.between(44, 58), palette.light), *_fields(random, palette, horizon)]


def lotus(random: SeededRandom, palette: Palette) -> list[str]:
    """A lotus that opens."""
    cx, horizon = random.between(130, 270), random.between(196, 232)
    length = random.between(128, 158)
    half = random.between(24, 32)
    shapes = [circle(cx, horizon - 34, length * 0.62, palette.light, 0.9)]
    petals = int(random.pick(("3", "4")))
    for petal in range(petals, -1, -1):
        for side in (0,) if petal == 0 else (-1, 1):
            angle = side * petal * 82 / petals - 90
            fill = palette.accent if petal % 2 == 0 else palette.layer(0.3)
            shapes.append(path(pointed_oval(cx, horizon + 14, length * (1 - petal * 0.055), half, angle), fill, 0.86))
    return [*shapes, *_fields(random, palette, horizon)]


def _fields(random: SeededRandom, palette: Palette, horizon: float) -> list[str]:
    """Two soft hills in front."""
    return [
        path(ridge(random, horizon + 16, 22, 2), palette.layer(0.45)),
        path(ridge(random, horizon + 48, 26, 3), palette.layer(0.8)),
    ]


def breath(random: SeededRandom, palette: Palette) -> list[str]:
    """Wide arcs, one within another, like a breath that opens."""
    cx, base = random.between(150, 250), HEIGHT + 10
    fills = (
        palette.layer(0.12),
        palette.accent,
        palette.layer(0.35),
        palette.light,
        palette.layer(0.6),
        palette.accent,
    )
    widest = random.between(230, 262)
    shapes = []
    for index, fill in enumerate(fills):
        r = widest * (1 - index * 0.155)
        shapes.append(path(_half_disc(cx, base, r), fill, 0.94))
    return [*shapes, path(_half_disc(cx, base, widest * 0.12), palette.layer(0.9))]


def discs(random: SeededRandom, palette: Palette) -> list[str]:
    """Large discs that overlap, as on a table where several people draw."""
    fills = (palette.layer(0.2), palette.accent, palette.layer(0.6), palette.light, palette.layer(0.85))
    shapes = [path(f"M0 0H{WIDTH}V{HEIGHT}H0Z", palette.sky_low)]
    for index in range(9):
        x, y = (index % 3 + 0.5) * 133 + random.between(-40, 40), (index // 3 + 0.5) * 100 + random.between(-26, 26)
        shapes.append(circle(x, y, random.between(42, 84), fills[(index * 2 + index // 3) % len(fills)], 0.78))
    return shapes


def arches(random: SeededRandom, palette: Palette) -> list[str]:
    """A row of arches within arches."""
    fills = (palette.layer(0.8), palette.accent, palette.light, palette.layer(0.45))
    shapes = [path(f"M0 0H{WIDTH}V{HEIGHT}H0Z", palette.layer(0.08))]
    for column in range(4):
        cx, top = column * 108 + 38, random.between(74, 168)
        for ring in range(4):
            r = 52 - ring * 13
            arch = f"M{cx - r} {HEIGHT}V{number(top + 52)}A{r} {r} 0 0 1 {cx + r} {number(top + 52)}V{HEIGHT}Z"
            shapes.append(path(arch, fills[(ring + column) % len(fills)]))
    return shapes


def cutouts(random: SeededRandom, palette: Palette) -> list[str]:
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
        angle = -90 + random.between(-24, 24)
        foot_x, foot_y = x + 67 - (angle + 90) * 0.9, y + 138
        for side in (-1, 0, 1):
            length = random.between(88, 116) if side == 0 else random.between(62, 84)
            shapes.append(path(pointed_oval(foot_x, foot_y, length, random.between(9, 14), angle + side * 42), cut))
    return shapes


def weave(random: SeededRandom, palette: Palette) -> list[str]:
    """Bands over and under each other."""
    fills = (palette.layer(0.75), palette.accent, palette.layer(0.4), palette.light)
    turn = int(random.between(0, 4))
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


def _half_disc(cx: float, base: float, r: float) -> str:
    return f"M{number(cx - r)} {number(base)}A{number(r)} {number(r)} 0 0 1 {number(cx + r)} {number(base)}Z"


def tiles(random: SeededRandom, palette: Palette) -> list[str]:
    """Tiles with one shape each."""
    size = 100
    fills = [palette.layer(0.15), palette.layer(0.5), palette.layer(0.85), palette.accent, palette.light]
    shapes = []
    for x in range(0, WIDTH, size):
        for y in range(0, HEIGHT, size):
            back = random.pick(fills)
            front = random.pick([fill for fill in fills if fill != back])
            shapes.append(path(f"M{x} {y}h{size + 0.5}v{size + 0.5}h-{size + 0.5}Z", back))
            shapes += _tile(random, x, y, size, front)
    return shapes


def _tile(random: SeededRandom, x: int, y: int, size: int, fill: str) -> list[str]:
    """The shape on one tile; none on an empty one."""
    right, low, half = x + size, y + size, size // 2
    arc, small_arc = f"A{size} {size} 0 0 1", f"A{half} {half} 0 0 1"
    match random.pick(("quarter", "leaf", "disc", "half", "arch", "empty")):
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
                f"M{x} {y + half}{small_arc} {right} {y + half}Z",
                f"M{x} {y + half}A{half} {half} 0 0 0 {right} {y + half}Z",
            )
        case "arch":
            narrow = half - 18
            arch = f"M{x + 18} {low}V{y + half}A{narrow} {narrow} 0 0 1 {right - 18} {y + half}V{low}Z"
            return [path(arch, fill)]
        case _:  # empty
            return []
    return [path(random.pick(choices), fill)]
