"""The sections of a report, in the order in which `render` puts them."""
