"""How the parts of forms are rendered: widgets, labels, lists of faults.

Django has each of them twice, for its own templates and for Jinja. The form of an entry has hundreds, and Jinja takes a fraction
of the time (docs/decisions/0008-fragments-in-jinja.md). What only the admin has, such as the frame around a choice with its link
to add a missing record, Django has for its own templates alone.
"""

from functools import cached_property
from typing import Any

from django.forms.renderers import BaseRenderer, DjangoTemplates, Jinja2


class QuickRenderer(BaseRenderer):
    """Jinja for what all forms have; Django's templates for the rest."""

    @cached_property
    def _jinja(self) -> Jinja2:
        return Jinja2()

    @cached_property
    def _django(self) -> DjangoTemplates:
        return DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """The template of that name."""
        renderer: Any = self._jinja if template_name.startswith("django/forms/") else self._django
        return renderer.get_template(template_name)
