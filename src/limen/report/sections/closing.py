"""How it was done: methods, references, provenance."""

from __future__ import annotations

from limen.figures.numbers import number
from limen.report.methods import method_sentences, terms_table
from limen.report.page.html import Section, definitions, paragraph
from limen.report.page.tables import table_html
from limen.report.page.works import works_html
from limen.results import Results


def methods(results: Results) -> Section:
    """What was done, each thing once, in the plan's order."""
    told = method_sentences(results)
    terms = terms_table(results)
    body = "".join(map(paragraph, told)) or paragraph("No analysis was done.")
    body += table_html(terms) if terms else ""
    return Section("methods", "Methods", body)


def references(results: Results) -> Section:
    """Every work that an analysis rests on, once; the BibTeX folded beneath."""
    works = works_html(source for result in results.results for source in result.references)
    body = works or paragraph("No analysis names a reference.")
    return Section("references", "References", body)


def provenance(results: Results) -> Section:
    """Enough to make these results again."""
    source = results.provenance
    facts = [
        ("Study", source.study),
        ("Registration", source.registration),
        ("Design", source.design),
        ("Protocol", " ".join(filter(None, [source.protocol_version, source.status]))),
        ("Protocol hash", source.protocol_hash),
        ("Dataset hash", source.dataset_hash),
        ("Allocations hash", source.allocations_hash or ("sealed" if source.blinded else "")),
        ("Source of the data", source.data_source),
        ("Simulated", "yes" if source.simulated else "no"),
        ("Blinded", "yes" if source.blinded else "no"),
        ("Participants", str(source.participants) if source.participants else ""),
        ("Seed", "" if source.seed is None else str(source.seed)),
        ("Limen", source.limen_version),
        ("Software", ", ".join(f"{name} {v}" for name, v in source.software.items())),
        ("Made at", source.created_at),
        ("Command", source.command),
        ("Time taken", f"{number(source.seconds, 1)} s" if source.seconds else ""),
    ]
    return Section("provenance", "Provenance", definitions(facts, "facts provenance"))
