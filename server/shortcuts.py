"""Ways past the application, for requests that it has answered before, and for those that are like them."""

from collections.abc import Mapping
from typing import Any

from .by_model import ByModel
from .engine.client import Client
from .facts import TOLD, Told
from .instant import Instant
from .models import ANSWERED
from .repeats import REPEATED
from .services import Services
from .watched import Teller


class Shortcuts:
    """Those past the application of ``services``, the second kind with the workers of ``client``, if there
    are any; what takes one is told to ``teller``.
    """

    def __init__(self, services: Services, teller: Teller, client: Client | None) -> None:
        self.instant = Instant(services, teller)
        self.by_model = ByModel(services, client, teller, self.instant) if client else None

    def learn_from(self, environ: Mapping[str, Any]) -> bool:
        """Whether there is something to learn from the request of ``environ``."""
        return REPEATED in environ or (ANSWERED in environ and self.by_model is not None)

    def learn(self, request: bytes, answer: bytes, environ: Mapping[str, Any]) -> None:
        """Know from now on that the whole ``request`` of ``environ`` got this ``answer``."""
        told: Told = environ[TOLD]
        if tag := environ.get(REPEATED):
            self.instant.learn(request, tag, answer, told)
        elif self.by_model:
            self.by_model.models.learn(request, answer[: len(answer) - told.size], environ, told)
