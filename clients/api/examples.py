"""What bodies and answers look like, for the reference: examples.json has one for each serializer, by its name."""

import json
from pathlib import Path
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer

Kind = TypeVar("Kind", bound=type[Any])

EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text())


def shown(kind: Kind) -> Kind:
    """Every operation that takes or gives this serializer shows its example."""
    decorated: Kind = extend_schema_serializer(examples=[OpenApiExample("Example", value=EXAMPLES[kind.__name__])])(
        kind
    )
    return decorated
