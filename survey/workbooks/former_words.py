"""What stood in a workbook where other words stand now: those that are out have it still. Nothing says it any more, so
the table of terms does not bind it."""

FORMER = (
    "基准日",
    "7. 未填写的单元格视为未作答；清空原有的答案，上传后即收回该答案。",
    "8. 填好后保存为Excel工作簿（.xlsx），登录系统，在“离线填报”页上传。系统先列出将要更改、有冲突和有误的内容，"
    "由您确认后采用；期间他人改过的题目不会被覆盖，两个答案都保留，逐题选定。",
)
