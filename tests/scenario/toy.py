"""Toy rooms and a tiny package that fills them."""

import json
from pathlib import Path

import equinox as eqx

from sinews.core.arrays import PerActivity, PerRegion, PerRegionSeason, Scalar
from sinews.core.fields import link, quantity
from sinews.scenario.schema import Classes


class FarmState(eqx.Module):
    grain: PerRegion = quantity("kt", "grain in farm stores", minimum=0.0)
    herd: Scalar = quantity("1", "herd over that of 1929", minimum=0.0)


class FarmParams(eqx.Module):
    spoilage: PerRegion = quantity("1/month", "share lost in store", minimum=0.0, maximum=1.0)
    sown: PerRegionSeason = quantity("kha", "land sown by season", minimum=0.0)
    price: Scalar = quantity("rub/kg", "price of grain", minimum=0.0)
    neighbour: tuple[int, ...] = link("region", "region", "where farms sell what is left")


class WorksPlan(eqx.Module):
    wanted: Scalar = quantity("t/month", "steel wanted", minimum=0.0)


class WorksState(eqx.Module):
    stock: Scalar = quantity("t", "steel in store", minimum=0.0)
    orders: WorksPlan


class WorksParams(eqx.Module):
    labour: PerActivity = quantity("kwm/kt", "work per kilotonne", minimum=0.0, absent=2.0)


class Last(eqx.Module):
    hunger: Scalar = quantity("1", "hunger of the month before", minimum=0.0)


class World(eqx.Module):
    farm: FarmState
    works: WorksState
    last: Last


class Params(eqx.Module):
    farm: FarmParams
    works: WorksParams


class FarmFlows(eqx.Module):
    eaten: PerRegion = quantity("kt/month", "grain eaten")


class Flows(eqx.Module):
    farm: FarmFlows


class Outside(eqx.Module):
    threat: Scalar = quantity("1", "threat", minimum=0.0, maximum=1.0)
    weather_given: PerRegion = quantity("sd", "weather; open where drawn")


class Levers(eqx.Module):
    share: Scalar = quantity("1", "share of the harvest", minimum=0.0, maximum=1.0)
    loans: PerRegion = quantity("kt/month", "loans of grain", minimum=0.0)
    sowing: PerRegionSeason = quantity("kha", "land to be sown", minimum=0.0)


CLASSES = Classes(World, Params, Outside, Levers, Flows)

_TAIL = "value,unit,low,high,prior,source,locator,grade,note"

