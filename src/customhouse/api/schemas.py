"""Schemas of the records in the OpenAPI document."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from litestar.openapi.spec import Discriminator, Reference, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.plugins import OpenAPISchemaPlugin
from litestar.types import Empty
from litestar.typing import FieldDefinition

if TYPE_CHECKING:
    from litestar._openapi.schema_generation import SchemaCreator


class RecordSchemas(OpenAPISchemaPlugin):
    """Tells of a record field by field, its tag included.

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
        told = {
            field.encode_name: FieldDefinition.from_annotation(
                hints[field.name],
                name=field.encode_name,
                default=Empty if field.default is msgspec.NODEFAULT else field.default,
            )
            for field in fields
        }
        required = sorted(field.encode_name for field in fields if field.required)
        schema = schema_creator.create_component_schema(
            field_definition, required=required, property_fields=told
        )
        made = schema.properties or {}
        properties = {name: _of_kinds(told[name], one) for name, one in made.items()}
        config = field_definition.annotation.__struct_config__
        if config.tag is not None:
            tag = Schema(type=OpenAPIType.STRING, const=config.tag)
            properties = {config.tag_field: tag, **properties}
            schema.required = [config.tag_field, *required]
        schema.properties = properties
        return schema


def one_of_kinds(told: Sequence[Schema | Reference], kinds: Sequence[Any]) -> Schema:
    """Records of several kinds, told apart by their tag; `told` are their schemas."""
    return Schema(
        one_of=told,
        discriminator=Discriminator(
            property_name=kinds[0].__struct_config__.tag_field,
            mapping={kind.__struct_config__.tag: place_of(kind) for kind in kinds},
        ),
    )


def place_of(record: type[msgspec.Struct]) -> str:
    """Where the schema of a record is in the document."""
    return f"#/components/schemas/{record.__name__}"


def _of_kinds(field: FieldDefinition, schema: Schema | Reference) -> Schema | Reference:
    """The schema of a field, which tells how to know the kinds of record that it may hold."""
    inner = [one.annotation for one in field.inner_types or () if not one.is_none_type]
    kinds = [one for one in inner if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    if not (
        field.is_union
        and isinstance(schema, Schema)
        and len(kinds) == len(inner) > 1
        and all(kind.__struct_config__.tag for kind in kinds)
    ):
        return schema
    told = list(schema.one_of or ())
    if not field.is_optional:
        return one_of_kinds(told, kinds)
    return Schema(one_of=[one_of_kinds(told[: len(kinds)], kinds), *told[len(kinds) :]])
