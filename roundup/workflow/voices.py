"""Whose voices the desk's editions hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundup.errors import NotFound
from roundup.workflow.desk import Desk
from roundup.workflow.people import registry_of

if TYPE_CHECKING:
    from roundup.curate.voices import Voices


def voices(desk: Desk) -> Voices:
    """Who was featured lately, who never was, who is back: by person, site and region."""
    from roundup.curate.voices import starts
    from roundup.curate.voices import voices as counted

    with desk.store() as store:
        editions = store.ledger.editions(desk.settings.edition.first_number).closed
        return counted(
            editions,
            store.people.bylines(starts(desk.now)),
            registry_of(store),
            now=desk.now,
            regions=regions_of_sites(desk),
        )


def regions_of_sites(desk: Desk) -> dict[str, str]:
    """site → region, for feeds in folders that `[people] regions` names."""
    from roundup.workflow.feeds import followed

    wanted = {region.casefold(): region for region in desk.settings.people.regions}
    try:
        subscriptions = followed(desk.settings) if wanted else ()
    except NotFound:
        return {}
    found: dict[str, str] = {}
    for each in subscriptions:
        folders = (part for tag in each.tags for part in (tag, *tag.split("/")))
        region = next((wanted[folder.casefold()] for folder in folders if folder.casefold() in wanted), "")
        if region and each.site_url:
            found[each.site_url] = region
    return found
