"""The parts of a scenario, each with what is learned of it and what is left open."""