FILES = {
    "scenario.toml": """\
name = "toyland"
title = "A toy country"
start = "1931-01"
months = 24
months_limit = 36
default_orders = "history"

[switches]
ratchet = "off"
""",
    "sources.json": json.dumps(
        [
            {"id": "YEARBOOK", "type": "book", "title": "Yearbook"},
            {"id": "ASM", "type": "document", "title": "Assumption"},
        ]
    ),
    "axes.csv": """\
axis,member,title,note
region,north,The North,
region,south,The South,
activity,smelt,Smelting,
activity,roll,Rolling,
""",
    "farm.csv": f"""\
field,region,season,{_TAIL}
grain,north,,120,kt,100,150,lognormal,YEARBOOK,p. 3,C,
grain,south,,80000,t,70000,90000,normal,YEARBOOK,p. 3,C,in tonnes
herd,,,0.62,1,,,fixed,YEARBOOK,p. 4,C,
spoilage,,,0.02,1/month,0.005,0.04,beta,ASM,judgement,A,one draw for all
sown,north,winter,300,kha,250,350,uniform,YEARBOOK,p. 5,R,
sown,north,spring,500,kha,,,fixed,YEARBOOK,p. 5,R,
sown,south,,400,kha,,,fixed,YEARBOOK,p. 5,R,both seasons
price,,,60,rub/t,,,fixed,YEARBOOK,p. 6,S,
neighbour,north,,south,member,,,fixed,ASM,judgement,A,
neighbour,south,,none,member,,,fixed,ASM,judgement,A,
""",
    "works.csv": f"""\
field,activity,{_TAIL}
stock,,50,t,40,60,normal,YEARBOOK,p. 9,C,
orders.wanted,,5,t/month,,,fixed,ASM,judgement,A,
labour,roll,3,kwm/kt,2,5,lognormal,ASM,judgement,A,
""",
    "world.csv": f"""\
field,{_TAIL}
hunger,0.1,1,,,fixed,ASM,judgement,A,
""",
    "switches.csv": f"""\
switch,option,field,label,{_TAIL}
ratchet,off,,,,,,,,,,,what was made is not asked for again
ratchet,on,works.orders.wanted,,8,t/month,6,11,lognormal,ASM,judgement,A,what was made is asked for
storage,sound,,,,,,,,,,,as the tables have it
storage,leaky,farm.spoilage,south,0.3,1/month,0.2,0.4,beta,ASM,judgement,A,roofs leak in the south
storage,leaky,farm.neighbour,north,none,member,,,fixed,ASM,judgement,A,nobody buys wet grain
storage,rotten,farm.spoilage,,50,percent/month,40,60,normal,YEARBOOK,p. 12,R,roofs leak everywhere
""",
    "outside.csv": """\
lever,label,month,value,unit,low,high,prior,source,locator,grade,note
threat,,1931-01,0.07,1,0.03,0.12,lognormal,ASM,judgement,A,
threat,,1931-09,0.30,1,0.2,0.5,beta,ASM,judgement,A,
weather_given,north,1931-01,-1,sd,,,fixed,YEARBOOK,p. 1,C,
weather_given,north,1932-01,open,sd,,,,ASM,judgement,A,
""",
    "orders/history.csv": """\
lever,label,month,value,unit,source,locator,grade,note
share,,1931-01,0.34,1,YEARBOOK,p. 7,C,
share,,1931-10,30,percent,YEARBOOK,p. 7,C,cut
share,,1932-06,open,1,ASM,judgement,A,
loans,,1931-03,0,kt/month,ASM,judgement,A,
loans,south,1931-04,25,kt/month,YEARBOOK,p. 8,R,
loans,south,1931-07,0,kt/month,YEARBOOK,p. 8,R,
sowing,north;winter,1931-08,310,kha,YEARBOOK,p. 8,R,
""",
    "orders/cautious.csv": """\
lever,label,month,value,unit,source,locator,grade,note
extends,history,,,,,,,
share,,1931-06,0.2,1,ASM,judgement,A,
share,,1931-12,base,1,ASM,judgement,A,
""",
    "facts.csv": """\
id,series,period_start,period_end,value,unit,low,high,role,source,locator,grade,quote,note
F1,eaten,1931,1931,150,kt,140,170,checked,YEARBOOK,p. 2,C,,
F2,,1931-09-18,1931-09-18,1931-09-18,date,,,dated,YEARBOOK,p. 2,C,,
F3,,,,hard times,,,,text,YEARBOOK,p. 2,C,hard times,
""",
    "observables.csv": """\
series,variable,select,aggregation,unit,factor,threshold,over,over_select,reason,note
eaten,farm.eaten,region=north|south,sum,kt,,,,,,
coal,,,,,,,,,no coal in the toy,
""",
    "events.csv": """\
date,title,secrecy,source,locator,grade,id,kind,cause,note
1932-02-01,A furnace is lit,published,YEARBOOK,p. 9,C,E2,works,,
1931-09-18,War next door,office,YEARBOOK,p. 9,C,E1,abroad,,
""",
}


def describe(files: dict[str, str]) -> str:
    """Return the descriptor of a package."""
    tables = sorted(name for name in files if name.endswith(".csv"))
    resources = [{"name": name[:-4].replace("/", "-"), "path": name} for name in tables]
    return json.dumps({"name": "toyland", "resources": resources}, indent=1)


def write_package(folder: Path, files: dict[str, str]) -> Path:
    """Write a package, its descriptor included unless it is given."""
    for name, text in ({"datapackage.json": describe(files)} | files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
