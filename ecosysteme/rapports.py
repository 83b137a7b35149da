"""What an error report hides: Django's own list, and the addresses that carry a password (broker, cache, database)."""

import re

from django.views.debug import SafeExceptionReporterFilter


class FiltreDesRapports(SafeExceptionReporterFilter):
    hidden_settings = re.compile(
        SafeExceptionReporterFilter.hidden_settings.pattern + "|REDIS|BROKER|CACHE|LOCATION|DATABASE", re.IGNORECASE
    )
