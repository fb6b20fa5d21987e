"""A photo on a page: the best format and width that the browser can use.

{% picture photo "(width >= 60rem) 18rem, 45vw" %}
{% picture photo "100vw" eager=forloop.first priority=forloop.first css="hero" alt="" %}

`sizes` says how wide it will stand, as in HTML. Lazy unless `eager`; `priority` is for
the one picture that a visitor waits for (and is eager); `alt=""` where words beside it
already say what it is; `css` is a class for the <img>.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from listings.models import Photo
from listings.models.photo import FORMATS

register = template.Library()


@register.simple_tag
def picture(
    photo: Photo,
    sizes: str,
    *,
    eager: bool = False,
    priority: bool = False,
    alt: str | None = None,
    css: str = "",
) -> SafeString:
    """`<picture>` with AVIF, WebP and a JPEG that everything can show, in its place
    and its colour before it is there."""
    return format_html(
        '<picture class="picture">{}<img class="{}" src="{}" srcset="{}" sizes="{}"'
        ' alt="{}" width="{}" height="{}"{} decoding="async"></picture>',
        _sources(photo, sizes),
        f"ground-{photo.ground} {css}".strip(),
        photo.small.url,
        _srcset(_jpegs(photo)),
        sizes,
        photo.alt if alt is None else alt,
        photo.width,
        photo.height,
        _haste(eager=eager, priority=priority),
    )


def _sources(photo: Photo, sizes: str) -> SafeString:
    rungs = [(kind, photo.rungs(kind)) for kind in FORMATS]
    return format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        ((kind, _srcset(them), sizes) for kind, them in rungs if them),
    )


def _jpegs(photo: Photo) -> list[tuple[str, int]]:
    small = (photo.small.url, photo.small_width)
    return (
        [small, (photo.image.url, photo.width)] if photo.width > small[1] else [small]
    )


def _srcset(rungs: list[tuple[str, int]]) -> str:
    return ", ".join(f"{url} {width}w" for url, width in rungs)


def _haste(*, eager: bool, priority: bool) -> SafeString:
    if priority:
        return SafeString(' fetchpriority="high"')
    return SafeString("" if eager else ' loading="lazy"')
