"""`python -m config.run`: what `make run` calls once the packages are there."""

import sys

from config.env import BadSettingError
from config.run.places import ROOT, CannotRunError, cannot_write, var_folder
from config.run.supervisor import Supervisor


def main() -> int:
    """Run the product in the foreground; 0 when a signal ended it, else 1 or 2 with a sentence."""
    try:
        Supervisor(var_folder()).run()
    except BadSettingError as refusal:
        return _tell(refusal, 2)
    except CannotRunError as refusal:
        return _tell(refusal, 1)
    except OSError as error:
        return _tell(cannot_write(ROOT, error), 1)
    return 0


def _tell(refusal: Exception, code: int) -> int:
    sys.stderr.write(f"{refusal}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
