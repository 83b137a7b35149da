"""Boot of the ground floor: whatever goes up is a name."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.module_loading import import_string, module_has_submodule


class EcosystemeConfig(AppConfig):
    name = "ecosysteme"
    verbose_name = "Écosystème"

    def ready(self) -> None:
        import_string(settings.CELERY_APPLICATION)
        for config in apps.get_app_configs():
            if module_has_submodule(config.module, "hooks"):
                import_module(f"{config.name}.hooks")
