"""Planned models and tests of many replicates: mixed models, MMRM, re-randomisation, imputation."""
