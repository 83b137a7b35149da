from django.apps import AppConfig


class CommunauteConfig(AppConfig):
    name = "communaute"
    verbose_name = "Communauté"
