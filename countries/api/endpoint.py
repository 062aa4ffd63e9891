"""What every endpoint of the API does alike: a list in pieces, a record by itself, both in the shape that is asked for."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from countries.api.pieces import Order
from countries.api.shape import Expansion, Shape, only

Documents = list[dict[str, Any]]


class Endpoint(ReadOnlyModelViewSet):
    """Records that are read. Filtering sets `shape`, once it has found the parameters to be good."""

    orders: ClassVar[dict[str, Order]] = {}
    """The orders of its list, by name; the first is the one unless another is asked for."""
    expansions: ClassVar[dict[str, Expansion]] = {}
    """What can be told in full, by the names that `expand` takes."""
    shape = Shape()

    def whole_document(self) -> serializers.BaseSerializer:
        """A document with every name that `fields` can ask for."""
        return self.get_serializer_class()()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A piece of the list."""
        response = super().list(request, *args, **kwargs)
        response.data["results"] = self.shaped(response.data["results"])
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One record."""
        response = super().retrieve(request, *args, **kwargs)
        [response.data] = self.shaped([response.data])
        return response

    def shaped(self, documents: Documents) -> Any:
        """Documents as they are asked for."""
        for name in self.shape.expand:
            if name in self.expansions:
                self.expansions[name].apply(documents, dict(self.get_serializer_context()))
        return only([dict(document) for document in documents], self.shape.names)
