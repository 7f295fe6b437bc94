"""Staff: who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.utils.crypto import salted_hmac

from limen.conduct.core.models.recorded import Recorded
from limen.conduct.core.models.site import Site


class StaffManager(BaseUserManager["StaffMember"]):
    """Finds staff by the name they sign in with; `services.add_staff` makes them."""

    def get_by_natural_key(self, username: str | None) -> StaffMember:
        """Return the member of this name, whatever its case."""
        return self.get(name__iexact=username)


class StaffMember(AbstractBaseUser, Recorded):
    """Somebody who signs in to run the study. Participants have no account, only device tokens."""

    name = models.CharField(max_length=80, unique=True)  # signs in with it; appears in the trail
    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    factor_changes = models.IntegerField(null=True)  # each ends the sessions before it

    last_login = None  # else Django rewrites the row at each sign-in

    USERNAME_FIELD = "name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = StaffManager()

    class Meta:
        verbose_name = "member of staff"
        verbose_name_plural = "staff"
        ordering = ("name",)

    def __str__(self) -> str:
        """The name they sign in with."""
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is their password. Never rewrites the row, as Django's own might."""
        return check_password(raw_password, self.password)

    def get_session_auth_hash(self) -> str:
        """Return what a session holds: another password or second factor ends it."""
        what = f"{self.password}\0{self.factor_changes or 0}"
        return salted_hmac("limen.staff.session", what, algorithm="sha256").hexdigest()

    def has_role(self, site: Site, *roles: str) -> bool:
        """Whether they hold one of these roles at a site now; without roles: any."""
        if not self.is_active:
            return False
        held = self.memberships.filter(site=site, ended_at=None)
        return (held.filter(role__in=roles) if roles else held).exists()

    def save(self, *args: Any, **options: Any) -> None:  # Django's own signature
        """Save the row; a password without a hash is never stored."""
        if self.password and "$" not in self.password and not self.password.startswith("!"):
            raise TypeError("Set a password with `set_password`, which stores its hash only.")
        super().save(*args, **options)
