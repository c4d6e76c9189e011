"""Every way to fail: a plain line on stderr, nothing on stdout, never the code of an answer."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from customhouse.cli.main import cli
from customhouse.cli.screen import EXIT_CODES
from customhouse.declarations.source import DEFAULT_LIMITS
from customhouse.desk import Desk
from customhouse.reference import pack
from customhouse.reference.tables import PackError

from .command import COMMAND, EXAMPLES, Ran, customhouse

ANSWERS = set(EXIT_CODES.values())
ONE_LINE = re.compile(r"customhouse: \S.*: \S.*\. [A-Z'].*\.?\n")


def refused(ran: Ran, *words: str, code: int = 2) -> None:
    assert ran.code == code
    assert code not in ANSWERS
    assert ran.out == ""
    assert ran.err.startswith("customhouse: ")
    assert ran.err.count("\n") <= 2
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["screen"], "screen: missing argument 'FILE'. See 'customhouse screen --help'."),
        (["screen", "x", "y"], "unexpected extra argument"),
        (["nonsense"], "no such command 'nonsense'"),
        (["screen", "x", "--format", "pdf"], "'pdf' is not one of 'text', 'json', 'html'"),
        (["screen", "x", "--as-of", "2025-02-30"], "--as-of: '2025-02-30' is not a day. Write it"),
        (["screen", "x", "--as-of", "1.6.2025"], "--as-of: '1.6.2025' is not a day"),
        (["lookup"], "lookup: missing argument 'QUERY...'"),
        (["lookup", " "], "lookup: there is nothing to look up. Give a name"),
        (["lookup", "x", "--limit", "0"], "0 is not in the range"),
        (["identify"], "missing option '--smiles'"),
    ],
)
def test_bad_use(arguments: list[str], words: str) -> None:
    ran = invoke(*arguments)
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert words in ran.stderr
    assert re.fullmatch(ONE_LINE, ran.stderr)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"{", "line 1"),
        (b"[]", ""),
        (b'{"items": []}', "items"),
        (b'{"items": [{"number": 1, "net_mass_kg": -1}]}', "net_mass_kg"),
        (b'{"items": [{"is_waste": "perhaps"}]}', "is_waste"),
        (b'{"date": "2025-02-30", "items": [{"description": "x"}]}', "date"),
        (b"\xff\xfe\x00\xd8", ""),
        (b"PK\x03\x04rest", "a workbook or an archive"),
        (b"[" * 100_000, ""),
        (b'{"items":' * 5_000, ""),
        (b"\x00" * 100, "zero bytes"),
        (b"<a>&lol;</a>", ""),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', ""),
        (b"\x1b[2J,\x1b]0;owned\x07\n1,2\n", ""),
    ],
)
def test_bad_declarations(data: bytes, words: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(data)
    refused(customhouse("screen", file, "--format", "json"), f"{file}: ", words)


def test_the_message_names_the_field_and_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text(json.dumps({"items": [{"number": 1, "net_mass_kg": -1}]}))
    ran = customhouse("screen", file)
    refused(ran, "net_mass_kg", "Give the mass in kilograms")
    assert re.fullmatch(ONE_LINE, ran.err)


def test_no_such_file() -> None:
    ran = customhouse("screen", "not/there.json")
    refused(ran, "not/there.json: there is no such file. Check its name and folder.")


def test_a_folder(tmp_path: Path) -> None:
    refused(customhouse("screen", tmp_path), "this is a folder. Name a file in it.")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "you may not read it. Ask"),
        (OSError(errno.EIO, "Input/output error"), "input/output error. Try"),
    ],
)
def test_a_file_that_the_system_refuses(
    error: OSError, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    ran = invoke("screen", "secret.json")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert f"secret.json: {words}" in ran.stderr


def test_a_file_that_never_ends() -> None:
    refused(customhouse("screen", "/dev/zero"), f"more than {DEFAULT_LIMITS.file_bytes:,} bytes")


def test_a_name_that_steers_the_terminal() -> None:
    ran = customhouse("screen", "\x1b[2Jx\n.json")
    refused(ran, "there is no such file")
    assert "\x1b" not in ran.err


def test_standard_input_is_closed() -> None:
    ran = subprocess.run(
        ["sh", "-c", f"'{COMMAND}' screen - <&-"], capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert b"standard input: it is closed. Name a file instead." in ran.stderr


def test_the_declaration_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "d.json"
    file.write_bytes((EXAMPLES / "plastic_export.json").read_bytes())
    before = file.read_bytes()
    refused(customhouse("screen", file, "--output", file), "this is the declaration itself")
    assert file.read_bytes() == before


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    place = tmp_path / "no" / "such" / "folder.html"
    ran = customhouse(
        "screen", EXAMPLES / "plastic_export.json", "--format", "html", "--output", place
    )
    refused(ran, f"{place}: no such file or directory. Write the answer somewhere else.")


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_standard_output_is_full(form: str) -> None:
    command = f"'{COMMAND}' screen '{EXAMPLES}/lawful_scrap.json' --format {form} > /dev/full"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, check=False, text=True)
    refused(Ran(ran.returncode, ran.stdout, ran.stderr), "standard output: no space left")


@pytest.mark.parametrize("form", ["text", "json"])
def test_standard_output_is_closed(form: str) -> None:
    command = f"'{COMMAND}' screen '{EXAMPLES}/lawful_scrap.json' --format {form} >&-"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, check=False, text=True)
    refused(Ran(ran.returncode, ran.stdout, ran.stderr), "standard output: it is closed")


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_the_reader_of_the_pipe_is_gone(form: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [COMMAND, "screen", EXAMPLES / "lawful_scrap.json", "--format", form],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        text=True,
    )
    os.close(writing)
    refused(Ran(ran.returncode, "", ran.stderr), "closed before all was written", code=141)


def test_control_c(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    running = subprocess.Popen(
        [COMMAND, "screen", pipe], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with pipe.open("wb"):  # opens once the command reads
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    refused(Ran(running.returncode, out, err.lstrip("\n")), "interrupted. No answer", code=130)


def test_damaged_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = PackError.one("basel@2026.1/x.csv", 3, "the hash does not fit", "get the pack again")

    def damaged(*_: object) -> tuple[pack.Pack, ...]:
        raise PackError([*problem.problems, *problem.problems])

    monkeypatch.setattr(pack, "load_shipped", damaged)
    for command in (["screen", EXAMPLES / "ewaste.json"], ["lookup", "ddt"]):
        ran = invoke(*command)
        assert (ran.exit_code, ran.stdout) == (2, "")
        assert ran.stderr == (
            "customhouse: packs: basel@2026.1/x.csv:3: the hash does not fit. Remedy: get the "
            "pack again. And 1 more: 'customhouse packs verify' lists them.\n"
        )


def test_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret of the declaration")

    monkeypatch.setattr(Desk, "screen", broken)
    ran = invoke("screen", EXAMPLES / "ewaste.json")
    assert (ran.exit_code, ran.stdout) == (70, "")
    assert ran.stderr.startswith("customhouse: internal error: ZeroDivisionError. No answer")
    assert "report it" in ran.stderr
    assert ran.stderr.count("\n") == 1

    monkeypatch.setenv("CUSTOMHOUSE_DEBUG", "1")
    ran = invoke("screen", EXAMPLES / "ewaste.json")
    assert ran.exit_code == 70
    assert "Traceback" in ran.stderr


def test_a_structure_that_cannot_be_read() -> None:
    refused(customhouse("identify", "--smiles", "C(C"), "--smiles: ")
    refused(customhouse("identify", "--smiles", "\x1b[2J"), "--smiles: ")


def test_help_and_version_of_the_installed_command() -> None:
    assert customhouse("--version").out.startswith("customhouse, version ")
    for words in ([], ["screen"], ["lookup"], ["identify"], ["packs"]):
        ran = customhouse(*words, "--help")
        assert (ran.code, ran.err) == (0, "")
    ran = customhouse()
    assert ran.code == 2
    assert "Usage: customhouse" in ran.err


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; sys.argv = ['customhouse', '--help']\n"
        "from customhouse.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'msgspec', 'rich', 'rdkit', 'jinja2', 'lxml', 'rapidfuzz', 'numpy'}\n"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
