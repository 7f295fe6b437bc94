# Seconds of one lmerTest fit with its summary, and of one with Kenward-Roger.
#
#   Rscript benchmarks/lmertest.R DATA.csv "y ~ a + b + (1 | id)" REPEATS
suppressMessages({library(lme4); library(lmerTest)})
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1]); model <- as.formula(arguments[2]); repeats <- as.integer(arguments[3])
seconds <- function(times, run) median(sapply(seq_len(times), function(i) system.time(run(), gcFirst = FALSE)[["elapsed"]]))
invisible(summary(lmer(model, data)))  # warm up
cat(seconds(repeats, function() summary(lmer(model, data))), "\n")
if (requireNamespace("pbkrtest", quietly = TRUE)) {
  cat(seconds(max(3, repeats %/% 5), function() summary(lmer(model, data), ddf = "Kenward-Roger")), "\n")
}
