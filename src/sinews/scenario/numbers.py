"""Numbers: one row of a table understood, with where it comes from."""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Number:
    """One number of a scenario, in the unit of its field.

    Attributes:
        room: the table it stands in; `outside` and `orders` for paths over time.
        name: the field, dotted where rooms nest.
        labels: one member per axis of the field; empty text for all members.
        value: the best figure; for a link the name of a member, for a path also `open` or `base`.
        unit: unit of value, low and high.
        low: 5 % point, or None.
        high: 95 % point, or None.
        prior: family it is drawn from.
        source: key of the source.
        locator: where in the source.
        grade: S stated in the founding text, C confirmed, R remembered, A assumed.
        note: anything more.
        file: file it stands in.
        line: line of that file.
        month: for a path, the month `YYYY-MM` from which it holds.
        layer: 0 for the scenario at the bottom, one more for each that is stacked upon it.
    """

    room: str
    name: str
    labels: tuple[str, ...]
    value: float | str
    unit: str
    low: float | None
    high: float | None
    prior: str
    source: str
    locator: str
    grade: str
    note: str
    file: str
    line: int
    month: str = ""
    layer: int = 0

    @property
    def full_name(self) -> str:
        """`room.field`."""
        return f"{self.room}.{self.name}"

    @property
    def label(self) -> str:
        """Members joined by `;`, with the month of a path; the key of its own draws."""
        joined = ";".join(self.labels)
        return f"{joined}@{self.month}" if self.month else joined

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"

    @property
    def is_drawn(self) -> bool:
        """Whether runs differ in it."""
        return self.prior != "fixed" and not isinstance(self.value, str)

    @property
    def specificity(self) -> int:
        """How many axes it names a member of."""
        return sum(label != "" for label in self.labels)
