"""The portal's pages about entries: one module for each family of pages, with its views and their addresses."""
