"""The names of the axes, one sentence each.

Members of a scenario axis come from the scenario's `axes.csv`; members of a fixed axis
belong to the equations and stand here. The run is always the last axis and has no members.
"""

SCENARIO_AXES = {
    "region": "a part of the country with its own fields, farms and weather",
    "good": "a material or part that is kept in stock and used by activities",
    "activity": "a way of making something: one recipe",
    "input": "one good that one activity uses",
    "plant": "a works or a block of works",
    "line": "the shop of one plant that carries out one activity",
    "project": "a building site that hands capacity to a line",
    "design": "a weapon or engine that must be learned before it is made in series",
    "component": "a part whose quality decides how many finished vehicles are accepted",
    "group": "people who do not farm, by what they do",
    "ration_list": "a class of supply with bread cards",
    "theatre": "where forces stand",
    "equipment": "a class of arms held by the forces",
    "creditor": "who lends abroad",
    "export_item": "what is sold abroad",
    "import_item": "what is bought abroad",
    "partner": "a foreign state with intentions, forces and relations",
    "coalition": "states that might make war together, under a leader",
    "informant": "a kind of source of the intelligence services",
    "channel": "one informant reporting on one partner",
    "sector": "a stretch of the border",
    "clause": "a point on which talks turn",
    "veto": "one partner's hold over the signature of another",
    "spill": "what an agreement with one partner costs with another",
    "ministry": "a body that commands activities",
    "war_plan": "a set of forces that the staff holds necessary for one war",
}

FIXED_AXES = {
    "month_of_year": (
        *("jan", "feb", "mar", "apr", "may", "jun"),
        *("jul", "aug", "sep", "oct", "nov", "dec"),
    ),
    "season": ("winter", "spring"),
    "farm_kind": ("kolkhoz", "individual", "state_farm"),
    "draught_kind": ("horse", "tractor"),
    "priority_class": (
        "defence",
        "power_and_fuel",
        "metal",
        "machines",
        "building",
        "exports",
        "light",
        "final",
    ),
    "role": ("scrap", "machine_tools", "tractors", "wagons", "consumer_goods"),
    "account": ("town", "village", "enterprises", "state"),
    "month_due": tuple(str(month) for month in range(1, 32)),
    "stage": ("1", "2", "3"),
    "intention": ("dormant", "contingent", "preparing_1", "preparing_2", "preparing_3"),
    "statement": ("calm", "conditional", "preparing", "date"),
    "topic": ("military", "motives", "emigres", "economy"),
    "pact_stage": ("none", "talks", "drafted", "signed", "ratified"),
    "month_back": tuple(str(month) for month in range(1, 13)),
    "incident_kind": ("air", "ground", "fishing", "railway"),
}

AXES = {**SCENARIO_AXES, **dict.fromkeys(FIXED_AXES, "fixed by the equations")}

RUN = "run"
MONTH = "month"
