"""The parts of a protocol document, as frozen classes."""
