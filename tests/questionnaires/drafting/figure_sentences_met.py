"""Kinds of sentences that were met in plans of other fields, worded anew: what tells, ranks, sizes and looks back."""

MET_KINDS = (
    # What is told: reached, ranked, named by others, counted since.
    ("全省检验能力指数达到83.27。", ""),
    ("全市药品监管满意度达到90%，居全省第二位。", ""),
    ("据市药品监管部门的最新统计，社区药品信息员发展到2.36万人。", ""),
    ("全县乡镇均已设立药品监管站，每站配备不少于3名协管员。", ""),
    ("我市已连续开展四年专项整治，连续三年药品抽检合格率在99%以上。", ""),
    ("该县黄芪种植面积达12万亩，被省中医药局认定为道地药材产区。", ""),
    ("今年中药饮片抽检合格率达到91%，比去年提高6%。", ""),
    ("示范区形成首批16项制度成果。", ""),
    ("每年新增药学岗位近2万个。", "each 12"),
    ("目前有快检车20台，每台每年完成快检不少于300批次。", "each 12"),
    # Which ones, by their size or their age; and how many of them, which is asked.
    (
        "到2026年，培育年产值超50亿元医药企业2家、超10亿元企业8家。",
        "number≥2家 by 2026-12-31 | number≥8家 by 2026-12-31",
    ),
    (
        "培育年收入超100亿元企业1户，50—100亿元企业3户，10—50亿元企业12户。",
        "number≥1户 | number≥3户 | number≥12户",
    ),
    ("药品生产企业10万人事故率下降20%，药品经营企业投诉率下降10%。", "growth-20 | growth-10"),
    ("培育年销售额超10亿元企业5户以上，超亿元企业40户以上。", "number≥5户 | number≥40户"),
    ("每千名65岁及以上老年人用药指导覆盖率达到60%。", "share≥60"),
    ("将服务人口超过5万人的药店纳入重点检查。", ""),
    # A base of comparison is no due date; nor is the year in a plan's name.
    ("到2025年，追溯平台接入企业数较“十三五”末翻一番。", "growth+100 by 2025-12-31"),
    ("2023年药品抽检计划涵盖21个大类、93个品种。", ""),
    # 国内生产总值 is not of other lands; nor are the 24 hours of a service a length of time.
    ("到2025年，单位国内生产总值药品安全事故率下降20%以上。", "growth-20 by 2025-12-31"),
    ("实现24小时实时在线受理。", ""),
    # Points of a score sheet, and units that nothing here reads.
    ("药品安全在政府考核中所占权重不低于4%（3分）。", "share≥4"),
    ("医药产品出口规模达到3.5万美元。", ""),
    ("每千人口药学服务床位数达到0.8张。", "rate≥0.8张/1000"),
    (
        "到2025年，医药工业产值达到300亿元，实现中药饮片加工销售收入80亿元。",
        "number≥300亿元 by 2025-12-31 | number≥80亿元 by 2025-12-31",
    ),
    # From a second set: what grows in a place, what is counted roughly, and lists behind 一是 with long names.
    ("该市中药资源丰富，药材品种达320多种。", ""),
    ("二是新建12个县级快检室、30个乡镇快检点。", "number≥12个 | number≥30个"),
    ("高标准建立3家—5家药品不良反应监测哨点。", "number≥3家"),
    (
        "建设6个道地中药材生态种植和良种繁育示范基地、4个—6个产地初加工集中区。",
        "number≥6个 | number≥4个",
    ),
    ("本省药品批发企业100%符合药品经营质量管理规范。", "share≥100"),
    ("预计医药产业产值达到90亿元。", ""),
    # From a third set: results of inspections, what others require, and what those who are served think of it.
    ("中药饮片、化学药和医疗器械抽检合格率分别为97.3%、100%和98.6%。", ""),
    ("检查结果显示，持证上岗率为100%。", ""),
    ("抽检合格率均高于省局要求的95%。", ""),
    ("药品抽检合格率为100%，均超过国家标准。", ""),
    ("消费者药品安全满意度达到85%以上，患者用药指导率达到90%。", "share≥85 | share≥90"),
    ("非公立医疗机构床位数占比达到20%。", "share≥20"),
)
