"""Schemas of the records in the OpenAPI document."""

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
    """Tells of a record field by field, and of records of several kinds by what tells them apart.

    Litestar's own way asks msgspec how to decode the record, and fails for one that is only
    ever written: where a field holds a record of one kind or of another.
    """

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        """Whether the type is a record, or one of several kinds of record."""
        if field_definition.is_union:
            kinds = _kinds(field_definition)
            return len(kinds) > 1 and all(kind.__struct_config__.tag for kind in kinds)
        return field_definition.is_subclass_of(msgspec.Struct)

    def to_openapi_schema(
        self, field_definition: FieldDefinition, schema_creator: "SchemaCreator"
    ) -> Schema:
        """The schema of a record, kept among the components; of several kinds, all of them."""
        if field_definition.is_union:
            return _one_of(field_definition, schema_creator)
        record = field_definition.annotation
        hints = field_definition.get_type_hints(include_extras=True, resolve_generics=True)
        fields = msgspec.structs.fields(record)
        schema = schema_creator.create_component_schema(
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
        config = record.__struct_config__
        if config.tag is not None:
            told = Schema(type=OpenAPIType.STRING, const=config.tag)
            schema.properties = {config.tag_field: told, **(schema.properties or {})}
            schema.required = [config.tag_field, *(schema.required or ())]
        return schema


def _one_of(field_definition: FieldDefinition, schema_creator: "SchemaCreator") -> Schema:
    kinds = _kinds(field_definition)
    told = [schema_creator.for_field_definition(FieldDefinition.from_annotation(k)) for k in kinds]
    names = {str(kind.__struct_config__.tag): kind.__name__ for kind in kinds}
    field = kinds[0].__struct_config__.tag_field
    schema = one_of_kinds(told, field, names)
    if field_definition.is_optional:
        return Schema(one_of=[schema, Schema(type=OpenAPIType.NULL)], description="Or null.")
    return schema


def one_of_kinds(
    told: "list[Schema | Reference]", field: str | None, names: dict[str, str]
) -> Schema:
    """A record of one kind or of another; `names` are the components by what `field` says."""
    places = {tag: f"#/components/schemas/{name}" for tag, name in names.items()}
    return Schema(
        one_of=told,
        discriminator=Discriminator(property_name=str(field), mapping=places),
        description=f"`{field}` says which.",
    )


def _kinds(field_definition: FieldDefinition) -> list[Any]:
    inner = [one.annotation for one in field_definition.inner_types]
    records = [one for one in inner if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    others = [one for one in inner if one is not type(None) and one not in records]
    return [] if others else records
