"""`exportcheck classify`: an item's paragraph, and each number beside each line."""

from __future__ import annotations

from exportcheck.cli import options


def classify(
    item: options.Item = None,
    day: options.Day = None,
    fact: options.Facts = None,
    spec: options.Spec = None,
    rules: options.Rules = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
) -> None:
    """Show which paragraph describes an item, and how far its numbers are from each line."""
    import sys

    from exportcheck.cli import arguments
    from exportcheck.cli.output import show, width_of
    from exportcheck.core.places import Place
    from exportcheck.core.problems import Problem, UnusableInput
    from exportcheck.core.shipment import decide
    from exportcheck.reporting.as_classification import classification_page

    law_of = arguments.day_of(day)
    settings = arguments.settings_of(config, no_config)
    library = arguments.library_of(rules, settings)
    readings = arguments.readings_of(None, settings, library)
    reader = arguments.reader_of(library, "ordinary", readings, law_of)
    entries = arguments.entries_of([("item.sku", item, "ITEM")], fact or ())
    if not entries and spec is None:
        raise arguments.usage("ITEM", "nothing is given to classify", "name an item, or use --spec")
    described = arguments.described_by(spec, item, library)
    shipment, problems = reader.read(
        entries, id="classify", place=Place("classify"), item=described
    )
    if shipment is None:
        raise UnusableInput(problems)
    judged = decide(library.rulebooks, shipment)
    if isinstance(judged, Problem):
        raise UnusableInput([judged])
    said = "today, since no --date is given" if law_of is None else ""
    show(classification_page(judged, width=width_of(sys.stdout), said=said), sys.stdout)
