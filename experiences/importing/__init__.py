"""Content files into the database: read, checked as a whole, written all or nothing.

`files` reads YAML, `schemas` checks form, `authorities` and `entries` write, `importer` leads. The format is described in
docs/content-format.md.
"""
