"""Where pictures that people send are developed: proven, turned upright, shrunk and
written anew. It knows nothing of Django, and its hands work in a locked room."""
