"""What the server hands to a page that names it: write `visitor: GivenVisitor`."""

from typing import Annotated

from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from customhouse.accounts.actor import Actor
from customhouse.web.visitor import Visitor

GivenVisitor = NamedDependency[Visitor]
GivenActor = NamedDependency[Actor]
"""The one signed in; without one the reader is led to the sign-in page and back."""

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
"""The fields of a form, each once."""
