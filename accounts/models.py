"""People and their addresses. How they sign in is django-allauth's business."""

from typing import Any, ClassVar, Self

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Makes people from an email address; they have no user name."""

    def create_user(
        self, email: str, password: str | None = None, **rest: Any
    ) -> "User":
        """A person who signs in with this address; without a password, only by link."""
        user = self.model(email=self.normalize_email(email).lower(), **rest)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **rest: Any) -> "User":
        """An operator with every right."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **rest
        )


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account: buyer, maker, operator, or all three."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=63, default="UTC")
    #: None where they have not chosen one.
    language = models.CharField(max_length=12, blank=True)
    is_staff = models.BooleanField(
        "staff status",
        default=False,
        help_text="Designates whether the user can log into this admin site.",
    )
    is_active = models.BooleanField(
        "active",
        default=True,
        help_text="Designates whether this user should be treated as active. "
        "Unselect this instead of deleting accounts.",
    )
    date_joined = models.DateTimeField("date joined", default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name they gave, else their address."""
        return str(self)

    def get_short_name(self) -> str:
        """The first word of their name."""
        return str(self).split(" ")[0]


class PostalAddress(models.Model):
    """A postal address; which parts a country asks for is `accounts.addresses`."""

    name = models.CharField("full name", max_length=120)
    street_address = models.CharField("street and number", max_length=240)
    city = models.CharField(max_length=120, blank=True)
    city_area = models.CharField("district", max_length=120, blank=True)
    country_area = models.CharField("state or province", max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2)

    class Meta:
        abstract = True


class AddressQuerySet(models.QuerySet["Address"]):
    """Questions about saved addresses."""

    def of(self, user: "User") -> Self:
        """Those in this person's address book."""
        return self.filter(user=user)


class Address(PostalAddress):
    """An address in somebody's address book."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses")
    code = models.CharField(
        max_length=8, unique=True, validators=[MinLengthValidator(8)]
    )
    delivery_note = models.CharField(
        max_length=200,
        blank=True,
        help_text="For the carrier: “post room opens at 9”.",
    )
    is_default = models.BooleanField(default=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "pk"]
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(is_default=True),
                name="one_default_address",
            ),
            models.CheckConstraint(
                condition=models.Q(country__regex="^[A-Z]{2}$"),
                name="address_country_is_iso",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.street_address}, {self.city}"


class EmailTurnedOff(models.Model):
    """An email that somebody does not want; a guest is known by their address."""

    user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="emails_turned_off",
    )
    address = models.EmailField(blank=True)
    email = models.CharField(max_length=40, help_text="Which one: templates/emails.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "emails turned off"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "email"], name="email_turned_off_once_by_user"
            ),
            models.UniqueConstraint(
                fields=["address", "email"],
                condition=~models.Q(address=""),
                name="email_turned_off_once_by_address",
            ),
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(address=""),
                name="email_turned_off_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, by {self.user or self.address}"
