"""What our admin pages have that Django's have not: records that nobody edits, and the
named verbs of a thing as buttons on its page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from marketplace.errors import Refused
from marketplace.languages import Words
from marketplace.money import format_money

Data = dict[str, Any]


class ReadOnlyMixin:
    """A record: it is looked at, and only verbs change it."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Records come from what happens."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What happened, happened."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """And it stays."""
        return False


class ReadOnlyAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """A page about a record."""


class ReadOnlyInline(ReadOnlyMixin, admin.TabularInline):
    """Records on the page of what they belong to."""

    extra = 0
    can_delete = False


@dataclass(frozen=True)
class Verb:
    """A button: its name in the address, what it says, when it is there, what it does.

    `act` gets who acts, the thing, and what was filled in; it returns what to say. With
    a `warning` or a form it `asks` on a page of its own first."""

    name: str
    label: Words
    act: Callable[[Any, Any, Data], str]
    fits: Callable[[Any], bool]
    warning: Callable[[Any], str] | None = None
    asks: Callable[[Any, Any], forms.Form] | None = None

    @property
    def has_page(self) -> bool:
        """It is asked about before it is done."""
        return self.warning is not None or self.asks is not None


class VerbsMixin(admin.ModelAdmin):
    """Verbs as buttons. Who may change the thing may use them, read-only or not."""

    verbs: ClassVar[list[Verb]] = []
    change_form_template = "admin/change_form_with_verbs.html"

    def get_urls(self) -> list[URLPattern]:
        """One address for each verb of each thing."""
        verb = path(
            "<path:object_id>/verbs/<slug:name>/",
            self.admin_site.admin_view(self.take),
            name=f"{self.opts.app_label}_{self.opts.model_name}_verb",
        )
        return [verb, *super().get_urls()]

    def may_act(self, request: HttpRequest) -> bool:
        """Whether this operator may use the verbs at all."""
        permission = f"{self.opts.app_label}.change_{self.opts.model_name}"
        return bool(request.user.is_active and request.user.has_perm(permission))

    def render_change_form(
        self, request: HttpRequest, context: Data, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page of one thing, with the verbs that fit it now."""
        thing = kwargs.get("obj")
        if thing is not None and self.may_act(request):
            context["verbs"] = [
                (verb, self._address(thing, verb))
                for verb in self.verbs
                if verb.fits(thing)
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def take(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Ask first where it must be asked, then do it and say so."""
        thing = self.get_object(request, unquote(object_id))
        verb = next((each for each in self.verbs if each.name == name), None)
        if thing is None or verb is None:
            raise Http404
        if not self.may_act(request):
            raise PermissionDenied
        sent = request.POST if "confirmed" in request.POST else None
        form = verb.asks(thing, sent) if verb.asks else forms.Form(sent)
        if request.method == "POST" and (not verb.has_page or form.is_valid()):
            self._act(request, thing, verb, getattr(form, "cleaned_data", {}))
            return HttpResponseRedirect(self._page(thing))
        return self._ask(request, thing, verb, form)

    def _act(self, request: HttpRequest, thing: Model, verb: Verb, data: Data) -> None:
        try:
            said = verb.act(request.user, thing, data)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return
        self.log_change(request, thing, f"{verb.label}.")
        messages.success(request, said)

    def _ask(
        self, request: HttpRequest, thing: Model, verb: Verb, form: forms.Form
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": verb.label,
            "opts": self.opts,
            "original": thing,
            "page": self._page(thing),
            "verb": verb,
            "warning": verb.warning(thing) if verb.warning else "",
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/verb.html", context, status=status)

    def _page(self, thing: Model) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[thing.pk])

    def _address(self, thing: Model, verb: Verb) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_verb"
        return reverse(name, args=[thing.pk, verb.name])


class RecordAdmin(VerbsMixin, ReadOnlyAdmin):
    """A record with verbs."""


def money(field: str, label: str, currency: str = "currency") -> Any:
    """A column that shows an amount as people read it; `currency` may be a path."""

    @admin.display(description=label, ordering=field)
    def column(thing: Any) -> str:
        code = thing
        for part in currency.split("__"):
            code = getattr(code, part)
        return format_money(getattr(thing, field), code)

    # As a method it would be given the admin first.
    return staticmethod(column)
