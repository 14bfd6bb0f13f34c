"""From files and folders to a store: each article once, what cannot be read named and passed over."""

from dnextract.batch.cluster import RayEngine
from dnextract.batch.engine import Engine
from dnextract.batch.local import LocalEngine
from dnextract.batch.run import Progress, run_batch
from dnextract.batch.steps import Reading

__all__ = ["Engine", "LocalEngine", "Progress", "RayEngine", "Reading", "run_batch"]
