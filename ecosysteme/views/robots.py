"""What search engines may read: the public barometer, and the files its pages are made of."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PERMIS = "User-agent: *\nAllow: /barometre/\nAllow: /static/\nDisallow: /\n"


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PERMIS, content_type="text/plain; charset=utf-8")
