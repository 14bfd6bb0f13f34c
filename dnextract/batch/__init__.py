"""From files and folders to a store: each article once, what cannot be read named and passed over."""

from dnextract.batch.run import Progress, run_batch
from dnextract.batch.steps import Reading

__all__ = ["Progress", "Reading", "run_batch"]
