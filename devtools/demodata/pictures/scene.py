"""A photograph of solid things on a table: rays are sent out until they meet one, then
asked for light, shadow, gloss and the room around."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from devtools.demodata.pictures.arrays import (
    Array,
    F,
    column,
    dot,
    haze,
    linear,
    smooth,
    soften,
    spread,
    unit,
)
from devtools.demodata.pictures.film import Film
from devtools.demodata.pictures.sets import Place
from devtools.demodata.pictures.shapes import Skin, Thing, Vector

#: Rays that are followed together: what fits into a core's own memory.
BITE = 32768
BLOCK = 4
#: A thing's number, and where each ray enters and leaves the ball around it.
type Ball = tuple[int, Array, Array]
EPS = F(0.0022)
FAR = F(60)


@dataclass(frozen=True)
class Camera:
    """Where from: it looks at `at` from so high (degrees) and so far; `wide` is how
    much of the scene is in the picture there, from left to right."""

    at: Vector = (0, 0.5, 0)
    pitch: float = 24
    yaw: float = 0
    wide: float = 3.4
    far: float = 9
    #: How soft what is not in focus becomes; 0 for all sharp.
    blur: float = 1.0

    def rays(self, film: Film) -> tuple[Array, Array, Array, Array]:
        """Where it stands, and its directions: ahead, right and down per dot."""
        pitch, yaw = math.radians(self.pitch), math.radians(self.yaw)
        ahead = np.array([
            -math.sin(yaw) * math.cos(pitch), -math.sin(pitch),
            -math.cos(yaw) * math.cos(pitch),
        ], F)  # fmt: skip
        right = np.array([math.cos(yaw), 0, -math.sin(yaw)], F)
        down = -np.cross(right, ahead).astype(F)
        eye = np.array(self.at, F) - ahead * F(self.far)
        dot_size = F(self.wide / self.far / film.width)
        return eye, ahead, right * dot_size, down * dot_size


@dataclass
class Scene:
    """Things at a place, in front of a camera."""

    film: Film
    place: Place
    camera: Camera
    things: Sequence[Thing] = field(default_factory=list)

    def render(self) -> Film:
        """Take the picture."""
        self.eye, self.ahead, self.right, self.down = self.camera.rays(self.film)
        self.sun = unit(np.array(self.place.sun, F))
        height, width = self.film.height, self.film.width
        where, who = self._find(height, width)
        colours, cover = self._things(where, who, (height, width))
        ground, depth = self._room(cover < 1)
        depth = np.where(who >= 0, where, depth)
        self.film.light = ground * (1 - cover) + colours
        if self.camera.blur:
            self._focus(depth)
        return self.film

    def _directions(self, x: Array, y: Array) -> Array:
        """Towards these dots."""
        x = x - F(self.film.width / 2)
        y = y - F(self.film.height / 2)
        return unit(
            self.ahead[:, None] + self.right[:, None] * x + self.down[:, None] * y
        )

    def _find(self, height: int, width: int) -> tuple[Array, Array]:
        """How far each dot's ray goes until it meets something, and what it meets.

        First one thick ray for a block of dots: most blocks meet nothing, and in the
        others the thin rays begin where the thick one came close."""
        where = np.full((height, width), FAR, F)
        who = np.full((height, width), -1, np.int8)
        y, x = np.mgrid[0:height:BLOCK, 0:width:BLOCK].astype(F)
        middle = F((BLOCK - 1) / 2)
        d = self._directions(x.ravel() + middle, y.ravel() + middle)
        thick = BLOCK * 0.80 * float(self.camera.wide / self.camera.far / width)
        begin, near = self._march(d, thick=thick)
        begin[near < 0] = FAR
        rows = begin.reshape(x.shape).repeat(BLOCK, 0).repeat(BLOCK, 1)
        self.begin = rows[:height, :width]
        ys, xs = np.nonzero(self.begin < FAR)
        for first in range(0, ys.size, BITE):
            y, x = ys[first : first + BITE], xs[first : first + BITE]
            d = self._directions(x.astype(F), y.astype(F))
            where[y, x], who[y, x] = self._march(d, self.begin[y, x])
        return where, who

    def _march(
        self, d: Array, start: Array | None = None, *, thick: float = 0.0
    ) -> tuple[Array, Array]:
        """Along the rays from the camera, each as thick as said, in parts of its way."""
        t = np.full(d.shape[1], FAR, F)
        who = np.full(d.shape[1], -1, np.int8)
        begin = np.full(d.shape[1], FAR, F)
        end = np.zeros(d.shape[1], F)
        balls: list[Ball] = []
        for number, thing in enumerate(self.things):
            hit, first, last = ball(
                self.eye[:, None], d, thing, thick * self.camera.far
            )
            if hit.any():
                first, last = np.where(hit, first, FAR), np.where(hit, last, 0)
                balls.append((number, first, last))
                np.minimum(begin, first, out=begin)
                np.maximum(end, last, out=end)
        if start is not None:
            np.maximum(begin, start, out=begin)
        going = np.flatnonzero(begin < end)
        now, way, stop = np.maximum(begin[going], 0), d[:, going], end[going]
        balls = [(number, first[going], last[going]) for number, first, last in balls]
        left = np.ones(going.size, bool)
        for step in range(30):
            if not going.size:
                break
            away, what, free = self._ahead(now, way, balls)
            # A ray that grazes an edge creeps: with each step less is asked of it.
            met = away < EPS * F(1 + 0.16 * step) + now * F(thick)
            new = met & left
            t[going[new]] = now[new]
            who[going[new]] = what[new]
            now = now + np.where(met, 0, free)
            left = ~(met | (now > stop))
            if left.mean() < 0.75:
                going, now, way, stop = going[left], now[left], way[:, left], stop[left]
                balls = [(n, first[left], last[left]) for n, first, last in balls]
                left = left[left]
        return t, who

    def _ahead(
        self, now: Array, way: Array, balls: Sequence[Ball]
    ) -> tuple[Array, Array, Array]:
        """How near each ray is to something and to what, and how far it may go on. A
        thing is asked only by rays that are inside the ball around it."""
        away = np.full(now.shape, FAR, F)
        what = np.full(now.shape, -1, np.int8)
        free = np.full(now.shape, FAR, F)
        for number, first, last in balls:
            np.copyto(free, np.minimum(free, first - now + EPS), where=now < first)
            on = np.flatnonzero((now >= first) & (now <= last))
            if not on.size:
                continue
            thing = self.things[number]
            p = self.eye[:, None] + way[:, on] * now[on]
            to = thing.distance(thing.inside(p)) * F(thing.trust)
            closer = to < away[on]
            away[on[closer]] = to[closer]
            what[on[closer]] = number
        return away, what, np.minimum(away, free)

    def _nearest(self, p: Array, among: Sequence[int]) -> tuple[Array, Array]:
        away = np.full(p.shape[1], FAR, F)
        what = np.full(p.shape[1], -1, np.int8)
        for number in among:
            thing = self.things[number]
            to = thing.distance(thing.inside(p)) * F(thing.trust)
            closer = to < away
            np.copyto(away, to, where=closer)
            what[closer] = number
        return away, what

    def shade(self, p: Array, n: Array, reach: int = 10) -> tuple[Array, Array]:
        """How much sun and how much sky come to these points."""
        sun = np.ones(p.shape[1], F)
        sky = np.ones(p.shape[1], F)
        casting = [i for i, thing in enumerate(self.things) if thing.throws]
        for first in range(0, p.shape[1], BITE):
            bite = slice(first, first + BITE)
            q = p[:, bite] + n[:, bite] * F(0.02)
            close = [i for i in casting if _might_shade(self.things[i], q, self.sun)]
            if not close:
                continue
            sun[bite] = self._sun(q, close, reach)
            for step in (0.06, 0.16, 0.36):
                away, _ = self._nearest(q + n[:, bite] * F(step), close)
                sky[bite] *= 1 - F(0.42) * np.clip(1 - away / F(step + 0.02), 0, 1)
        return sun, sky

    def _sun(self, q: Array, close: Sequence[int], reach: int) -> Array:
        lit = np.ones(q.shape[1], F)
        t = np.full(q.shape[1], 0.02, F)
        hard = F(self.place.hard)
        for _ in range(reach):
            away, _ = self._nearest(q + self.sun[:, None] * t, close)
            lit = np.minimum(lit, np.clip(0.5 + 0.5 * hard * away / t, 0, 1))
            t = t + np.clip(away, 0.035, 0.5)
        return lit * lit * (3 - 2 * lit)

    def _room(self, seen: Array) -> tuple[Array, Array]:
        """Table and wall with the shadows on them, where they are seen."""
        height, width = seen.shape
        light = np.zeros((3, height, width), F)
        depth = np.full((height, width), FAR, F)
        step = 6
        y, x = np.mgrid[step // 2 : height : step, step // 2 : width : step].astype(F)
        p, n, _ = self.place.meet(self.eye, self._directions(x.ravel(), y.ravel()))
        sun, sky = self.shade(p, n, 16)
        sun = spread(soften(sun.reshape(x.shape), 1), (height, width))
        sky = spread(soften(sky.reshape(x.shape), 1), (height, width))
        ys, xs = np.nonzero(seen)
        for first in range(0, ys.size, BITE):
            y, x = ys[first : first + BITE], xs[first : first + BITE]
            d = self._directions(x.astype(F), y.astype(F))
            p, n, depth[y, x] = self.place.meet(self.eye, d)
            skin = self.place.skin(p, n)
            if skin.normal is not None:
                n = skin.normal
            light[:, y, x] = self.place.light(skin, n, d, p, (sun[y, x], sky[y, x]))
        return light, depth

    def _things(
        self, where: Array, who: Array, size: tuple[int, int]
    ) -> tuple[Array, Array]:
        """The things' own light, and how much of each dot they cover."""
        colours = np.zeros((3, *size), F)
        cover = (who >= 0).astype(F)
        if not cover.any():
            return colours, cover
        sun, sky = self._half_shade(where, who, size)
        ys, xs = np.nonzero(who >= 0)
        for first in range(0, ys.size, BITE):
            y, x = ys[first : first + BITE], xs[first : first + BITE]
            d = self._directions(x.astype(F), y.astype(F))
            shade = (sun[y, x], sky[y, x])
            colours[:, y, x] = self._seen(d, where[y, x], who[y, x], shade)
        self._smooth_edges(colours, cover, who, (sun, sky))
        return colours, cover

    def _half_shade(
        self, where: Array, who: Array, size: tuple[int, int]
    ) -> tuple[Array, Array]:
        """Shadow on the things themselves: at every second dot, then spread out."""
        small_who, small_where = who[::2, ::2], where[::2, ::2]
        ys, xs = np.nonzero(small_who >= 0)
        d = self._directions((xs * 2).astype(F), (ys * 2).astype(F))
        p = self.eye[:, None] + d * small_where[ys, xs]
        n = np.empty_like(p)
        met = small_who[ys, xs]
        for number in np.unique(met):
            of, thing = met == number, self.things[number]
            n[:, of] = thing.outside(thing.normal(thing.inside(p[:, of])))
        found = self.shade(p, n)
        there = np.zeros(small_who.shape, F)
        there[ys, xs] = 1
        weight = np.maximum(soften(there, 1), F(1e-3))
        maps = []
        for values in found:
            sheet = np.zeros(small_who.shape, F)
            sheet[ys, xs] = values
            maps.append(spread(soften(sheet, 1) / weight, size))
        return maps[0], maps[1]

    def _seen(
        self, d: Array, t: Array, who: Array, shade: tuple[Array, Array]
    ) -> Array:
        """The light that comes from these points of the things."""
        p = self.eye[:, None] + d * t
        found = np.empty_like(p)
        for number in np.unique(who):
            of, thing = who == number, self.things[number]
            q = thing.inside(p[:, of])
            n = thing.normal(q)
            skin = thing.paint(q, n)
            n = thing.outside(n if skin.normal is None else skin.normal)
            part = (shade[0][of], shade[1][of])
            found[:, of] = self.place.light(skin, n, d[:, of], p[:, of], part)
        return found

    def _smooth_edges(
        self, colours: Array, cover: Array, who: Array, shade: tuple[Array, Array]
    ) -> None:
        """Where one thing ends and another begins: three rays instead of one."""
        edge = np.zeros(who.shape, bool)
        edge[:, 1:] |= who[:, 1:] != who[:, :-1]
        edge[:, :-1] |= who[:, 1:] != who[:, :-1]
        edge[1:] |= who[1:] != who[:-1]
        edge[:-1] |= who[1:] != who[:-1]
        ys, xs = np.nonzero(edge)
        if not ys.size:
            return
        total, covered = colours[:, ys, xs], cover[ys, xs]
        for dx, dy in ((-0.33, -0.21), (0.21, 0.33)):
            for first in range(0, ys.size, BITE):
                bite = slice(first, first + BITE)
                y, x = ys[bite], xs[bite]
                d = self._directions(x + F(dx), y + F(dy))
                t, met = self._march(d, self.begin[y, x])
                on = np.flatnonzero(met >= 0)
                part = (shade[0][y[on], x[on]], shade[1][y[on], x[on]])
                at = on + first
                total[:, at] += self._seen(d[:, on], t[on], met[on], part)
                covered[at] += 1
        colours[:, ys, xs] = total / 3
        cover[ys, xs] = covered / 3

    def _focus(self, depth: Array) -> None:
        """What is nearer or further than what we look at is soft."""
        strength = self.camera.blur * self.film.width / 1000
        away = depth - F(self.camera.far)
        behind = smooth(0.9, 6.5, away)
        before = smooth(0.7, 2.6, -away)
        off = haze(np.maximum(behind, before), 3 * strength + 1)
        if off.max() < 0.02:
            return
        light = self.film.light
        some = haze(light, 4 * strength)
        much = haze(light, 13 * strength)
        light = light + (some - light) * np.clip(off * 4, 0, 1)
        self.film.light = light + (much - light) * smooth(0.25, 1, off)


def ball(
    eye: Array, d: Array, thing: Thing, more: float = 0.0
) -> tuple[Array, Array, Array]:
    """Whether a ray goes through the ball around a thing, from where to where."""
    to = thing.ball[:, None] - eye
    middle = dot(to, d)
    aside = dot(to, to) - middle * middle
    reach = F((thing.reach + more) ** 2)
    half = np.sqrt(np.maximum(reach - aside, 0))
    return aside < reach, middle - half, middle + half


def _might_shade(thing: Thing, p: Array, sun: Array) -> bool:
    """Whether any of these points is near it or has it between itself and the sun."""
    to = thing.ball[:, None] - p
    along = dot(to, sun[:, None])
    aside = dot(to, to) - along * along
    wide = F(thing.reach + 0.45)
    return bool(((aside < wide * wide) & (along > -wide)).any())


__all__ = ["Camera", "Scene", "Skin", "column", "linear"]
