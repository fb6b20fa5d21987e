"""How Postgres is asked by a search: for a short time, with memory enough, by index."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

#: For one transaction: no search may hold up the rest, and none is worth compiling or a
#: second processor. Without statistics of a word Postgres would read the whole table.
SETTINGS = """
SELECT set_config('statement_timeout', '2000', true),
       set_config('work_mem', '32MB', true), set_config('jit', 'off', true),
       set_config('max_parallel_workers_per_gather', '0', true),
       set_config('enable_seqscan', 'off', true),
       set_config('random_page_cost', '1.1', true),
       set_config('enable_indexscan', %s, true)
"""


@contextmanager
def bounded(*, along_indexes: bool = True) -> Iterator[None]:
    """Inside, Postgres is asked like that. Not along indexes: words are looked up in
    the index of words only, whatever else might seem short."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SETTINGS, ["on" if along_indexes else "off"])
        yield
