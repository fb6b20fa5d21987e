"""Addresses around one piece: its page, its line, questions, hearts, what was seen."""

from django.urls import URLPattern, path

from listings.views import asking, liking, piece, seeing, waiting

patterns: list[URLPattern] = [
    path("listings/<slug:slug>/", piece.detail, name="detail"),
    path("listings/<slug:slug>/choose/", piece.choose, name="choose"),
    path("listings/<slug:slug>/ask/", asking.ask, name="ask"),
    path("listings/<slug:slug>/wait/", waiting.wait, name="wait"),
    path("listings/<slug:slug>/wait/leave/", waiting.leave_own, name="leave-own"),
    path("listings/<slug:slug>/like/", liking.like, name="like"),
    path("listings/<slug:slug>/seen/", seeing.see, name="see"),
    path("shops/<slug:slug>/like/", liking.like_shop, name="like-shop"),
    path("favourites/", liking.liked, name="liked"),
    path("seen/", seeing.lately, name="lately"),
    path("seen/forget/", seeing.forget, name="forget"),
    path("waiting/<str:key>/", waiting.place, name="place"),
    path("waiting/<str:key>/confirm/", waiting.confirm, name="confirm-place"),
    path("waiting/<str:key>/leave/", waiting.leave, name="leave-place"),
    path("questions/<str:key>/", asking.question, name="question"),
    path("dashboard/questions/", asking.asked, name="asked"),
    path("dashboard/questions/<code:code>/answer/", asking.answer, name="answer"),
    path("dashboard/listings/<slug:slug>/expect/", waiting.expect, name="expect"),
]
