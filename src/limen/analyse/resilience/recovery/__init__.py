"""Recovery: the course of problems after stressors."""
