"""What is given: substances, interventions, arms, design, regimen, allocation, kits, blinding."""

from limen.protocol.document.treatment.allocation import (
    Allocation,
    BiasedCoin,
    BigStick,
    Complete,
    Minimisation,
    MinimisationFactor,
    PermutedBlocks,
    SelfDrawn,
    Urn,
)
from limen.protocol.document.treatment.arms import Arm
from limen.protocol.document.treatment.blinding import (
    BlindedParty,
    Blinding,
    EmergencyUnblinding,
)
from limen.protocol.document.treatment.designs import (
    Crossover,
    Design,
    NOf1,
    Observational,
    Parallel,
    SelfBlinded,
)
from limen.protocol.document.treatment.dose_levels import (
    DoseLevel,
    DoseLevels,
    DoseRule,
    TitrationStep,
)
from limen.protocol.document.treatment.interventions import (
    Active,
    ActivePlacebo,
    InactivePlacebo,
    Intervention,
    NoIntervention,
)
from limen.protocol.document.treatment.kits import BeforeKit, KitContent, Kits
from limen.protocol.document.treatment.phases import CarryOver, Periods, Phase
from limen.protocol.document.treatment.regimen import (
    Administration,
    EveryNDays,
    FixedWeekdays,
    ListedDays,
    OnOff,
    Regimen,
)
from limen.protocol.document.treatment.release import ReleaseCriterion
from limen.protocol.document.treatment.substances import AnyDose, Dose, DoseRange, Substance

__all__ = [
    "Active",
    "ActivePlacebo",
    "Administration",
    "Allocation",
    "AnyDose",
    "Arm",
    "BeforeKit",
    "BiasedCoin",
    "BigStick",
    "BlindedParty",
    "Blinding",
    "CarryOver",
    "Complete",
    "Crossover",
    "Design",
    "Dose",
    "DoseLevel",
    "DoseLevels",
    "DoseRange",
    "DoseRule",
    "EmergencyUnblinding",
    "EveryNDays",
    "FixedWeekdays",
    "InactivePlacebo",
    "Intervention",
    "KitContent",
    "Kits",
    "ListedDays",
    "Minimisation",
    "MinimisationFactor",
    "NOf1",
    "NoIntervention",
    "Observational",
    "OnOff",
    "Parallel",
    "Periods",
    "PermutedBlocks",
    "Phase",
    "Regimen",
    "ReleaseCriterion",
    "SelfBlinded",
    "SelfDrawn",
    "Substance",
    "TitrationStep",
    "Urn",
]
