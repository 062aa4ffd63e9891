"""The PostgreSQL that the portal brings along and starts by itself, as a Django database backend.

Meant for one's own machine and for small installations; a public server names its own PostgreSQL in DATABASE_URL.
Importing this package starts nothing: the first connection does (`base`), and the last process that used the server
stops it again (`usage`).
"""
