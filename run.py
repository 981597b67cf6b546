#!/usr/bin/env python3
"""药监能力自评 (Drug Regulation Self-Assessment): `python3 run.py COMMAND` is the only entry."""

import sys

if sys.version_info[:2] < (3, 11) or sys.platform == "win32":  # before anything that an older Python cannot read
    sys.stderr.write("需要 Linux 上的 Python 3.11 或更新版本。 This needs Python 3.11 or newer, on Linux.\n")
    sys.exit(2)

import argparse
import compileall
import contextlib
import os
import tomllib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from questionnaires.aside import is_older
from questionnaires.messages import DEFAULT_LANGUAGE, speak
from survey.installing import is_ready, prepare
from survey.installing.doctor import diagnose
from survey.installing.failures import catch_failures
from survey.installing.settings import BadSetting, Settings
from survey.installing.words import put

ROOT = Path(__file__).resolve().parent
# Each command: where it lives and what it does. Only the module of the command in hand is imported: with Flask, pandas
# and WeasyPrint together a start takes seconds instead of tenths, and WeasyPrint cannot be imported without Pango.
COMMANDS = {
    "demo": (
        "reports.commands",
        "演示：样例轮次、差距报告、汇总数据和网站 (a sample round with its reports, then the site)",
    ),
    "install": ("", "安装全部部件，之后程序目录可以只读 (install everything; the code folder may then be read-only)"),
    "serve": ("survey.commands", "启动网站 (serve the site)"),
    "worker": (
        "survey.commands",
        "处理邮件、报告等后台任务，serve已自带一个 (do what is owed, such as mails and reports; serve brings one)",
    ),
    "trail": ("survey.auditing.commands", "校验操作日志是否被改动 (whether the audit log is as it was written)"),
    "backup": (
        "survey.backup.commands",
        "备份数据库、佐证材料和密钥，不必停机 (back up database, evidence and key while the site runs)",
    ),
    "restore": ("survey.backup.commands", "把一份备份恢复到空的数据目录 (put a backup back where nothing is yet)"),
    "evidence": (
        "survey.evidence.commands",
        "逐份核对佐证材料，移出无人引用的文件 (whether every file of evidence is there and whole)",
    ),
    "keys": (
        "survey.signing.commands",
        "报告签名密钥：查看、更换、公布 (the keys that sign reports: show, rotate, publish)",
    ),
    "test": ("", "安装测试所需并运行全部测试 (install what the tests need and run them all)"),
    "doctor": ("", "检查本机有什么、缺什么 (what is there and what is missing)"),
    "questionnaire": (
        "questionnaires.commands",
        "输出某一文件某一层级的问卷 (the questionnaire of a notice for one level)",
    ),
    "draft": (
        "questionnaires.drafting.commands",
        "由文件原文起草目录和问卷 (the draft of a catalogue from the file of a notice)",
    ),
    "coverage": ("questionnaires.commands", "输出条款覆盖台账 (clause coverage)"),
    "crosswalk": ("questionnaires.commands", "逐项职责对照各份文件 (the notices side by side, duty by duty)"),
    "score": ("questionnaires.commands", "对答案文件评分 (score an answer file)"),
    "report": (
        "reports.commands",
        "由答案文件生成差距报告，或以 --all 生成一轮的全部报告 (a gap report, or a round's)",
    ),
    "verify": ("reports.commands", "核对差距报告：由附件重新计算和排印 (prove a gap report from what it carries)"),
    "migrate-to": (
        "survey.storage.commands",
        "把数据库整体迁移到另一地址并逐表核对 (carry the database over to another address, compared)",
    ),
    "export": ("reports.commands", "导出某轮自评的汇总数据 (the aggregate of a round as CSV or XLSX)"),
}
RUNNING = ("demo", "serve", "worker")  # these make the data folder where it is not there yet
HELP = {"-h", "--help"}


def main(arguments: Sequence[str]) -> int:
    """Run one command line inside the environment and return its exit code."""
    if arguments[0] == "install":
        return finish_installing()
    if not HELP & set(arguments):
        renew_translations(arguments[0])
    if arguments[0] == "test":
        run_tests(arguments[1:])
    speak(os.environ.get("SURVEY_LANGUAGE") or DEFAULT_LANGUAGE)
    parser = argparse.ArgumentParser(prog="run.py")
    import_module(COMMANDS[arguments[0]][0]).add_commands(parser.add_subparsers(required=True))
    args = parser.parse_args(arguments)
    args.create_site, args.find_work = create_site, find_work
    args.write_workbook, args.write_sheet = write_workbook, write_sheet
    try:
        code: int = args.run(args)
    except BadSetting as error:
        print(error, file=sys.stderr)
        return 2
    sys.stdout.flush()  # here, where a broken pipe is still caught
    return code


