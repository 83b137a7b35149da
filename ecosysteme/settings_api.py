"""Settings of the API that no environment changes."""

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "ecosysteme.api.schema.SchemaApi",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "ecosysteme.api.authentification.JetonPersonnel",
        "ecosysteme.api.authentification.SessionPortail",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["ecosysteme.api.acces.MembreEtPortee"],
    "DEFAULT_THROTTLE_CLASSES": ["ecosysteme.api.limites.LimiteParAcces"],
    "DEFAULT_PARSER_CLASSES": ["ecosysteme.api.formats.AnalyseurJson"],
    "DEFAULT_RENDERER_CLASSES": ["ecosysteme.api.formats.RenduJson"],
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "ecosysteme.api.problemes.repondre",
    "NON_FIELD_ERRORS_KEY": "ensemble",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "API de l'Écosystème de la performance",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Organisations, plans, indicateurs, cibles, résultats et bilans, avec les droits des pages.",
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": ["ecosysteme.api.schema.epurer"],
    "COMPONENT_SPLIT_PATCH": False,
}
# Requests a minute, for each token or person; bad tokens, for each address.
API_LIMITES = {"lecture": 600, "ecriture": 120, "export": 20, "jetons_refuses": 20}
