"""Whole runs stay what they were, unless somebody says why; and the check can fail."""

import copy
import subprocess
import sys

import pytest
from tests.references import golden
from tests.references.compare import OTHER_MACHINE, differences, report, tolerance
from tests.tolerances import EXACT


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("ussr-1932 mean", marks=pytest.mark.xdist_group("flagship")),
        pytest.param("toy-2 exact", marks=pytest.mark.xdist_group("toy")),
    ],
)
def test_golden_runs_are_as_they_were(name):
    """To the last bit on the class of machine that made them, to 1e-9 elsewhere."""
    changed = report(name, golden.kept(name), golden.made(name))
    assert not changed, "\n".join(changed)


@pytest.mark.parametrize("name", golden.MAKERS)
class TestTheCheckCanFail:
    def test_on_one_number_of_one_series(self, name):
        kept = golden.kept(name)
        for series in kept["series"]:
            changed = copy.deepcopy(kept)
            values = changed["series"][series]
            row = values if not isinstance(values[-1], list) else values[-1]
            row[-1] += 2.0 * OTHER_MACHINE * (1.0 + max(map(abs, flat(values))))
            found = differences(kept, changed, OTHER_MACHINE)
            assert [difference.series for difference in found] == [series]

    def test_on_the_last_bit_where_the_bits_must_agree(self, name):
        kept = golden.kept(name)
        changed = copy.deepcopy(kept)
        series = next(iter(kept["series"]))
        values = changed["series"][series]
        row = values if not isinstance(values[-1], list) else values[-1]
        row[0] *= 1.0 + 2.0**-51
        assert differences(kept, changed, EXACT) or row[0] == 0.0
        assert not differences(kept, changed, OTHER_MACHINE)

    def test_on_a_series_that_is_missing_or_grew(self, name):
        kept = golden.kept(name)
        fewer = copy.deepcopy(kept)
        gone = fewer["series"].popitem()[0]
        assert [difference.series for difference in differences(kept, fewer, 1.0)] == [gone]
        assert [difference.series for difference in differences(fewer, kept, 1.0)] == [gone]
        longer = copy.deepcopy(kept)
        longer["series"][gone].append(longer["series"][gone][-1])
        assert "shape" in differences(kept, longer, 1.0)[0].where

    def test_on_what_is_no_number(self, name):
        kept = golden.kept(name)
        changed = copy.deepcopy(kept)
        series = next(iter(kept["series"]))
        values = changed["series"][series]
        (values if not isinstance(values[-1], list) else values[-1])[0] = float("nan")
        assert differences(kept, changed, 1.0)[0].series == series

    def test_and_says_what_where_and_by_how_much(self, name):
        kept = golden.kept(name)
        changed = copy.deepcopy(kept) | {"content_hash": "other", "machine": "another"}
        series = next(iter(kept["series"]))
        values = changed["series"][series]
        (values if not isinstance(values[0], list) else values[0])[-1] += 1e12
        text = "\n".join(report(name, kept, changed))
        for words in (name, series, "tables of", "made on", "make regenerate", "of its largest"):
            assert words in text

    def test_the_file_is_small_and_round_trips(self, name, tmp_path, monkeypatch):
        assert golden.path_of(name).stat().st_size < 300_000
        kept = golden.kept(name)
        monkeypatch.setattr(golden, "FOLDER", tmp_path)
        golden.write(name, kept)
        assert golden.kept(name) == kept


def flat(values) -> list[float]:
    return [cell for row in values for cell in (row if isinstance(row, list) else [row])]


def test_tolerance_is_none_on_the_same_class_of_machine():
    one, other = {"machine": "a"}, {"machine": "b"}
    assert (tolerance(one, one), tolerance(one, other)) == (EXACT, OTHER_MACHINE)


def test_tools_are_programs_of_their_own():
    code = "import tests.references.regenerate, tests.references.compare"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
