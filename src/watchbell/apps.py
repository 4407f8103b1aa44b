from django.apps import AppConfig


class WatchbellConfig(AppConfig):
    name = "watchbell"
    label = "watchbell"
    verbose_name = "Watchbell"
    default_auto_field = "django.db.models.BigAutoField"
