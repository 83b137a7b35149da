def sections(description, racine):
    return {}
