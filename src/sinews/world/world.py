"""The world: one state per room, and what one month leaves for the next."""

import equinox as eqx

from sinews.core.arrays import (
    PerActivity,
    PerGood,
    PerGroup,
    PerLine,
    PerRationList,
    PerRegion,
    PerTheatre,
    Scalar,
)
from sinews.core.fields import quantity
from sinews.systems.budget import BudgetFlows, BudgetParams, BudgetState
from sinews.systems.command import CommandFlows, CommandParams, CommandState, Levers
from sinews.systems.construction import ConstructionFlows, ConstructionParams, ConstructionState
from sinews.systems.food import FoodFlows, FoodParams, FoodState
from sinews.systems.forces import ForcesFlows, ForcesParams, ForcesState
from sinews.systems.industry import IndustryFlows, IndustryParams, IndustryState
from sinews.systems.labour import LabourFlows, LabourParams, LabourState
from sinews.systems.surroundings import SurroundingsFlows, SurroundingsParams, SurroundingsState
from sinews.systems.technology import TechnologyFlows, TechnologyParams, TechnologyState
from sinews.systems.trade import TradeFlows, TradeParams, TradeState


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


class World(eqx.Module):
    """Everything that is carried from one month to the next."""

    surroundings: SurroundingsState
    command: CommandState
    labour: LabourState
    industry: IndustryState
    food: FoodState
    trade: TradeState
    technology: TechnologyState
    construction: ConstructionState
    forces: ForcesState
    budget: BudgetState
    last: LastMonth


class Params(eqx.Module):
    """How every room behaves, and what is usually ordered; constant over a run."""

    usual: Levers
    surroundings: SurroundingsParams
    command: CommandParams
    labour: LabourParams
    industry: IndustryParams
    food: FoodParams
    trade: TradeParams
    technology: TechnologyParams
    construction: ConstructionParams
    forces: ForcesParams
    budget: BudgetParams


class Flows(eqx.Module):
    """Everything that moved in a month; rates per month."""

    surroundings: SurroundingsFlows
    command: CommandFlows
    labour: LabourFlows
    industry: IndustryFlows
    food: FoodFlows
    trade: TradeFlows
    technology: TechnologyFlows
    construction: ConstructionFlows
    forces: ForcesFlows
    budget: BudgetFlows
