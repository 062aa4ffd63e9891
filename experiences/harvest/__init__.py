"""The collection for harvesters, by OAI-PMH 2.0 (openarchives.org, 2002): at `/oai`, where OAI_ADMIN_EMAIL is set."""
