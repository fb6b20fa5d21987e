"""Asking the maker of a piece before buying it; what she is asked and answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import MemberRequest, member
from listings import keys, questions
from listings.asking_forms import AnswerForm, AskForm
from listings.http import hidden, not_too_often
from listings.models import Listing, Question
from listings.models.question import QuestionQuerySet
from marketplace.http import Request
from shops.models import Shop
from shops.pages import show

PER_PAGE = 24


@require_POST
def ask(request: Request, slug: str) -> HttpResponse:
    """A question to its maker, by anybody."""
    rows = Listing.objects.shown().select_related("shop")
    listing = get_object_or_404(rows, slug=slug)
    form = AskForm(request.POST, user=member(request))
    context = {"listing": listing, "ask_form": form}
    if not form.is_valid():
        return show(request, "listings/ask.html#ask", context, form=form)
    not_too_often(request, "ask", form.reader.email)
    asked = questions.ask(listing, form.reader, words=form.cleaned_data["words"])
    if request.htmx:
        return render(request, "listings/ask.html#ask", context | {"asked": asked})
    said = _("%(maker)s has your question. The answer comes to %(email)s.")
    names = {"maker": listing.shop.maker_name, "email": asked.email}
    messages.success(request, said % names)
    return redirect(listing)


@hidden
@require_safe
def question(request: Request, key: str) -> HttpResponse:
    """One's question and its answer, opened by the link of an email."""
    rows = Question.objects.select_related("listing__shop")
    found = keys.find(rows.prefetch_related("listing__photos"), key)
    if found is None:
        raise Http404
    return render(request, "listings/question.html", {"question": found})


@require_safe
@login_required
def asked(request: MemberRequest) -> HttpResponse:
    """What a maker is asked about her pieces: who waits for an answer first."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    rows = _with_pieces(request)
    page = Paginator(rows.exclude(answered_at=None), PER_PAGE)
    context = {
        "shop": shop,
        "waiting": rows.unanswered()[: 2 * PER_PAGE],
        "page": page.get_page(request.GET.get("page")),
        "form": AnswerForm(),
    }
    return render(request, "listings/asked.html", context)


@require_POST
@login_required
def answer(request: MemberRequest, code: str) -> HttpResponse:
    """Her answer; it goes out at once."""
    question = get_object_or_404(_with_pieces(request), code=code)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        shown: dict[str, Any] = {"question": question}
        return show(request, "listings/answer.html#question", shown, form=form)
    questions.answer(question, by=request.user, words=form.cleaned_data["words"])
    if request.htmx:
        context = {"question": question, "said": True}
        return render(request, "listings/answer.html#question", context)
    said = _("Your answer is on its way to %(name)s.") % {"name": question.name}
    messages.success(request, said)
    return redirect("listings:asked")


def _with_pieces(request: MemberRequest) -> QuestionQuerySet:
    mine = Question.objects.to_maker(request.user)
    return mine.select_related("listing__shop").prefetch_related("listing__photos")
