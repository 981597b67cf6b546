"""The JSON Schema of a catalogue file as its author writes it, so that an editor completes and explains it.

The models say what a catalogue is once it is loaded. What the loader fills in or takes in a shorter form is mended
here: bands and options may be left out, one word may stand for a list of one, a number is typed as a number.
"""

from typing import Any

from questionnaires.catalogue import Level, PolicyDocument

DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that every editor reads
PLACES = "可用占位符{name}、{place}、{government}、{regulator}、{below}、{year}"
# What each field is for, by model; "" is the model itself. Every kind of criterion shares the fields of CriterionModel.
WORDS: dict[str, dict[str, str]] = {
    "PolicyDocument": {
        "": "一份政策文件的目录",
        "id": "文件编号，与文件名（不含.yaml）一致，启用后不再更改",
        "version": "目录版本，须加引号；每次修改都要增加",
        "title": "文件标题",
        "number": "发文字号；没有的写null",
        "issuer": "印发机关",
        "issued": "成文日期，如2023-03-20；没有的写null",
        "division": "发文机关所在地的6位行政区划代码，须加引号",
        "implements": "贯彻落实的上级文件，写发文字号",
        "parent": "上级文件在本系统中的编号；上级文件未收录的不写",
        "levels": "文件约束的各级及其称谓",
        "bands": "等级分数线，从高到低四档；不写则用bands.yaml",
        "clauses": "全部条款，按原文顺序",
    },
    "Level": {"": "层级：province省，city市，county县，township乡镇"},
    "LevelNames": {
        "": "这一级在题目中的称谓，填入同名占位符",
        "name": "这一级的名称，如：县（市、区）",
        "place": "本地，如：本县（市、区）",
        "government": "本级政府",
        "regulator": "本级药品监管部门",
        "below": "下一级的名称，如：乡镇（街道）",
    },
    "Band": {
        "": "一个等级和它的最低分",
        "grade": "等级代码",
        "label": "等级名称",
        "from": "达到这一等级的最低分，最低一档为0",
    },
    "Clause": {
        "": "一个条款：写明措施，或者写明不设题目的理由",
        "path": "条款位置，如：二（八）",
        "heading": "条款标题，须见于原文",
        "reason": "不设题目的理由；有措施的不写",
        "not_targets": "原文中不作为目标的数字",
        "measures": "本条款的措施",
    },
    "NoTarget": {
        "": "原文中不作为目标的数字及理由",
        "figure": "原文中的数字，如：50万元",
        "reason": "不作为目标的理由",
    },
    "Measure": {
        "": "一项措施：条款交给某一级或某几级的一件事，每级生成一道题",
        "id": "措施编号，小写字母、数字和连字符，不得重复，停用后不得再用",
        "title": "措施名称，24字以内",
        "domain": "能力领域编号，见domains.yaml，如：N05",
        "levels": "承担这项措施的层级",
        "levels_basis": "层级依据：named正文点名，bracket责任单位括号，assumed推定",
        "duty": f"职责内容，用自己的话写；{PLACES}",
        "phrase": "锚定短语：原文本条款中的一小段，20字以内",
        "criterion": "达标标准，先写kind",
        "asks": f"题目，以全角问号结尾；各级问法不同的，按层级分写；{PLACES}",
        "help": f"填报说明：哪些算、哪些不算；{PLACES}",
        "evidence": "佐证材料，1至5项",
        "advice": f"整改建议：谁先做什么、做到什么程度；{PLACES}",
        "weight": "权重，默认1",
        "critical": "是否关键项：未完全达标的，等级最高为基本达标",
        "applies_if": "适用条件，见facts.yaml；单位答“否”的不出这道题",
        "allow_not_applicable": "是否允许选“不适用”；不写则占比、比率、增幅允许（基数为人口的比率除外），其他不允许",
        "carries_out": "本措施落实的上级文件措施编号；同一级不再重复问上级的题",
        "beside": "基础数据排在哪道计分题之下，写其措施编号；单独成题的不写",
        "presumes": "前提：没有这些措施（本文件措施编号）就谈不上本措施；两者答案矛盾时提示审核人员",
    },
    "Option": {
        "": "一个选项",
        "value": "选项代码，字母开头",
        "label": "选项名称",
    },
    "ListItem": {
        "": "清单的一项",
        "value": "选项代码，字母开头",
        "label": "选项名称",
        "may_not_apply": "是否允许剔除：当地可能不涉及（如海关），或者期间可能没有发生（如案件移送），须写理由",
    },
    "CriterionModel": {
        "kind": "题型",
        "due": "完成期限，如2025-12-31",
        "within_months": "自成文日期起几个月内完成；与due只写一个",
        "all_or_nothing": "是否须全部达到才得分，默认否",
        "per_year": "是否以考核年度计（原文写每年、年度的），题目中须写{year}",
        "range": "数值的合理范围：[最小, 最大]，含本数；不写则按单位判断",
        "base_range": "基数的合理范围：[最小, 最大]，含本数；不写则按基数的单位判断",
    },
    "Scale": {
        "scale": "档次表，见scales.yaml；进展题不写则用stage",
        "options": "自定档次，从低到高；已有scale的不写",
    },
    "YesNo": {"": "是或否"},
    "Stage": {"": "进展：从未启动到已完成"},
    "Grade": {"": "等级：达到规定的一档", "target": "目标档次的代码，如：C"},
    "Number": {
        "": "数值：不少于或者不超过目标",
        "op": "at_least不少于（默认），at_most不超过",
        "target": "目标数，取自原文",
        "unit": "单位",
    },
    "Share": {
        "": "占比：部分占总数的百分之几",
        "target": "目标百分数，如：70",
        "part": "部分数填什么",
        "whole": "总数填什么",
        "unit": "单位",
    },
    "Rate": {
        "": "比率：每多少基数不少于多少",
        "target": "目标数",
        "per": "每多少基数，如每百万人口写1000000",
        "count": "数量填什么",
        "base": "基数填什么",
        "unit": "数量的单位",
        "base_unit": "基数的单位",
    },
    "Growth": {
        "": "增幅：比基数增长或者下降百分之几",
        "target": "目标百分数，如：25",
        "direction": "up增长，down下降",
        "baseline": "基数填什么",
        "current": "现数填什么",
        "unit": "单位",
    },
    "Recency": {"": "最近一次日期：规定期间内至少一次", "period_months": "期间，按月，如每2年写24；与per_year只写一个"},
    "DoneBy": {"": "完成日期：必须写due或within_months"},
    "Checklist": {"": "清单：已具备其中几项", "items": "清单各项，只列原文点到的"},
    "Quantity": {
        "": "基础数据：供全省汇总的数，不计分；没有这项统计的写明理由",
        "unit": "单位",
        "measure": "flow考核年度的全年数，stock填报基准日的数",
        "required": "是否必填（填数，或者说明没有统计），默认是",
    },
    "Text": {"": "文字：不计分"},
}
Schema = dict[str, Any]


