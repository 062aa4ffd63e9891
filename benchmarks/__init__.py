"""How fast the portal's search is, and how well it finds, each measure in one run beside its peers. See README.md."""
