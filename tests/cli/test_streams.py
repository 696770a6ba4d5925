"""The command as a process: quick help, streams, and what is loaded."""

import subprocess
import sys
import time

import pytest

from sinews.cli.console import defect, tell

COMMAND = [sys.executable, "-m", "sinews.cli.app"]
HEAVY = ("jax", "xarray", "matplotlib", "pandas", "numpy", "pyarrow", "jinja2", "pint")


def call(*words, **more):
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=60, **more)


def test_help_is_quick_and_loads_nothing_heavy():
    call("--help")
    begun = time.perf_counter()
    result = call("--help")
    took = time.perf_counter() - begun
    assert result.returncode == 0
    assert took < 0.5
    code = f"import sys, sinews.cli.app; print([n for n in {HEAVY} if n in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "name", ["run", "check", "facts", "score", "export", "explain", "new", "compare"]
)
def test_every_command_is_listed_and_explains_itself(name):
    assert name in call("--help").stdout
    result = call(name, "--help")
    assert result.returncode == 0
    assert "Usage" in result.stdout


def test_bad_input_goes_to_stderr_with_code_2():
    for words in (["run", "nowhere", "--runs", "0"], ["frob"], ["check", "nowhere"]):
        result = call(*words)
        assert result.returncode == 2
        assert result.stdout == ""
        assert result.stderr
        assert "Traceback" not in result.stderr


def test_version():
    assert call("--version").stdout.startswith("sinews ")


def test_a_reader_that_has_gone_is_no_error():
    shell = f"{sys.executable} -m sinews.cli.app --help | true"
    result = subprocess.run(["bash", "-o", "pipefail", "-c", shell], capture_output=True, text=True)
    assert "Traceback" not in result.stderr


def test_a_defect_is_one_line_with_its_place(capsys):
    try:
        tell("no error")
    except AttributeError as error:
        found = error
    else:
        found = ValueError("x\ny")
    line = defect(found)
    assert "\n" not in line
    assert line.endswith("please report it with this line")
    assert tell(found) == 1
    assert capsys.readouterr().err.count("\n") >= 1