def build_schema() -> Schema:
    """The JSON Schema of one catalogue file, with every field explained in Chinese."""
    schema = _tidy(PolicyDocument.model_json_schema(ref_template="#/definitions/{model}"))
    models = schema.pop("$defs")
    schema["required"].remove("bands")
    for kind in ("Stage", "Grade"):
        models[kind]["required"].remove("options")
    models["Recency"]["oneOf"] = [{"required": [field]} for field in ("period_months", "per_year")]
    for field in ("evidence", "carries_out", "presumes"):
        _take_one(models["Measure"]["properties"], field)
    for name, model in {"PolicyDocument": schema, **models}.items():
        _explain(name, model)
    return {"$schema": DRAFT, **schema, "definitions": models}


def _tidy(node: Any) -> Any:
    """Take away what tells an author nothing, and write what remains as an editor completes it."""
    if isinstance(node, list):
        return [_tidy(one) for one in node]
    if not isinstance(node, dict):
        return node
    node = _list_levels(_type_number(node))
    return {key: _tidy(value) for key, value in node.items() if not _is_noise(key, value)}


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and not value) or key == "discriminator"


def _type_number(node: Schema) -> Schema:
    """A decimal is typed as a number; the models would take it in quotes as well."""
    if [one.get("type") for one in node.get("anyOf", [])] != ["number", "string"]:
        return node
    number = {**node.pop("anyOf")[0], **node}
    return number | {"default": int(number["default"])} if "default" in number else number


def _list_levels(node: Schema) -> Schema:
    """A mapping by level lists its keys, so that an editor offers them."""
    if "propertyNames" not in node:
        return node
    kept = {key: value for key, value in node.items() if key != "propertyNames"}
    each = node["additionalProperties"]
    return kept | {"properties": {str(level): each for level in Level}, "additionalProperties": False}


def _take_one(properties: Schema, field: str) -> None:
    """One word may stand for a list of one."""
    properties[field] = {"anyOf": [properties[field]["items"], properties[field]]}


def _explain(name: str, model: Schema) -> None:
    model["description"] = WORDS[name][""]
    words = {**WORDS["CriterionModel"], **WORDS["Scale"], **WORDS[name]}
    for field, shape in model.get("properties", {}).items():
        shape["description"] = words[field]
