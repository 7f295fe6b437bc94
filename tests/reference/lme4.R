# Generated data sets and what R says about them: writes lme4_data.csv and lme4_results.csv.
#
#   Rscript tests/reference/lme4.R tests/reference
#
# Run with R 4.2.2, lme4 1.1-31, lmerTest 3.1-3, pbkrtest 0.5.2, emmeans 1.8.4-1, nlme 3.1-162.
# Continuous integration does not run it; the two CSV files are committed.
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest); library(emmeans); library(nlme)})
folder <- commandArgs(trailingOnly = TRUE)[1]
set.seed(20261123)
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-11, maxfun = 1e6),
                     check.conv.singular = "ignore", calc.derivs = TRUE)
results <- list()
put <- function(set, quantity, term, value)
  results[[length(results) + 1]] <<- data.frame(set, quantity, term, value = signif(value, 13))

tables <- function(set, m, data, joint) {
  s <- summary(m); k <- summary(m, ddf = "Kenward-Roger")
  for (q in c("Estimate", "Std. Error", "df")) put(set, paste0("satterthwaite ", q), rownames(s$coef), s$coef[, q])
  for (q in c("Std. Error", "df")) put(set, paste0("kenward_roger ", q), rownames(k$coef), k$coef[, q])
  put(set, "sigma", "", sigma(m)); put(set, "logLik", "", as.numeric(logLik(m)))
  L <- diag(length(fixef(m)))[joint, , drop = FALSE]
  for (ddf in c("Satterthwaite", "Kenward-Roger")) {
    test <- contestMD(m, L, ddf = ddf)
    put(set, paste("joint", ddf, "F"), "", test[["F value"]])
    put(set, paste("joint", ddf, "df"), "", test[["DenDF"]])
  }
  put(set, "blup", rownames(ranef(m)[[1]]), ranef(m)[[1]][, 1])
}

# 1. Random intercept, 24 people with 1 to 6 rows, two arms, a three-level guess, a covariate.
n <- sample(1:6, 24, replace = TRUE)
one <- data.frame(set = "unbalanced", id = rep(seq_along(n), n))
one$occasion <- unlist(lapply(n, seq_len))
one$arm <- ifelse(one$id %% 2 == 0, "microdose", "placebo")
one$guess <- sample(c("placebo", "microdose", "dont_know"), nrow(one), replace = TRUE, prob = c(.5, .3, .2))
one$x <- round(rnorm(24, 50, 10), 1)[one$id]
one$y <- round(100 + 2 * (one$arm == "microdose") + 3 * (one$guess == "microdose") + .1 * one$x +
               rnorm(24, 0, 2)[one$id] + rnorm(nrow(one), 0, 3), 3)
one$arm <- factor(one$arm, c("placebo", "microdose")); one$guess <- factor(one$guess, c("placebo", "microdose", "dont_know"))
m <- lmer(y ~ arm * guess + x + (1 | id), one, control = tight)
tables("unbalanced", m, one, 5:6 + 1); put("unbalanced", "tau", "", sqrt(unlist(VarCorr(m))[1]))
ml <- lmer(y ~ arm * guess + x + (1 | id), one, REML = FALSE, control = tight); s <- summary(ml)$coef
put("unbalanced", "ml Estimate", rownames(s), s[, "Estimate"]); put("unbalanced", "ml Std. Error", rownames(s), s[, "Std. Error"])
put("unbalanced", "ml df", rownames(s), s[, "df"]); put("unbalanced", "ml logLik", "", as.numeric(logLik(ml)))
for (by in list("guess", "arm")) {
  for (ddf in c("satterthwaite", "kenward-roger")) {
    specs <- if (by == "guess") "arm" else "guess"
    e <- emmeans(m, specs, by = by, lmer.df = ddf)
    d <- as.data.frame(e); label <- paste(d[[specs]], d[[by]], sep = "|")
    put("unbalanced", paste("emmean", specs, ddf), label, d$emmean); put("unbalanced", paste("emmean se", specs, ddf), label, d$SE)
    put("unbalanced", paste("emmean df", specs, ddf), label, d$df)
    d <- as.data.frame(contrast(e, "revpairwise")); label <- paste(d$contrast, d[[by]], sep = "|")
    put("unbalanced", paste("difference", specs, ddf), label, d$estimate); put("unbalanced", paste("difference se", specs, ddf), label, d$SE)
    put("unbalanced", paste("difference df", specs, ddf), label, d$df)
  }
}
d <- as.data.frame(emmeans(m, "arm")); put("unbalanced", "emmean overall", as.character(d$arm), d$emmean)

