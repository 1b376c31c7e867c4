"""One line per check, and an exit status: shared by the Python clients."""

import sys
import traceback

_failed = 0
_passed = 0


def check(name, holds, detail=""):
    """Prints whether a statement holds."""
    global _failed, _passed
    if holds:
        _passed += 1
        print(f"ok      {name}")
    else:
        _failed += 1
        print(f"NOT OK  {name}" + (f"  -- {str(detail)[:600]}" if detail != "" else ""))
    return bool(holds)


def group(function):
    """Runs a function of checks; an exception in it is a failed check, not the end."""
    try:
        function()
    except Exception:  # noqa: BLE001 whatever happened is reported
        check(function.__name__, False, traceback.format_exc().strip().splitlines()[-1])
        traceback.print_exc(file=sys.stdout)


def finish(who):
    """Prints the sum and leaves."""
    print(f"{who}: {_passed} passed, {_failed} failed")
    sys.exit(1 if _failed or not _passed else 0)
