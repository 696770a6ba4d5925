"""The world: one state per room, and what one month leaves for the next."""

import equinox as eqx

from sinews.core.arrays import (
    PerActivity,
    PerGood,
    PerGroup,
    PerLine,
    PerPartner,
    PerRationList,
    PerRegion,
    PerTheatre,
    Scalar,
)
from sinews.core.fields import quantity
from sinews.systems.borders import BordersFlows, BordersParams, BordersState
from sinews.systems.budget import BudgetFlows, BudgetParams, BudgetState
from sinews.systems.command import CommandFlows, CommandParams, CommandState, Levers
from sinews.systems.construction import ConstructionFlows, ConstructionParams, ConstructionState
from sinews.systems.diplomacy import DiplomacyFlows, DiplomacyParams, DiplomacyState
from sinews.systems.food import FoodFlows, FoodParams, FoodState
from sinews.systems.forces import ForcesFlows, ForcesParams, ForcesState
from sinews.systems.industry import IndustryFlows, IndustryParams, IndustryState
from sinews.systems.intelligence import IntelligenceFlows, IntelligenceParams, IntelligenceState
from sinews.systems.labour import LabourFlows, LabourParams, LabourState
from sinews.systems.organisation import OrganisationFlows, OrganisationParams, OrganisationState
from sinews.systems.surroundings import SurroundingsFlows, SurroundingsParams, SurroundingsState
from sinews.systems.technology import TechnologyFlows, TechnologyParams, TechnologyState
from sinews.systems.trade import TradeFlows, TradeParams, TradeState
from sinews.systems.war import WarFlows, WarParams, WarState


class LastMonth(eqx.Module):
    """Flows of the step before that run against the order of calls."""

    ration_fill: PerRationList = quantity("1", "ration issued over ration due", minimum=0.0)
    retained_grain: PerRegion = quantity("1", "grain kept per head over reference", minimum=0.0)
    excess_death_hazard_farm: PerRegion = quantity("1/month", "excess hazard, farms", minimum=0.0)
    excess_death_hazard: Scalar = quantity("1/month", "excess hazard, others", minimum=0.0)
    landed_grain: Scalar = quantity("kt/month", "grain imports on the quay", absent=0.0)
    landed_goods: PerGood = quantity("unit/month", "imports on the quay", absent=0.0)
    kolkhoz_exits: PerRegion = quantity("kp/month", "people leaving the kolkhoz", minimum=0.0)
    real_wage: PerGroup = quantity("1", "real wage over that of the opening", minimum=0.0)
    overhang: Scalar = quantity("1", "idle money over monthly sales", minimum=0.0)
    call_up_wanted: Scalar = quantity("kp/month", "men the forces ask for", minimum=0.0)
    made: PerActivity = quantity("unit/month", "good output", minimum=0.0)
    visible_capacity: PerActivity = quantity("unit/month", "tooled capacity", minimum=0.0)
    labour_wanted: PerGroup = quantity("kp", "posts that plans ask for", minimum=0.0)
    capacity_handed_over: PerLine = quantity("unit/month/month", "new capacity", absent=0.0)
    damage: PerLine = quantity("unit/month/month", "capacity lost by failure", absent=0.0)
    materials_wanted: PerGood = quantity("unit/month", "what building sites ask for", absent=0.0)
    receipts: Scalar = quantity("MGR/month", "earnings abroad", minimum=0.0)
    fulfilment: Scalar = quantity("1", "output over plan in value", minimum=0.0)
    force_ratio: PerTheatre = quantity("1", "our strength over theirs", minimum=0.0)
    combat_power: PerTheatre = quantity("dve", "our combat power", minimum=0.0)
    published_outlay: Scalar = quantity("M rub/month", "defence outlay as published", minimum=0.0)
    published_decrypts: PerPartner = quantity(
        "1", "whether papers read in secret were published", "published", absent=0.0
    )
    stood_firm: PerPartner = quantity("1", "how far fire was answered", "office", absent=0.0)
    concession: PerPartner = quantity("1", "value given away by agreement", "office", absent=0.0)
    interdictions: Scalar = quantity("1/month", "missions caught abroad", "published", absent=0.0)
    signed: PerPartner = quantity("1/month", "pacts signed", "published", absent=0.0)
    incidents_of_partner: PerPartner = quantity(
        "1/month", "border incidents", "office", minimum=0.0, absent=0.0
    )
    railway_sabotage: Scalar = quantity("1/month", "incidents on the railway", absent=0.0)
    secrets_acted_on: PerPartner = quantity(
        "1", "how far what was done showed that papers are read", minimum=0.0, absent=0.0
    )


class World(eqx.Module):
    """Everything that is carried from one month to the next."""

    surroundings: SurroundingsState
    intelligence: IntelligenceState
    command: CommandState
    organisation: OrganisationState
    diplomacy: DiplomacyState
    labour: LabourState
    industry: IndustryState
    food: FoodState
    trade: TradeState
    technology: TechnologyState
    construction: ConstructionState
    forces: ForcesState
    borders: BordersState
    budget: BudgetState
    war: WarState
    last: LastMonth


class Params(eqx.Module):
    """How every room behaves, and what is usually ordered; constant over a run."""

    usual: Levers
    surroundings: SurroundingsParams
    intelligence: IntelligenceParams
    command: CommandParams
    organisation: OrganisationParams
    diplomacy: DiplomacyParams
    labour: LabourParams
    industry: IndustryParams
    food: FoodParams
    trade: TradeParams
    technology: TechnologyParams
    construction: ConstructionParams
    forces: ForcesParams
    borders: BordersParams
    budget: BudgetParams
    war: WarParams


class Flows(eqx.Module):
    """Everything that moved in a month; rates per month."""

    surroundings: SurroundingsFlows
    intelligence: IntelligenceFlows
    command: CommandFlows
    organisation: OrganisationFlows
    diplomacy: DiplomacyFlows
    labour: LabourFlows
    industry: IndustryFlows
    food: FoodFlows
    trade: TradeFlows
    technology: TechnologyFlows
    construction: ConstructionFlows
    forces: ForcesFlows
    borders: BordersFlows
    budget: BudgetFlows
    war: WarFlows
