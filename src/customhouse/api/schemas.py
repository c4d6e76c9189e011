"""Schemas of the records in the OpenAPI document."""

from typing import TYPE_CHECKING

import msgspec
from litestar.openapi.spec import Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.types import Empty
from litestar.typing import FieldDefinition

if TYPE_CHECKING:
    from litestar._openapi.schema_generation import SchemaCreator


class RecordSchemas(OpenAPISchemaPlugin):
    """Tells of a record field by field.

    Litestar's own way asks msgspec how to decode the record, and fails for one that is only
    ever written: where a field holds a record of one kind or of another.
    """

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        """Whether the type is a record."""
        return not field_definition.is_union and field_definition.is_subclass_of(msgspec.Struct)

    def to_openapi_schema(
        self, field_definition: FieldDefinition, schema_creator: "SchemaCreator"
    ) -> Schema:
        """The schema of a record, kept among the components."""
        hints = field_definition.get_type_hints(include_extras=True, resolve_generics=True)
        fields = msgspec.structs.fields(field_definition.annotation)
        return schema_creator.create_component_schema(
            field_definition,
            required=sorted(field.encode_name for field in fields if field.required),
            property_fields={
                field.encode_name: FieldDefinition.from_annotation(
                    hints[field.name],
                    name=field.encode_name,
                    default=Empty if field.default is msgspec.NODEFAULT else field.default,
                )
                for field in fields
            },
        )
