from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class People(BaseUserManager):
    def create_person(self, email, password, role, token=""):
        person = self.model(email=email, role=role, token=token)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Signs in by mail address; has a role, and none of Django's own flags."""

    email = models.EmailField(unique=True)
    role = models.CharField(max_length=20)
    token = models.CharField(max_length=40, default="")

    objects = People()
    USERNAME_FIELD = "email"

    def __str__(self):
        return self.email
