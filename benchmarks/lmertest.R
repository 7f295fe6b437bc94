# Seconds of one lmerTest fit with its summary, from the formula on, and of one with Kenward-Roger.
#
#   Rscript benchmarks/lmertest.R DATA.csv "y ~ a + b + (1 | id)" REPEATS
#
# Prints `satterthwaite MEDIAN FASTEST`, then `coefficient ESTIMATE SE DF T P` per fixed effect,
# then, where pbkrtest is installed, `kenward_roger MEDIAN FASTEST` and its coefficients.
# Starting R, reading the file and a first fit to warm up are not counted.
suppressMessages({library(lme4); library(lmerTest)})
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1]); model <- as.formula(arguments[2]); repeats <- as.integer(arguments[3])
clock <- function() as.numeric(Sys.time())  # to the microsecond; system.time stops at 1 ms
report <- function(name, times, run) {
  found <- run()
  seconds <- sapply(seq_len(times), function(i) { from <- clock(); run(); clock() - from })
  cat(name, median(seconds), min(seconds), "\n")
  table <- format(coef(found), digits = 15, scientific = TRUE)
  for (i in seq_len(nrow(table))) cat("coefficient", table[i, ], "\n")
}
report("satterthwaite", repeats, function() summary(lmer(model, data)))
if (requireNamespace("pbkrtest", quietly = TRUE)) {
  report("kenward_roger", max(3, repeats %/% 5),
         function() summary(lmer(model, data), ddf = "Kenward-Roger"))
}
