"""The self-blinding microdose study (Szigeti et al. 2021): two public CSV files, one dataset."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from limen import __version__
from limen.dataset.adapters.self_blinding import names
from limen.dataset.adapters.self_blinding.allocation import allocation_rows
from limen.dataset.adapters.self_blinding.files import read_files
from limen.dataset.adapters.self_blinding.findings import findings
from limen.dataset.adapters.self_blinding.tables import all_tables
from limen.dataset.allocations import Allocations
from limen.dataset.dataset import Dataset
from limen.dataset.fetch import SELF_BLINDING
from limen.dataset.provenance import Provenance
from limen.protocol import Protocol, load_protocol, shipped


def import_self_blinding(
    folder: Path | str, protocol: Protocol | None = None
) -> tuple[Dataset, Allocations]:
    """The dataset and the sealed allocations of the study whose two CSV files lie in `folder`.

    The study published scores only, so there are no responses. What the files leave open, or say
    in a way that misleads, stands in `dataset.provenance.findings`. `protocol` is the shipped
    description of the study if not given. Raises `DatasetError` with all that is wrong.

    ```bibtex
    @article{szigeti2021self,
      title   = {Self-blinding citizen science to explore psychedelic microdosing},
      author  = {Szigeti, Bal{\\'a}zs and Kartner, Laura and Blemings, Allan and Rosas, Fernando
                 and Feilding, Amanda and Nutt, David J. and Carhart-Harris, Robin L. and
                 Erritzoe, David},
      journal = {eLife}, volume = {10}, pages = {e62878}, year = {2021},
      doi     = {10.7554/eLife.62878}
    }
    ```
    """
    files = read_files(Path(folder))
    dataset = Dataset.from_tables(
        protocol or load_protocol(shipped()[names.PROTOCOL]),
        all_tables(files),
        simulated=False,
        provenance=Provenance(
            source=f"{SELF_BLINDING.title}; {SELF_BLINDING.url}",
            made_by=f"limen {__version__}, dataset import self-blinding",
            made_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            citation=SELF_BLINDING.citation,
            licence=SELF_BLINDING.licence,
            findings=findings(files),
            files=files.hashes,
        ),
    )
    return dataset, Allocations.of(dataset.hash, allocation_rows(files))


__all__ = ["import_self_blinding"]
