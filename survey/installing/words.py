"""What set-up says, in Chinese and in English: it comes before translations are compiled, so it has a small table."""

import os
import sys
from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """One message in both languages; `{name}` places are filled by `put`."""

    chinese: str
    english: str


WORDS = {
    "apt-get": Words("正在安装系统部件（apt-get）：{packages} …", "Installing system parts (apt-get): {packages} …"),
    "venv": Words("正在建立运行环境 {path} …", "Making the environment {path} …"),
    "uv": Words("正在取得安装工具 uv …", "Fetching the installer uv …"),
    "python-parts": Words("正在安装 Python 部件（{lock}）…", "Installing the Python parts ({lock}) …"),
    "pip-instead": Words("uv 在此不可用，改用 pip，请多等几分钟 …", "uv cannot be used here; pip takes some minutes …"),
    "waiting": Words("另一个进程正在安装，等它完成 …", "Another start is setting up; waiting for it …"),
    "ready": Words("准备就绪，用时 {seconds} 秒。", "Ready after {seconds} s."),
    "installed": Words(
        "安装完成。程序目录可以设为只读；请以专用账户运行 run.py serve，数据写入 SURVEY_DATA_FOLDER 指定的目录。",
        "Installed. The code folder may be read-only now; run run.py serve under an account of its own: it writes to "
        "the folder SURVEY_DATA_FOLDER alone.",
    ),
    "help-later": Words(
        "完整的参数说明在 python3 run.py install 以后可以显示。", "Its options are shown after python3 run.py install."
    ),
    "missing-parts": Words(
        "本机缺少：{names}。\n请以管理员（root）身份执行：\n    {command}\n然后重新运行：\n    {again}",
        "This machine lacks: {names}.\nAs the administrator (root), run:\n    {command}\nand then again:\n    {again}",
    ),
    "missing-elsewhere": Words(
        "本机缺少：{names}。\n本机没有 apt-get；在 Debian 中它们属于软件包 {packages}。\n"
        "请安装本系统的相应软件包，然后重新运行：\n    {again}",
        "This machine lacks: {names}.\nIt has no apt-get; in Debian they are the packages {packages}.\n"
        "Install what this system calls them, and then run again:\n    {again}",
    ),
    "apt-get-failed": Words(
        "apt-get 未能安装 {names}：\n    {reason}\n请排除故障后以管理员（root）身份执行：\n    {command}\n"
        "然后重新运行：\n    {again}",
        "apt-get could not install {names}:\n    {reason}\nMend that, then run as the administrator (root):\n"
        "    {command}\nand then again:\n    {again}",
    ),
    "step-failed": Words(
        "Python 部件未能安装：\n    {reason}\n"
        "如无法访问 PyPI，请把 PIP_INDEX_URL 设为贵单位的镜像地址，然后重新运行。完整输出：{log}",
        "The Python parts could not be installed:\n    {reason}\n"
        "If PyPI is out of reach, set PIP_INDEX_URL to your mirror, then run again. Full output: {log}",
    ),
    "no-space": Words(
        "磁盘空间不足：{path} 还需要 {needed} MB，只剩 {free} MB。",
        "Not enough disk space: {path} needs {needed} MB, and {free} MB are free.",
    ),
    "cannot-write": Words(
        "无法写入 {path}：{reason}。请确认该目录可写并且磁盘有空间，然后重新运行。",
        "Cannot write {path}: {reason}. Make the folder writable and see that the disk has space, then run again.",
    ),
    "failed": Words(
        "程序出错：{reason}。错误编号 {number}，详情见 {path}；设 SURVEY_DEBUG=1 可直接显示。",
        "Something went wrong: {reason}. Quote {number}; the details are in {path}, SURVEY_DEBUG=1 shows them.",
    ),
    "failed-unwritten": Words(
        "程序出错：{reason}。错误编号 {number}；日志无法写入 {path}，设 SURVEY_DEBUG=1 可直接显示详情。",
        "Something went wrong: {reason}. Quote {number}; {path} cannot be written, SURVEY_DEBUG=1 shows the details.",
    ),
    "part-python-venv": Words("Python 的 venv 模块", "Python's venv module"),
    "part-pango": Words("排版库 Pango", "the text library Pango"),
    "part-pangoft2": Words("排版库 PangoFT2", "the text library PangoFT2"),
    "part-harfbuzz-subset": Words("字体子集库 HarfBuzz-subset", "the font library HarfBuzz-subset"),
    "part-font": Words("简体中文字体", "a Simplified Chinese font"),
    "part-chromium": Words("Chromium 浏览器（仅测试用）", "the browser Chromium (for tests only)"),
    "part-atomic": Words("libatomic 库（仅测试用）", "the library libatomic (for tests only)"),
    "part-postgresql": Words("PostgreSQL 服务器（仅测试用）", "the server PostgreSQL (for tests only)"),
    "part-node": Words("Node.js（仅测试用）", "Node.js (for tests only)"),
    "part-eslint": Words("脚本检查工具 eslint（仅测试用）", "eslint, which checks the scripts (for tests only)"),
    "doctor-environment": Words("运行环境 .venv", "environment .venv"),
    "doctor-lock": Words("Python 部件与 {lock} 一致", "Python parts in step with {lock}"),
    "doctor-database": Words("数据库", "database"),
    "doctor-site": Words("网站地址", "address of the site"),
    "doctor-site-hosts": Words("{url}，只接受以下主机名：{hosts}", "{url}, asked for as {hosts} only"),
    "doctor-site-unnamed": Words("未设置SURVEY_SITE_URL", "SURVEY_SITE_URL is not set"),
    "doctor-site-unset": Words(
        "未设置SURVEY_SITE_URL，不核对主机名，一次性链接采用管理员访问时的地址；正式运行请设置",
        "SURVEY_SITE_URL is not set: any name is answered to, and links are at the one that was asked for; set it",
    ),
    "doctor-disk": Words("可用磁盘空间", "free disk space"),
    "there": Words("有", "there"),
    "missing": Words("缺少", "missing"),
    "made-on-first-use": Words("首次运行时建立", "made on first use"),
    "elsewhere": Words("{scheme} 服务器，未尝试连接", "a {scheme} server, not tried"),
    "missing-package": Words("缺少（Debian 软件包 {package}）", "missing (Debian package {package})"),
    "cannot-be-made": Words("无法在 {path} 建立", "cannot be made at {path}"),
    "colon": Words("：", ": "),
    "between": Words("、", ", "),
}


def put(key: str, environ: Mapping[str, str] = os.environ, /, **details: object) -> str:
    """The message in the language of SURVEY_LANGUAGE, Chinese unless that is `en`."""
    words = WORDS[key]
    text = words.english if environ.get("SURVEY_LANGUAGE") == "en" else words.chinese
    return text.format(**details)


def say(key: str, /, **details: object) -> None:
    """Write one message to standard error; standard output belongs to the command."""
    print(put(key, **details), file=sys.stderr, flush=True)


class SetupRefused(Exception):
    """Set-up cannot go on until the caller does something; the text says what."""
