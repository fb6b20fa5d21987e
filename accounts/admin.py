"""People and their address books, for operators."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest

from accounts.models import Address, EmailTurnedOff, User
from marketplace.admin import ReadOnlyAdmin


class NewPersonForm(AdminUserCreationForm):
    """Somebody who is let in by an operator."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


class PersonForm(UserChangeForm):
    """Somebody, as they are."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


class AddressInline(admin.TabularInline):
    """A person's address book."""

    model = Address
    extra = 0
    fields = ("name", "street_address", "postal_code", "city", "country", "is_default")
    readonly_fields = fields
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """People write their own addresses."""
        return False


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Buyers, makers and operators. Nobody is deleted: untick “active” instead."""

    form = PersonForm
    add_form = NewPersonForm
    list_display = ("email", "name", "is_active", "is_staff", "date_joined")
    list_filter = ("is_staff", "is_superuser", "is_active", "date_joined")
    search_fields = ("email", "name")
    ordering = ("-date_joined",)
    date_hierarchy = "date_joined"
    readonly_fields = ("last_login", "date_joined")
    inlines = (AddressInline,)
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Person", {"fields": ("name", "time_zone", "language")}),
        (
            "Rights",
            {
                "fields": (
                    "is_active",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                )
            },
        ),
        ("Since", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "email",
                    "name",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """What they bought and sold has to stay explainable."""
        return False


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin):
    """Address books, all in one."""

    list_display = ("name", "city", "postal_code", "country", "user", "is_default")
    list_filter = ("country",)
    list_select_related = ("user",)
    search_fields = ("name", "street_address", "city", "postal_code", "user__email")
    autocomplete_fields = ("user",)


@admin.register(EmailTurnedOff)
class EmailTurnedOffAdmin(ReadOnlyAdmin):
    """What people do not want to read; only they change it."""

    list_display = ("email", "user", "address", "at")
    list_filter = ("email", "at")
    list_select_related = ("user",)
    search_fields = ("email", "address", "user__email")
    date_hierarchy = "at"
