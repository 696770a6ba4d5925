"""Template: a small scenario of one's own to begin with, copied from a shipped one."""

import json
import re
from pathlib import Path

from sinews.core.errors import BadInput
from sinews.scenario.package import DESCRIPTOR, SOURCES, read_descriptor, shipped_folder
from sinews.scenario.settings import SETTINGS
from sinews.scenario.tables import shown

TEMPLATE = "toy-2"
GUIDE = "README.md"
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]+", re.ASCII)
GUIDE_TEXT = """\
# {name}: a scenario to make your own

An imaginary country that passes `sinews check` and runs. Change it table by table:

- `scenario.toml`: name, first month, length; `extends` stands upon another scenario.
- `axes.csv`: the members of every axis. Add or rename one here first, then in the tables.
- One table per room (`food.csv`, `industry.csv`, ...): one number per row. An empty cell on an
  axis means all members; a row that names a member goes before it. `low` and `high` are the 5 %
  and 95 % points, `prior` is normal, lognormal, beta, uniform or fixed. The note of the first
  row of each field says what it means and what it may be.
- `world.csv`: what the month before the first one left; `usual.csv`: orders where nobody decides.
- `outside.csv`: paths that come from outside. `orders/`: what is ordered; a value holds until the
  next row of the same lever and label, `open` leaves it to the rule of command.
- `facts.csv`, `observables.csv`: history, and how a run shows it. `events.csv`: dated events.
- `switches.csv`, if you write one and list it in `datapackage.json`: rival explanations, each an
  option with numbers of its own; `[switches]` in `scenario.toml` or `--switch` chooses.
- `sources.json`: every number names one of these as its source, with a locator and a grade:
  S stated in the founding text, C confirmed, R remembered, A assumed.

    sinews check .
    sinews run .
"""


def new_scenario(folder: Path) -> Path:
    """Write a small commented scenario of an imaginary country that passes every check.

    Args:
        folder: a folder that does not exist or is empty; its name becomes that of the scenario.

    Raises:
        BadInput: when the folder is in use; nothing is written then.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{shown(str(folder))} is not empty; name a new folder")
    texts = template_texts(scenario_name(folder))
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def scenario_name(folder: Path) -> str:
    """Return a plain name for a scenario from that of its folder."""
    plain = _NOT_IN_A_NAME.sub("-", folder.resolve().name).strip("-_")[:40]
    return plain or "my-country"


def template_texts(name: str) -> dict[str, str]:
    """Return the files of the template by path, with another name filled in."""
    source = shipped_folder() / TEMPLATE
    names = [*read_descriptor(source, []), SETTINGS, SOURCES]
    texts = {path: (source / path).read_text("utf-8") for path in names}
    texts[SETTINGS] = texts[SETTINGS].replace(f'name = "{TEMPLATE}"', f'name = "{name}"')
    descriptor = json.loads((source / DESCRIPTOR).read_text("utf-8")) | {"name": name.lower()}
    texts[DESCRIPTOR] = json.dumps(descriptor, indent=1) + "\n"
    texts[GUIDE] = GUIDE_TEXT.format(name=name)
    return texts
