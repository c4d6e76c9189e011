"""What the server hands to a handler that names it: write `context: GivenContext`."""

from typing import Any

from litestar import Request
from litestar.di import NamedDependency

from customhouse.http.settings import Settings
from customhouse.operations.context import Context

GivenContext = NamedDependency[Context]
GivenSettings = NamedDependency[Settings]

WebRequest = Request[Any, Any, Any]
