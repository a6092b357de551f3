"""A process that owns a pool: it says where it listens and which process keeps it, and then waits."""

import os
import sys
import time
from pathlib import Path

from equigraph.server.engine.options import PoolOptions
from equigraph.server.engine.pool import Pool

pool = Pool(PoolOptions(Path(sys.argv[1]), workers=1))
pool.start()
keepers = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
print(pool.folder, *keepers, sep="\n", flush=True)
time.sleep(600)
