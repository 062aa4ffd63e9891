"""A copy of another portal, made and kept in step through nothing but its API.

`portal` reads the API, `records` and `entries` turn what it answers into the records of content files, `mirror` leads.
"""