# 2. Random intercept and slope, 20 people with 3 to 6 occasions.
n <- sample(3:6, 20, replace = TRUE)
two <- data.frame(set = "slopes", id = rep(seq_along(n), n)); two$occasion <- unlist(lapply(n, seq_len))
two$arm <- factor(ifelse(two$id %% 2 == 0, "microdose", "placebo"), c("placebo", "microdose")); two$guess <- "placebo"
two$x <- two$occasion - 1 + round(runif(nrow(two), 0, .3), 2)
two$y <- round(20 + (two$arm == "microdose") * two$x * .8 + rnorm(20, 0, 2)[two$id] + rnorm(20, 0, .9)[two$id] * two$x + rnorm(nrow(two)), 3)
m <- lmer(y ~ arm * x + (x | id), two, control = tight)
tables("slopes", m, two, c(2, 4)); v <- VarCorr(m)$id
put("slopes", "D", c("11", "21", "22"), c(v[1, 1], v[2, 1], v[2, 2])); put("slopes", "blup slope", rownames(ranef(m)$id), ranef(m)$id[, 2])

# 3. Rows of a person that repel each other: compound symmetry with a negative correlation.
three <- data.frame(set = "repelling", id = rep(1:20, each = 3), occasion = rep(1:3, 20))
three$arm <- factor(ifelse(three$id %% 2 == 0, "microdose", "placebo"), c("placebo", "microdose")); three$guess <- "placebo"; three$x <- round(rnorm(60), 2)
e <- matrix(rnorm(60), 3); three$y <- round(10 + as.vector(e - .8 * matrix(colMeans(e), 3, 20, byrow = TRUE)) + .5 * (three$arm == "microdose"), 3)
three <- three[-c(5, 17, 18, 40), ]
g <- gls(y ~ arm + x + factor(occasion), three, correlation = corCompSymm(form = ~ 1 | id),
         control = glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 500))
s <- summary(g)$tTable
put("repelling", "Estimate", rownames(s), s[, "Value"]); put("repelling", "Std. Error", rownames(s), s[, "Std.Error"])
put("repelling", "logLik", "", as.numeric(logLik(g))); put("repelling", "rho", "", coef(g$modelStruct$corStruct, unconstrained = FALSE))

# 4. Two-period crossover, complete but for two rows.
four <- data.frame(set = "crossover", id = rep(1:16, each = 2), occasion = rep(1:2, 16))
order <- rep(c(0, 1), 8)[four$id]; active <- (four$occasion - 1 + order) %% 2
four$arm <- factor(ifelse(active == 1, "microdose", "placebo"), c("placebo", "microdose")); four$guess <- "placebo"; four$x <- 0
four$y <- round(50 + 3 * active + 1.5 * (four$occasion == 2) + rnorm(16, 0, 4)[four$id] + rnorm(32, 0, 2), 3)
four <- four[-c(6, 31), ]
m <- lmer(y ~ arm + factor(occasion) + (1 | id), four, control = tight)
tables("crossover", m, four, 2:3); put("crossover", "tau", "", sqrt(unlist(VarCorr(m))[1]))

write.csv(rbind(one, two, three, four), file.path(folder, "lme4_data.csv"), row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, results), file.path(folder, "lme4_results.csv"), row.names = FALSE, quote = FALSE)
