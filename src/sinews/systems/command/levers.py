"""Levers: everything a state can order in a month, one class for orders and directives.

In orders, NaN leaves a lever open. In directives, command has filled every open lever.
"""

import equinox as eqx

from sinews.core.arrays import (
    PerActivity,
    PerActivityMinistry,
    PerComponent,
    PerDesign,
    PerEquipmentTheatre,
    PerExportItem,
    PerGroup,
    PerImportItem,
    PerLine,
    PerPartner,
    PerPartnerClause,
    PerProject,
    PerRationList,
    PerRegion,
    PerSector,
    PerTopic,
    Scalar,
)
from sinews.core.fields import Secrecy, quantity


def _share(meaning: str, secrecy: Secrecy = "secret"):
    return quantity("1", meaning, secrecy, minimum=0.0, maximum=1.0)


class Levers(eqx.Module):
    """What is ordered; rates are per month."""

    # threat and answer
    attention: PerTopic = _share("attention of the services; shares of one")
    cipher_effort: Scalar = _share("effort to read ciphers")
    publish: PerPartner = _share("whether papers read in secret are published", "published")
    dated_letters: Scalar = _share("share of the dated letters that is let through")
    posture: Scalar = quantity(
        "1", "public posture, from soft to hard", "published", minimum=-1.0, maximum=1.0
    )
    restraint: PerSector = _share("how far border troops may not answer fire", "office")
    patrols: PerSector = quantity("1", "density of patrols; 1 is usual", "office", minimum=0.0)
    talks: PerPartner = _share("whether we are ready to talk", "office")
    offer: PerPartnerClause = _share("how much of a clause may be put on the table")
    assignment: PerActivityMinistry = _share("which body commands the activity", "published")
    mobilisation_directorate: Scalar = _share("order over arms works across ministries", "office")
    # arms and industry
    military_share: Scalar = _share("share of metal and machine tools set aside for military uses")
    tautness: PerActivity = quantity("1", "target over visible capacity", minimum=0.0)
    target: PerActivity = quantity("unit/year", "output ordered for the year", minimum=0.0)
    conversion: PerLine = quantity(
        "1/month", "floor space of the works turned to this line", minimum=0.0, maximum=1.0
    )
    imported_part_share: PerComponent = _share("share of parts bought abroad")
    # village and bread
    procurement_share: Scalar = _share("quota over the estimated harvest", "office")
    procurement_quota: Scalar = quantity(
        "kt/year", "quota of the agricultural year; 0 leaves it to the share", minimum=0.0
    )
    coercion: Scalar = _share("force used in collecting grain")
    seed_protection: Scalar = _share("share of seed that collectors may not touch", "office")
    market_legal: Scalar = _share("whether farms may sell in town markets", "published")
    grain_export: Scalar = quantity("kt/month", "grain to be shipped abroad", minimum=0.0)
    exports_above_lists: Scalar = _share("whether exports are served before ration lists 2 and 3")
    reserve_fill: Scalar = quantity("kt/month", "grain to be locked away", minimum=0.0)
    reserve_release: Scalar = quantity("kt/month", "grain to be unlocked", minimum=0.0)
    grain_import: Scalar = quantity("kt/month", "grain to be bought abroad", minimum=0.0)
    ration_norm: PerRationList = quantity(
        "kg/month", "grain behind the cards of one head", "published", minimum=0.0
    )
    loans: PerRegion = quantity("kt/month", "seed and food lent to farms", "office", minimum=0.0)
    # people
    campaign: Scalar = quantity("1", "drive to join collective farms; 1 is normal", minimum=0.0)
    passports: Scalar = _share("how far settlement in towns is closed", "published")
    discipline: Scalar = _share("severity of rules against quitting", "published")
    recruitment: Scalar = quantity("kp/month", "organised hiring from farms", minimum=0.0)
    call_up_ceiling: Scalar = quantity("kp/month", "greatest call-up", minimum=0.0)
    staffing: PerGroup = quantity("kp", "posts to be filled", "office", minimum=0.0)
    # abroad
    import_programme: PerImportItem = quantity("MGR/month", "import orders wanted", minimum=0.0)
    credit_share: Scalar = _share("share of import orders bought on credit")
    other_exports: PerExportItem = quantity(
        "MGR/month", "exports other than grain, at opening prices", minimum=0.0
    )
    gold_sales: Scalar = quantity("t/month", "gold sold abroad", minimum=0.0)
    household_gold: Scalar = quantity("MGR/month", "gold bought from households", minimum=0.0)
    technology_funds: Scalar = quantity("MGR/month", "money for licences and missions", minimum=0.0)
    licence: PerDesign = _share("whether a licence is sought or kept in force")
    covert_effort: PerDesign = _share("effort to get a design past controls")
    specialists: PerDesign = quantity("person", "foreign specialists engaged", minimum=0.0)
    # building
    start: PerProject = _share("whether the site is under way", "published")
    deadline: PerProject = quantity("month", "months from the start of the run to the date set")
    rush: PerProject = _share("how far quality and safety give way to the date")
    political_start: PerProject = _share("whether the works is started on the date, ready or not")
    priority: PerProject = quantity("1", "weight in sharing builders and materials", minimum=0.0)
    # forces and money
    division_target: Scalar = quantity("division", "divisions to be had", minimum=0.0)
    deployment: PerEquipmentTheatre = _share("where new equipment goes")
    crew_training: Scalar = quantity("crew/month", "tank crews trained", minimum=0.0)
    disclosed_share: Scalar = _share("share of true defence outlay that is published")
    procurement_price: Scalar = quantity("rub/kg", "price paid for procured grain", "published")
    ration_price: Scalar = quantity("rub/kg", "price of rationed grain", "published")
    wage: PerGroup = quantity("rub/month", "mean wage", "published", minimum=0.0)
