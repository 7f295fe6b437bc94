"""Where results come from, and what they are about."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from limen import __version__
from limen.analyse.reading import Reader
from limen.dataset import UnsealedDataset
from limen.protocol import Protocol, known, listed
from limen.protocol.document.analysis import INTERCURRENT_EVENTS, Estimand
from limen.results import EstimandText, Provenance

_SOFTWARE = ("numpy", "scipy", "pandas", "pydantic")


def provenance(reader: Reader, *, seed: int, command: str, seconds: float) -> Provenance:
    """Enough to make the results again: hashes, versions, seed, command."""
    dataset, protocol = reader.dataset, reader.protocol
    sealed = not isinstance(dataset, UnsealedDataset)
    return Provenance(
        study=protocol.title,
        registration=_text(getattr(protocol.registration, "number", protocol.registration)),
        design=protocol.design.kind.replace("_", "-") if known(protocol.design) else "",
        status=protocol.status,
        protocol_version=protocol.version,
        protocol_hash=protocol.hash,
        dataset_hash=dataset.hash,
        allocations_hash=dataset.allocations_hash if isinstance(dataset, UnsealedDataset) else "",
        data_source=dataset.provenance.source,
        simulated=dataset.simulated,
        blinded=sealed,
        seed=seed,
        participants=len(dataset.participants),
        limen_version=__version__,
        software={"python": platform.python_version(), **_versions()},
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=command,
        seconds=seconds,
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _versions() -> dict[str, str]:
    found = {}
    for name in _SOFTWARE:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def estimand_texts(protocol: Protocol) -> tuple[EstimandText, ...]:
    """The protocol's estimands, attribute by attribute, in words."""
    return tuple(_words(protocol, estimand) for estimand in listed(protocol.estimands))


def _words(protocol: Protocol, estimand: Estimand) -> EstimandText:
    outcomes = ", ".join(protocol.outcome(name).title for name in estimand.all_outcomes)
    at = f" at {', '.join(estimand.occasions)}" if estimand.occasions else ""
    contrast = estimand.treatment
    find = protocol.arm if contrast.basis == "arm" else protocol.intervention
    return EstimandText(
        id=estimand.id,
        title=estimand.title,
        role=estimand.role,
        treatment=f"{find(contrast.active).title} against {find(contrast.reference).title}, "
        f"by {contrast.basis}",
        population=str(estimand.population or protocol.population.description),
        variable=f"{outcomes}{at}",
        intercurrent_events=tuple(
            (INTERCURRENT_EVENTS[event], strategy.replace("_", " "))
            for event, strategy in estimand.strategies.items()
        ),
        summary=estimand.summary.replace("_", " "),
    )
