"""x"""


def count(request):
    return 0
