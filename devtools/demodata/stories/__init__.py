"""What happened to every order of the demo: a story each, told in its own moments."""

from devtools.demodata.buying import World
from devtools.demodata.past import Story
from devtools.demodata.stories import afterwards, before, clay, paper, wool
from devtools.demodata.stories.many import many


def stories(world: World, more: int) -> list[Story]:
    """All of them; `past.tell` runs them side by side."""
    told = (*clay.STORIES, *wool.STORIES, *paper.STORIES, *afterwards.STORIES)
    own = [story(world) for story in told]
    return [*own, *before.stories(world), *many(world, more)]
