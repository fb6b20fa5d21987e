"""The account: who I am, where I live, where I am signed in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import address_book, countries, preferences, reading, sessions
from accounts.addresses import AddressForm, PostalAddressForm
from accounts.forms import ProfileForm
from accounts.http import MemberRequest
from accounts.models import Address, User
from marketplace import languages
from marketplace.http import Request

#: What a mail program sends when its reader presses its own button.
ONE_CLICK = "List-Unsubscribe"


@require_GET
@login_required
def account(request: MemberRequest) -> HttpResponse:
    """Everything that is mine to see or change, on one page."""
    context = {
        "addresses": Address.objects.of(request.user),
        "factors": Authenticator.objects.filter(user=request.user).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        ),
        "sessions": UserSession.objects.purge_and_list(request.user),
    }
    return render(request, "accounts/account.html", context)


@csrf_exempt
@require_POST
def language(request: Request) -> HttpResponse:
    """Read on in another language, on the same page.

    The form stands on pages that are the same for everybody, so it carries no token:
    the worst another site can do with it is to change the language of a visitor."""
    chosen = languages.known(request.POST.get("language", ""))
    back = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()})
    response = HttpResponseRedirect(back if own else "/")
    if not chosen:
        return response
    if isinstance(request.user, User):
        reading.choose(request.user, chosen)
    reading.remember(response, chosen)
    return response


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: MemberRequest) -> HttpResponse:
    """Name and clock."""
    user = request.user
    spoken = languages.known(user.language) or languages.in_force()
    now = {"name": user.name, "time_zone": user.time_zone, "language": spoken}
    form = ProfileForm(request.POST or None, initial=now)
    if form.is_valid():
        form.save(user)
        with translation.override(languages.spoken_to(user.language)):
            messages.success(request, _("Your profile is saved."))
        return redirect("accounts:account")
    return _show(request, "accounts/profile.html", {"form": form})


@require_GET
@login_required
def addresses(request: MemberRequest) -> HttpResponse:
    """The address book."""
    context = {"addresses": Address.objects.of(request.user)}
    return render(request, "accounts/addresses.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def add_address(request: MemberRequest) -> HttpResponse:
    """One more address in the book."""
    country = countries.guess(request.headers.get("Accept-Language", ""))
    form = _address_form(request, {"country": country, "name": request.user.name})
    if form.is_valid():
        address_book.keep(request.user, form.cleaned_data)
        messages.success(request, _("The address is in your address book."))
        return redirect("accounts:addresses")
    return _show(request, "accounts/address.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def edit_address(request: MemberRequest, code: str) -> HttpResponse:
    """Correct an address in the book."""
    address = _mine(request, code)
    now = {name: getattr(address, name) for name in AddressForm.base_fields}
    form = _address_form(request, now)
    if form.is_valid():
        address_book.keep(request.user, form.cleaned_data, address)
        messages.success(request, _("The address is saved."))
        return redirect("accounts:addresses")
    return _show(request, "accounts/address.html", {"form": form, "address": address})


@require_POST
@login_required
def remove_address(request: MemberRequest, code: str) -> HttpResponse:
    """Take an address out of the book."""
    address_book.remove(request.user, _mine(request, code))
    messages.success(request, _("The address is gone from your address book."))
    return redirect("accounts:addresses")


@require_POST
@login_required
def default_address(request: MemberRequest, code: str) -> HttpResponse:
    """The address that a checkout offers first."""
    address_book.put_first(request.user, _mine(request, code))
    messages.success(request, _("A checkout will offer this address first."))
    return redirect("accounts:addresses")


@require_http_methods(["GET", "POST"])
def address_fields(request: HttpRequest) -> HttpResponse:
    """The parts that the chosen country asks for, with what was typed so far.

    The page sends what was typed by POST, so that no address stands in a log.
    """
    form = PostalAddressForm.retyped(request.POST or request.GET)
    return render(request, "accounts/address_fields.html#parts", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def emails(request: MemberRequest) -> HttpResponse:
    """Which emails I want, beside those that my orders owe me."""
    address = request.user.email
    if request.method == "POST":
        return _choose(request, address, request.POST.get("email", ""), "emails")
    off = {email for _, email in preferences.turned_off([address])}
    context = {"choices": preferences.CHOICES, "off": off}
    return render(request, "accounts/emails.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def one_email(request: HttpRequest, token: str) -> HttpResponse:
    """Turn off the email that this link came in, without a login.

    Mail programs press the button themselves, without a cookie (RFC 8058)."""
    known = preferences.read_token(token)
    if known is None:
        raise Http404
    address, choice = known
    if ONE_CLICK in request.POST:
        preferences.turn_off(address, choice.email)
    elif request.method == "POST":
        return _choose(request, address, choice.email, "one-email", token)
    context = {
        "choice": choice,
        "address": preferences.masked(address),
        "is_off": (address, choice.email) in preferences.turned_off([address]),
    }
    return render(request, "accounts/one_email.html", context)


@require_POST
@login_required
def end_session(request: MemberRequest) -> HttpResponse:
    """Sign out another browser of mine."""
    sessions.end(request.user, request.POST.get("session", ""))
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


def _choose(
    request: HttpRequest, address: str, email: str, page: str, *words: str
) -> HttpResponse:
    """Off, or on again; back to the page that asked."""
    if "wanted" in request.POST:
        preferences.turn_on(address, email)
        messages.success(request, _("You will get this email again."))
    else:
        preferences.turn_off(address, email)
        messages.success(request, _("This email is turned off."))
    return redirect(f"accounts:{page}", *words)


def _mine(request: MemberRequest, code: str) -> Address:
    return get_object_or_404(Address.objects.of(request.user), code=code)


def _address_form(request: MemberRequest, now: dict[str, object]) -> AddressForm:
    if "change_country" in request.POST:
        return AddressForm.retyped(request.POST)
    return AddressForm(request.POST or None, initial=now)


def _show(request: HttpRequest, page: str, context: dict[str, object]) -> HttpResponse:
    """A form to fill in, or to mend: then with 422."""
    wrong = bool(getattr(context["form"], "errors", None))
    return render(request, page, context, status=422 if wrong else 200)
