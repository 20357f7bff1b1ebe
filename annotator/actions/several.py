"""Handing in, withdrawing and bringing back several contributions as one action, which is undone as one."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.models import Contribution
from annotator.permissions import Action, require

from .batch import batch
from .contributions import propose_in, restore_in, withdraw_in


def propose(*, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None) -> UUID:
    """Hand in the drafts ``contributions``, all or none. Returns the batch's id.

    Raises ``Refused`` where one of them is no draft, ``NotUpdated`` where somebody changed one meanwhile.
    """
    _require_all(Action.PROPOSE, contributions, by)
    with batch(by=by, request_id=request_id) as current:
        for contribution in contributions:
            propose_in(current, contribution)
    return current.id


def withdraw(*, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None) -> UUID:
    """Take ``contributions`` back, all or none. Returns the batch's id.

    Raises ``Refused`` where one of them is withdrawn already, ``NotUpdated`` where somebody changed one meanwhile.
    """
    _require_all(Action.WITHDRAW, contributions, by)
    with batch(by=by, request_id=request_id) as current:
        for contribution in contributions:
            withdraw_in(current, contribution)
    return current.id


def restore(*, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None) -> UUID:
    """Bring withdrawn ``contributions`` back as they were, all or none. Returns the batch's id.

    Raises ``Refused`` where one of them is not withdrawn, or its like was made meanwhile.
    """
    _require_all(Action.WITHDRAW, contributions, by)
    with batch(by=by, request_id=request_id) as current:
        for contribution in contributions:
            restore_in(current, contribution)
    return current.id


def _require_all(action: Action, contributions: Sequence[Contribution], by: User) -> None:
    for contribution in contributions:
        require(by, action, contribution)
    if not contributions:
        raise Refused(_("Choose at least one contribution."))
