"""The admin of countries, regions and groups."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.models import Country, CountryGroup, CountryName, Region
from countries.record_admin import RecordAdmin, RowsOfFields


class CountryNameInline(RowsOfFields):
    """Other names: what people type, and how the country writes itself."""

    model = CountryName
    fields = ("name", "language")


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    """Countries and territories, with the names that people know them by."""

    list_display = ("name", "iso3", "iso2", "m49", "region", "declaration_name")
    list_filter = ("region", "groups")
    list_select_related = ("region",)
    search_fields = ("name", "sort_name", "iso3", "iso2", "declaration_name", "other_names__name")
    search_help_text = _("Any name, such as Laos or FSM, or an ISO code.")
    fieldsets = (
        (_("Names"), {"fields": ("name", "declaration_name")}),
        (_("Codes"), {"fields": (("iso3", "iso2", "m49"), "region")}),
        (_("Place on the tile map"), {"fields": (("tile_column", "tile_row"),)}),
    )
    inlines = (CountryNameInline,)
    permanent = ("iso3", "iso2", "m49")
    history_of = ("other_names",)


@admin.register(Region)
class RegionAdmin(RecordAdmin):
    """Regions and subregions of the M49 standard."""

    list_display = ("name", "m49", "parent")
    list_select_related = ("parent",)
    search_fields = ("name", "m49")
    permanent = ("m49",)


@admin.register(CountryGroup)
class CountryGroupAdmin(RecordAdmin):
    """Regional bodies, and those who took part in something."""

    list_display = ("name", "acronym", "slug")
    search_fields = ("name", "acronym", "slug")
    fields = ("name", "acronym", "slug", "members")
    autocomplete_fields = ("members",)
    prepopulated_fields = {"slug": ("acronym",)}
    permanent = ("slug",)
