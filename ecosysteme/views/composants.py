from django.http import HttpResponse


def composants(request):
    return HttpResponse()