def show_commands(arguments: Sequence[str]) -> int:
    """List the commands where none, an unknown one or help was asked for; nothing is set up for that."""
    wanted = arguments[:1] in (["-h"], ["--help"])
    lines = ["python3 run.py COMMAND …", *(f"  {name:14} {does}" for name, (_, does) in COMMANDS.items())]
    if arguments and not wanted:
        lines.insert(0, f"没有这个命令 (no such command): {arguments[0]!r}")
    print("\n".join(lines), file=sys.stdout if wanted else sys.stderr)
    return 0 if wanted else 2


def create_site(settings: Settings) -> Any:
    """The web application with what the reports add to it: the one place where the two are joined."""
    create_app = import_module("survey.app").create_app
    return create_app(settings, extensions=[import_module("reports.pages").EXTENSION])


def write_workbook(questionnaire: Any) -> Any:
    """The empty workbook of a questionnaire: the domain knows no spreadsheet, the survey's writer does."""
    return import_module("survey.workbooks.writing").write_empty(questionnaire)


def write_sheet(questionnaire: Any) -> Any:
    """The blank questionnaire as PDF: the reports print it."""
    return import_module("reports.sheets.sheet").write_blank(questionnaire)


def find_work() -> tuple[Any, Any]:
    """What a worker does: the kinds of jobs of every package, and what is done every minute."""
    kinds = import_module("survey.mail.sending").KINDS | import_module("reports.making.batches").KINDS
    kinds |= import_module("reports.making.papers").KINDS
    kinds |= import_module("reports.making.outputs").name_kind(make_output)
    kinds |= import_module("survey.studio.sent").name_kind(make_draft)
    sweep = import_module("reports.making.sweeping").sweep_reports
    keep_end = import_module("survey.storage.trail_ends").keep_end
    raise_missing = import_module("survey.responses.raising").raise_missing
    return kinds, [import_module("survey.mail.plans").plan_mails, sweep, keep_end, raise_missing]


def make_output(work: Any) -> None:
    """The tables of a round, or the report on it: loaded when first asked for, as with pandas it takes 50 MB."""
    import_module("reports.making.work").make_output(work)


def make_draft(work: Any) -> None:
    """The draft of a notice that was sent in: loaded when first asked for, as what reads files takes memory."""
    import_module("survey.studio.drafting_work").draft_sent(work)


def renew_translations(command: str) -> None:
    """Compile the translations that are not, or not any more: in the data folder where the code's cannot be written."""
    sources = ROOT.glob("*/translations/*/LC_MESSAGES/*.po")
    if any(is_older(source.with_suffix(".mo"), source) for source in sources):
        folder = Path(os.environ.get("SURVEY_DATA_FOLDER") or ROOT / "var")
        with contextlib.suppress(OSError):  # then what is there stays
            if command in RUNNING:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            spare = folder / "translations" if folder.is_dir() else None
            import_module("survey.web.languages").compile_translations(spare)


def finish_installing() -> int:
    """Compile what is compiled at first use otherwise, so that nothing is left to be written in the code folder."""
    import_module("survey.web.languages").compile_translations()
    for package in ("questionnaires", "survey", "reports"):
        compileall.compile_dir(ROOT / package, quiet=2)
    print(put("installed"))
    return 0


def run_tests(arguments: Sequence[str]) -> None:
    """Become pytest, whose exit code and closing line are ours; the whole suite is shared out among the processors."""
    os.chdir(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of the programs that tests start compiles everything
    shared = [] if arguments else ["--numprocesses=auto", "--maxprocesses=4"]
    os.execv(sys.executable, [sys.executable, "-m", "pytest", "-q", *shared, *arguments])


def answer_unprepared(arguments: Sequence[str]) -> int | None:
    """What is answered without setting anything up: an exit code, or None for a command that is to be run."""
    if arguments[:1] == ["doctor"]:
        return diagnose(ROOT)
    if not arguments or (arguments[0] not in COMMANDS and arguments[0] != "--version"):
        return show_commands(arguments)
    if "--version" in arguments and arguments[0] != "test":  # there it is pytest's
        print(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
        return 0
    if HELP & set(arguments) and (arguments[0] == "install" or not is_ready(ROOT, arguments)):
        print(f"python3 run.py {arguments[0]}: {COMMANDS[arguments[0]][1]}\n{put('help-later')}")
        return 0
    return None


if __name__ == "__main__":
    catch_failures(ROOT)
    if (answered := answer_unprepared(sys.argv[1:])) is not None:
        sys.exit(answered)
    if sys.argv[1] == "install":
        os.umask(0o022)  # the site runs under another account
    prepare(ROOT, sys.argv[1:])
    sys.exit(main(sys.argv[1:]))
