"""Every figure that is measured, in the order of the table."""

from benchmarks.figures.against_loop import AGAINST_LOOP
from benchmarks.figures.against_pysd import AGAINST_PYSD
from benchmarks.figures.compiling import COMPILING
from benchmarks.figures.gradients import GRADIENTS
from benchmarks.figures.rooms import ROOM_BY_ROOM
from benchmarks.figures.starts import STARTS
from benchmarks.figures.throughput import THROUGHPUT

FIGURES = (
    AGAINST_LOOP, THROUGHPUT, *AGAINST_PYSD, *STARTS, COMPILING, *ROOM_BY_ROOM, GRADIENTS,
)  # fmt: skip
