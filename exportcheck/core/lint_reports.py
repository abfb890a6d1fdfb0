"""What `rules lint` found, as reporters are given it."""

from __future__ import annotations

from collections.abc import Mapping

from exportcheck.core.explanations import Explanation
from exportcheck.core.problems import Problem, counted, joined
from exportcheck.core.records import Record

MOST_NAMED = 3


class LintReport(Record):
    """The problems, how many warnings a comment accepts, what was looked at, and every code.

    Of rules that could not be read the files alone are counted: none would be untrue.
    """

    problems: tuple[Problem, ...]
    accepted: int
    looked_at: Mapping[str, int]
    codes: Mapping[str, Explanation]
    strict: bool = False
    all_cases_read: bool = True

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    @property
    def passes(self) -> bool:
        """Whether there is no error, and where that is asked for no warning."""
        return not (self.problems if self.strict else self.errors)

    @property
    def unread(self) -> tuple[str, ...]:
        """The files with mistakes that keep the rules from being looked at together."""
        if list(self.looked_at) != ["files"]:
            return ()
        return tuple(dict.fromkeys(p.place.file for p in self.problems if p.severity == "error"))

    @property
    def not_looked_for(self) -> str:
        """What was not looked for, since mistakes keep the files from being looked at as a whole.

        Mistakes are told in stages: of the text, of the keys and words, and of the meaning.
        """
        if self.unread:
            return (
                "More may be wrong: until these mistakes are mended, others in the keys and words "
                "of the rules, in what they mean and in their cases are not all looked for."
            )
        if not self.all_cases_read:
            return (
                "More may be wrong: until these mistakes are mended, it is not looked for which "
                "rules no case requires or excludes."
            )
        return ""

    @property
    def tally(self) -> str:
        """What was looked at and found, in one line."""
        looked = ", ".join(f"{count} {name}" for name, count in self.looked_at.items())
        unread = ""
        if self.unread:
            number = len(self.unread)
            named = joined(self.unread) if number <= MOST_NAMED else f"{number} of them"
            unread = f", not looked at together while {named} cannot be used"
        found = [counted(self.errors, "error"), counted(self.warnings, "warning")]
        accepted = f" ({self.accepted} more accepted)" if self.accepted else ""
        return f"{looked}{unread}{': ' if looked else ''}{', '.join(found)}{accepted}"
