"""What can go wrong, as the user is told it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing wrong with what the user gave.

    Attributes:
        place: file and line, or option.
        what: the value and what is wrong with it.
        remedy: what would be right: the nearest name, the allowed range, the missing row.
    """

    place: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.place}  {self.what}" + (f"; {self.remedy}" if self.remedy else "")


class SinewsError(Exception):
    """An error told to the user in a sentence; `code` is the exit code."""

    code = 1


class BadInput(SinewsError):
    """An option, a file or a run that cannot be used."""

    code = 2


class ScenarioError(BadInput):
    """Everything wrong with a scenario or an orders file, gathered and told once."""

    def __init__(self, problems: list[Problem]):
        self.problems = tuple(problems)
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        lines = [str(problem) for problem in problems]
        super().__init__("\n".join([*lines, f"{count}. Nothing was written."]))


class MissingPart(SinewsError):
    """An optional part that is not installed."""

    code = 3


class StoreError(SinewsError):
    """A disk or a store that cannot be read or written."""

    code = 4
