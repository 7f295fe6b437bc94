"""What figures are drawn on: scales, ticks, text, series, frames and labelled rows."""
