"""The results as text, for the validation page: nobody types a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Part = dict[str, Any]


def belief_alone(found: Part) -> str:
    """Bias of the raw contrast by formula and by rehearsal."""
    head = f"{'':34}{'by arm':>9}{'by all':>9}{'rehearsed':>11}{'error':>8}"
    lines = [
        f"{name:34}{one['by_arm']:9.4f}{one['by_rate_of_all']:9.4f}"
        f"{one['rehearsed_bias']:11.4f}{one['error']:8.4f}"
        for name, one in found.items()
    ]
    return "\n".join([head, *lines])


def power(found: Part) -> str:
    """Power by the noncentral t, by raw draws and by the exact route."""
    head = f"{'':24}{'expected':>10}{'raw':>9}{'error':>8}{'exact':>9}{'error':>8}"
    lines = [
        f"{name:24}{one['expected']:10.4f}{one['raw']:9.4f}{one['raw_error']:8.4f}"
        f"{one['exact']:9.4f}{one['exact_error']:8.4f}"
        for name, one in found.items()
    ]
    return "\n".join([head, *lines])


def blinding_indices(found: Part) -> str:
    """Indices of an endless study, expected of a small one, rehearsed; coverage of intervals."""
    head = f"{'':42}{'endless':>9}{'expected':>10}{'rehearsed':>11}{'error':>8}{'coverage':>10}"
    lines = [head]
    for name, rows in found.items():
        lines.append(name)
        lines += [
            f"  {one['label']:40}{one['endless']:9.4f}{one['expected']:10.4f}"
            f"{one['rehearsed']:11.4f}{one['error']:8.4f}{one['coverage']:10.3f}"
            for one in rows.values()
        ]
    return "\n".join(lines)


def counterexamples(found: Part) -> str:
    """By world and analysis: the report's number, and the rehearsal's with its error."""
    lines = [f"{'':38}{'table':>9}{'rehearsed':>11}{'error':>8}"]
    for name, rows in found["worlds"].items():
        lines += [
            f"{name:20}{key:18}{one['expected'] + 0.0:9.4f}{one['rehearsed']:11.4f}"
            f"{one['error']:8.4f}"
            for key, one in rows.items()
        ]
    return "\n".join(lines)


def behaviour(found: Part) -> str:
    """Bias, errors, coverage and size by world; a star marks what is not nominal."""
    head = (
        f"{'':42}{'truth':>8}{'bias':>9}{'emp. SE':>9}{'SE':>8}"
        f"{'coverage':>10}{'at zero':>9}{'size':>8}{'power':>7}{'failed':>8}"
    )
    return "\n".join([head, *_worlds(found)])


def _worlds(found: Part) -> Iterator[str]:
    for name, world in found.items():
        yield f"{name} ({world['replicates']} replicates): {world['assumed']}"
        for key, one in world["quantities"].items():
            if ".visit." not in key or key.split(".visit.")[0] not in world["quantities"]:
                yield _line(key, one, world["replicates"])


def _line(key: str, one: Part, replicates: int) -> str:
    def marked(name: str, text: str) -> str:
        return f"{text}{'*' if name in one['not_nominal'] else ' '}"

    size = "" if one["size"] is None else f"{one['size']:.3f}"
    return (
        f"  {key:40}{one['truth']:8.3f}{marked('bias', format(one['bias'], '8.3f'))}"
        f"{one['empirical_se']:9.3f}{one['model_se']:8.3f}"
        f"{marked('coverage', format(one['coverage'], '9.3f'))}"
        f"{marked('coverage with nothing', format(one['coverage_with_nothing'], '8.3f'))}"
        f"{marked('size', format(size, '>7'))}{one['power']:7.3f}{one['failed'] / replicates:8.3f}"
    )


def looks(found: Part) -> str:
    """The type I error of all planned looks together."""
    lines = [f"{'':34}{'boundary':10}{'error spent':>12}{'error':>8}"]
    for name, world in found.items():
        lines += [
            f"{name:34}{key:10}{one['error_spent']:12.4f}{one['monte_carlo_error']:8.4f}"
            for key, one in world["looks"].items()
        ]
    return "\n".join(lines)


def event_rates(found: Part) -> str:
    """Coverage and size of the exact limits of a ratio of rates."""
    lines = [f"{'':18}{'ratio':>7}{'geom. mean':>12}{'coverage':>10}{'rejected':>10}"]
    lines += [
        f"{name:18}{one['truth']:7.1f}{one['geometric_mean']:12.3f}{one['coverage']:10.3f}"
        f"{one['rejected']:10.3f}"
        for name, one in found.items()
    ]
    return "\n".join(lines)


def jump_to_reference(found: Part) -> str:
    """Jump-to-reference imputation for its own estimand."""
    return (
        f"{found['replicates']} replicates: truth {found['truth']:.3f}, mean {found['mean']:.3f} "
        f"({found['error']:.3f}), empirical SE {found['empirical_se']:.3f}, "
        f"SE {found['model_se']:.3f}, coverage {found['coverage']:.3f} "
        f"({found['monte_carlo_error']:.3f})"
    )
