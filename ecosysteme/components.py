def contexte(request):
    return {}
