"""Who does the work: this process, several processes, or a cluster. Results are the same."""

from limen.rehearse.engines.cluster import Cluster
from limen.rehearse.engines.engine import Engine
from limen.rehearse.engines.processes import Processes
from limen.rehearse.engines.serial import Serial

__all__ = ["Cluster", "Engine", "Processes", "Serial"]
