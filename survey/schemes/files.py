"""A scheme as the file that `--scheme` takes, its numbers as they were typed."""

from decimal import Decimal
from typing import Any

import yaml

from questionnaires.scheme import Scheme


class _Dumper(yaml.SafeDumper):
    """Safe YAML that knows decimals."""


def _write_decimal(dumper: yaml.SafeDumper, value: Decimal) -> Any:
    words = f"{value.normalize():f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in words else 'int'}", words)


_Dumper.add_representer(Decimal, _write_decimal)


def write_file(scheme: Scheme) -> bytes:
    """YAML in UTF-8; what is as without a scheme is left out."""
    raw = _soften(scheme.model_dump(exclude_defaults=True))
    return yaml.dump(raw, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000).encode()


def _soften(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _soften(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_soften(one) for one in value]
    return value.value if hasattr(value, "value") else value
