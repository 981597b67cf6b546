"""The JSON Schema of a scheme file, so that an editor completes and explains it as it does a catalogue."""

from questionnaires.catalogue import Library
from questionnaires.schema import DRAFT, Schema, allow_one, describe, tidy
from questionnaires.scheme import Scheme

ITEM = {"id": "编号，小写字母、数字和连字符，同一清单内不得重复", "title": "事项名称"}
WORDS: dict[str, dict[str, str]] = {
    "Scheme": {
        "": "一份评分方案；各字段都可以不写，不写的按题库",
        "id": "方案编号",
        "title": "方案名称",
        "points": "各能力领域的分值，如：N05: 12；问卷涉及的领域都要有，重在比例，合计不必是100",
        "weights": "个别题目的权重，代替题库权重，如：inspector-team: 2",
        "assumed": "层级为推定的题目：count照常计分（默认），show作答但不计分，leave_out不问",
        "critical": "关键项的题目编号，代替题库的关键项；写[]表示不设关键项，不写则按题库",
        "bonus": "加分事项，由单位申报、审核认定",
        "bonus_cap": "加分合计上限，默认5分",
        "deductions": "扣分事项，由审核人员登记，可多次",
        "deduction_cap": "扣分合计上限，不写则不设上限",
        "vetoes": "一票否决事项，由审核人员登记",
        "grade_of": "等级按什么评定：score得分（默认），total总分（得分加减分之后）",
    },
    "BonusItem": {
        "": "一项加分",
        **ITEM,
        "points": "最多可加的分数",
        "evidence": "需附的佐证材料，一项或多项，最多5项",
    },
    "DeductionItem": {"": "一项扣分", **ITEM, "points": "每次扣的分数"},
    "VetoItem": {
        "": "一项否决",
        **ITEM,
        "grade": "等级最高为：good良好，basic基本达标，below_standard未达标",
    },
}


def build_scheme_schema(library: Library) -> Schema:
    """The JSON Schema of one scheme file, with every field explained in Chinese and the domains of the library."""
    schema = tidy(Scheme.model_json_schema(ref_template="#/definitions/{model}"))
    models = schema.pop("$defs")
    fields = schema["properties"]
    fields["assumed"] = {**models.pop("Assumed"), "default": fields["assumed"]["default"]}
    each = fields["points"].pop("additionalProperties")
    fields["points"] |= {
        "properties": {one.id: each | {"description": one.title} for one in library.domains.values()},
        "additionalProperties": False,
    }
    allow_one(models["BonusItem"]["properties"], "evidence")
    for name, model in {"Scheme": schema, **models}.items():
        describe(model, WORDS[name])
    return {"$schema": DRAFT, **schema, "definitions": models}
