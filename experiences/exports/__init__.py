"""Downloads: all entries, or those of a search, as NDJSON, CSV and XLSX, and a dump of everything each night.

All are made of the stored documents, by one row generator (`documents.reading.whole_documents`), and of one description of the
tables (`tables.py`), in which what a column holds and what is said of it stand beside each other.
"""
