"""The JSON Schemas of a catalogue and of a file of the library as their authors write them, so that an editor
completes and explains them.

The models say what a catalogue is once it is loaded. What the loader fills in or takes in a shorter form is mended
here: bands and options may be left out, one word may stand for a list of one, a number is typed as a number, and a
measure that names a duty of the library says only what is its own.
"""

from typing import Any, get_args

from questionnaires.catalogue import CatalogueModel, DutyFile, Level, PolicyDocument
from questionnaires.criteria import Criterion
from questionnaires.duties import FIGURES
from questionnaires.schema_words import WORDS

DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that every editor reads
GATHERED = ("OwnFigures", "DutyCriterion")  # the fields of every kind in one
KINDS = [kind.__name__ for kind in get_args(get_args(Criterion)[0])]
ALL_KINDS = {field: words for kind in KINDS for field, words in WORDS[kind].items()}
BASES = {"ThinMeasure": "Measure"}
Schema = dict[str, Any]


def build_schema() -> Schema:
    """The JSON Schema of one catalogue file, with every field explained in Chinese."""
    schema = _draw(PolicyDocument)
    models = schema["definitions"]
    schema["required"].remove("bands")
    measure = models["Measure"]
    models["ThinMeasure"] = _draw_thin(measure)
    models["OwnFigures"] = _gather(models, without=())
    models["Clause"]["properties"]["measures"]["items"] = {
        "if": {"required": ["library"]},
        "then": {"$ref": "#/definitions/ThinMeasure"},
        "else": {"$ref": "#/definitions/Measure"},
    }
    return _explain_all("PolicyDocument", schema)


def build_duty_schema() -> Schema:
    """The JSON Schema of one file of the library of duties."""
    schema, catalogue = _draw(DutyFile), _draw(PolicyDocument)
    models = schema["definitions"]
    criterion = {**_gather(catalogue["definitions"], without=FIGURES), "required": ["kind"]}
    for name in sorted(_list_named(criterion)):
        models[name] = catalogue["definitions"][name]
    models["DutyCriterion"] = criterion
    models["Duty"]["properties"]["criterion"] = _name("DutyCriterion")
    return _explain_all("DutyFile", schema)


def _draw(model: type[CatalogueModel]) -> Schema:
    """A model's schema with what the loader fills in or takes in a shorter form."""
    schema: Schema = tidy(model.model_json_schema(ref_template="#/definitions/{model}"))
    models = schema["definitions"] = schema.pop("$defs")
    for kind in {"Stage", "Grade"} & set(models):
        models[kind]["required"].remove("options")
    if "Recency" in models:
        models["Recency"]["oneOf"] = [{"required": [field]} for field in ("period_months", "per_year")]
    for name in {"Measure", "Duty", "CarriedPhrase"} & set(models):
        for field in {"evidence", "carries_out", "presumes", "by", "replaces"} & set(models[name]["properties"]):
            allow_one(models[name]["properties"], field)
    return schema


def _draw_thin(measure: Schema) -> Schema:
    """A measure that names a duty: everything but its own place in the notice may be left to the library."""
    properties = {key: shape for key, shape in measure["properties"].items() if key != "domain"}
    chosen = {"anyOf": [{"type": "string"}, {"$ref": "#/definitions/ListItem"}]}
    own = {"criterion": _name("OwnFigures"), "items": {"type": "array", "items": chosen}}
    required = ["id", "library", "levels", "levels_basis", "phrase"]
    return {**measure, "properties": {**properties, **own}, "required": required}


def _name(model: str) -> Schema:
    """A model where a description will stand beside it, as draft 7 does not read it beside a `$ref`."""
    return {"anyOf": [{"$ref": f"#/definitions/{model}"}]}


def _gather(models: Schema, without: tuple[str, ...]) -> Schema:
    """The fields of every kind of criterion in one, none of them required."""
    shapes: dict[str, list[Schema]] = {}
    for model in models.values():
        if "kind" in model.get("properties", {}):
            for field, shape in model["properties"].items():
                if field not in without and shape not in shapes.setdefault(field, []):
                    shapes[field].append(shape)
    kinds = {"enum": [shape["const"] for shape in shapes.pop("kind")]}
    fields = {field: found[0] if len(found) == 1 else {"anyOf": found} for field, found in shapes.items()}
    return {"additionalProperties": False, "properties": {"kind": kinds, **fields}, "type": "object"}


def _list_named(node: Any) -> set[str]:
    """The models that a schema names."""
    if isinstance(node, list):
        return {name for one in node for name in _list_named(one)}
    if not isinstance(node, dict):
        return set()
    here = {node["$ref"].rpartition("/")[2]} if "$ref" in node else set()
    return here | {name for one in node.values() for name in _list_named(one)}


def _explain_all(name: str, schema: Schema) -> Schema:
    models = schema.pop("definitions")
    for one, model in {name: schema, **models}.items():
        gathered = ALL_KINDS if one in GATHERED else {}
        own = WORDS[BASES.get(one, one)] | WORDS[one]
        describe(model, gathered | WORDS["CriterionModel"] | WORDS["Scale"] | own)
    return {"$schema": DRAFT, **schema, "definitions": models}


def tidy(node: Any) -> Any:
    """Take away what tells an author nothing, and write what remains as an editor completes it."""
    if isinstance(node, list):
        return [tidy(one) for one in node]
    if not isinstance(node, dict):
        return node
    node = _list_levels(_type_number(node))
    return {key: tidy(value) for key, value in node.items() if not _is_noise(key, value)}


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and not value) or key == "discriminator"


def _type_number(node: Schema) -> Schema:
    """A decimal is typed as a number; the models would take it in quotes as well."""
    types = [one.get("type") for one in node.get("anyOf", [])]
    if types[:2] != ["number", "string"]:
        return node
    if types[2:]:  # a number or null
        return node | {"anyOf": [one for one in node["anyOf"] if one["type"] != "string"]}
    number = {**node.pop("anyOf")[0], **node}
    return number | {"default": int(number["default"])} if "default" in number else number


def _list_levels(node: Schema) -> Schema:
    """A mapping by level lists its keys, so that an editor offers them."""
    if "propertyNames" not in node:
        return node
    kept = {key: value for key, value in node.items() if key != "propertyNames"}
    each = node["additionalProperties"]
    return kept | {"properties": {str(level): each for level in Level}, "additionalProperties": False}


def allow_one(properties: Schema, field: str) -> None:
    """One word may stand for a list of one."""
    properties[field] = {"anyOf": [properties[field]["items"], properties[field]]}


def describe(model: Schema, words: dict[str, str]) -> None:
    """Add to a model and its fields what each is for."""
    model["description"] = words[""]
    for field, shape in model.get("properties", {}).items():
        shape["description"] = words[field]
