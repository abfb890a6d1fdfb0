"""What can be said of all shipments: rules as formulas for a solver, which is an optional extra."""

from exportcheck.core.places import Place
from exportcheck.core.problems import Problem, UnusableInput

try:
    import z3  # noqa: F401
except ImportError as error:
    raise UnusableInput(
        [
            Problem(
                place=Place("exportcheck"),
                code="EC504",
                message="this command needs the solver z3, which is not installed",
                help="install it with: pip install 'exportcheck[analyze]'",
            )
        ]
    ) from error
