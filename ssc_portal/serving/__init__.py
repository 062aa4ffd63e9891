"""What `manage.py serve` does, step by step: the whole portal in one command."""
