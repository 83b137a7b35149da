from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class PersonneManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **champs):
        personne = self.model(email=self.normalize_email(email).lower(), **champs)
        personne.set_password(password)
        personne.save(using=self._db)
        return personne

    def create_superuser(self, email: str, password: str | None = None, **champs):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **champs)


class Personne(AbstractBaseUser, PermissionsMixin):
    """A user of the portal; rights come from dated memberships (Adhesion), never from the account itself."""

    email = models.EmailField("courriel", unique=True)
    prenom = models.CharField("prénom", max_length=100, blank=True, default="")
    nom = models.CharField("nom", max_length=100, blank=True, default="")
    is_active = models.BooleanField("active", default=True)
    is_staff = models.BooleanField("accès à l'administration", default=False)
    inscrite_le = models.DateTimeField("inscrite le", default=timezone.now)

    objects = PersonneManager()
    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = "personne"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="personne_courriel_unique", violation_error_message="Ce courriel a déjà un compte."
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.prenom} {self.nom}".strip() or self.email

    def get_short_name(self) -> str:
        return self.prenom or self.email
