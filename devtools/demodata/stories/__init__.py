"""What happened to every order of the demo: a story each, told in its own moments."""

from devtools.demodata.buying import World
from devtools.demodata.past import Story
from devtools.demodata.stories import afterwards, clay, paper, wool


def stories(world: World) -> list[Story]:
    """All of them; `past.tell` runs them side by side."""
    told = (*clay.STORIES, *wool.STORIES, *paper.STORIES, *afterwards.STORIES)
    return [story(world) for story in told]
