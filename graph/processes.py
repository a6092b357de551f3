"""Processes that work for another and end with it."""

import os
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from signal import SIG_IGN, SIGINT, signal
from threading import Thread


def be_a_worker() -> None:
    """Leave it to the parent process to be interrupted, and end with it even where it is killed."""
    signal(SIGINT, SIG_IGN)
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
