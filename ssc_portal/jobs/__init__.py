"""Background jobs: what the portal does by itself, or later than it was asked to. See docs/decisions/0014-background-jobs.md.

A job is a function with `@app.task` in a module of this folder that PROCRASTINATE_IMPORT_PATHS names; with `@app.periodic`
it runs by the clock (UTC). It may run twice, or be cut short and run again: what it does must then be the same as once.
"""
