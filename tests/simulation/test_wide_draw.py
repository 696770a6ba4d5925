"""X40: the numbers of the flagship may fall anywhere in their priors; no run fails."""

import numpy as np
import pytest
from tests.simulation import runs
from tests.tolerances import LEDGER

from sinews.simulation.chunks import CHUNK
from sinews.simulation.status import FINE


@pytest.mark.slow
@pytest.mark.xdist_group("flagship")
@pytest.mark.parametrize("chunk", [1, 2, 3, 1000])
def test_no_run_fails_and_all_books_close(chunk):
    numbers = tuple(range(CHUNK * chunk, CHUNK * (chunk + 1)))
    record = runs.simulated(runs.opening(numbers=numbers), numbers=numbers)
    assert (record.status.month == FINE).all()
    assert record.residual.max() <= LEDGER
    assert np.isfinite(record.flows.industry.made).all()
    # They do differ: what is drawn matters.
    assert len(np.unique(record.world.food.state_grain[-1])) == CHUNK
