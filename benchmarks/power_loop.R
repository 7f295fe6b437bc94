# Seconds per replicate of the power loop that people write with lmerTest.
#
#   Rscript benchmarks/power_loop.R PEOPLE VISITS REPLICATES EFFECT TAU SIGMA
#
# Each replicate draws a trial (half the people in each arm), fits y ~ arm + (1 | id) and reads the
# p-value with Satterthwaite degrees of freedom. Prints `SECONDS_PER_REPLICATE POWER`.
suppressMessages({library(lme4); library(lmerTest)})
a <- as.numeric(commandArgs(trailingOnly = TRUE))
people <- a[1]; visits <- a[2]; replicates <- a[3]; effect <- a[4]; tau <- a[5]; sigma <- a[6]
id <- rep(seq_len(people), each = visits); arm <- rep(rep(0:1, length.out = people), each = visits)
one <- function() {
  d <- data.frame(id, arm, y = effect * arm + rep(rnorm(people, 0, tau), each = visits) +
                    rnorm(people * visits, 0, sigma))
  coef(summary(lmer(y ~ arm + (1 | id), d)))["arm", "Pr(>|t|)"]
}
set.seed(20261125); invisible(one())
from <- as.numeric(Sys.time())
p <- suppressMessages(replicate(replicates, one()))
cat((as.numeric(Sys.time()) - from) / replicates, mean(p < 0.05), "\n")
