"""The monitor's pages and the board's open report, drawn; the numbers are core's."""
