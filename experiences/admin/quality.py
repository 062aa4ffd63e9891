"""How much each rule of the quality checklist weighs: one list, a row a rule, a column a kind. Administrators set it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from countries.record_admin import RecordAdmin
from experiences.models import QualityRule
from experiences.quality import RULES
from experiences.vocabulary import Kind, RuleWeight


class QualityRuleForm(forms.ModelForm):
    """The weights of a rule, for the kinds that it concerns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = RULES.get(self.instance.name)
        if rule is None:  # the empty form, of which a list without rows takes its media
            return
        for kind in Kind:
            if kind not in rule.kinds:
                self.fields.pop(kind, None)
            elif kind in self.fields:
                field: Any = self.fields[kind]
                field.required, field.choices = True, RuleWeight.choices
                field.widget.attrs["aria-label"] = f"{rule.asks}: {kind.label}"


@admin.register(QualityRule)
class QualityRuleAdmin(RecordAdmin):
    """The rules, all on one page."""

    form = QualityRuleForm
    list_display = ("asks", *Kind.values)
    list_editable = Kind.values
    sortable_by = ()
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[QualityRule]:
        """The rules that there are."""
        rules: QuerySet[QualityRule] = super().get_queryset(request).filter(name__in=RULES)
        return rules

    def render_change_form(  # noqa: PLR0917 - Django's signature
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False,
        form_url: str = "", obj: Any = None,
    ) -> Any:  # fmt: skip
        """Under the rule's own words."""
        said = self.asks(obj)
        return super().render_change_form(request, context | {"subtitle": said, "named": said}, add, change, form_url, obj)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """The form of a rule, for each row."""
        return super().get_changelist_form(request, **{"form": QualityRuleForm, **kwargs})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The kinds that the rule concerns."""
        return [kind for kind in Kind.values if obj is None or kind in RULES[obj.name].kinds]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: rules are programs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a rule is turned off."""
        return False

    @admin.display(description=_("What a good entry has"))
    def asks(self, rule: QualityRule) -> str:
        """The rule in words."""
        return str(RULES[rule.name].asks)
