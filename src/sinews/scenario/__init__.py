"""Scenario: tables in, numbers checked, a world to run out.

The public doors are `load.load_scenario`, `draw.draw` and `template.new_scenario`.
"""
