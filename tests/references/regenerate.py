"""Make all golden runs anew and say what changed: `python -m tests.references.regenerate`."""

from tests.references import golden
from tests.references.compare import report


def main() -> None:
    """Write all golden runs."""
    for name in golden.MAKERS:
        found = golden.made(name)
        if golden.path_of(name).exists():
            print("\n".join(report(name, golden.kept(name), found)) or f"{name}: as it was")
        golden.write(name, found)
        print(f"{golden.path_of(name).name} written")


if __name__ == "__main__":
    main()
