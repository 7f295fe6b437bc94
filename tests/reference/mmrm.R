# Reference values for limen.analyse.mmrm. Run in this folder: Rscript mmrm.R
# R 4.2.2, nlme 3.1-162, lme4 1.1-31, lmerTest 3.1-3, pbkrtest 0.5.2 (Debian 12).
# mmrm_small.csv: 36 participants x 4 visits, two arms, intermittent gaps and dropout, made here.
suppressMessages({library(nlme); library(lmerTest); library(pbkrtest)})
set.seed(20261123)
n <- 36; visits <- 4
sigma <- outer(1:visits, 1:visits, function(s, t) 0.6^abs(s - t)) * 9 + 4
sigma <- diag(c(1, 1.1, 1.3, 1.5)) %*% sigma %*% diag(c(1, 1.1, 1.3, 1.5))
noise <- matrix(rnorm(n * visits), n) %*% chol(sigma)
data <- expand.grid(visit = 1:visits, id = 1:n)
data$arm <- as.integer(data$id %% 3 == 0)
data$base <- round(rnorm(n, 25, 5), 2)[data$id]
data$y <- round(5 + .3 * data$base - data$visit + data$arm * data$visit * .8 +
                noise[cbind(data$id, data$visit)], 2)
gone <- sample(c(2:visits, rep(visits + 1, 12)), n, TRUE)
data <- data[data$visit < gone[data$id] & runif(nrow(data)) > .06, c("id", "visit", "arm", "base", "y")]
write.csv(data, "mmrm_small.csv", row.names = FALSE, quote = FALSE)

data$v <- factor(data$visit)
model <- y ~ arm * v + base
control <- glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 500, apVar = FALSE)
models <- list(
  unstructured = list(corSymm(form = ~ visit | id), varIdent(form = ~ 1 | v)),
  heterogeneous_ar1 = list(corAR1(form = ~ visit | id), varIdent(form = ~ 1 | v)),
  heterogeneous_compound_symmetry = list(corCompSymm(form = ~ 1 | id), varIdent(form = ~ 1 | v)),
  ar1 = list(corAR1(form = ~ visit | id), NULL),
  compound_symmetry = list(corCompSymm(form = ~ 1 | id), NULL))
fits <- do.call(rbind, lapply(names(models), function(key) do.call(rbind, lapply(c("REML", "ML"), function(method) {
  m <- gls(model, data, correlation = models[[key]][[1]], weights = models[[key]][[2]], method = method,
           control = control)
  data.frame(covariance = key, method = tolower(method), log_likelihood = as.numeric(logLik(m)),
             term = names(coef(m)), estimate = coef(m), standard_error = sqrt(diag(m$varBeta)))
}))))
# gls multiplies the errors of an ML fit by sqrt(N / (N - p)); undone here
p <- length(unique(fits$term)); N <- nrow(data)
ml <- fits$method == "ml"
fits$standard_error[ml] <- fits$standard_error[ml] * sqrt((N - p) / N)
write.csv(format(fits, digits = 12), "mmrm_gls.csv", row.names = FALSE, quote = FALSE)

m <- lmer(y ~ arm * v + base + (1 | id), data,
          control = lmerControl(optCtrl = list(xtol_rel = 1e-12, xtol_abs = 1e-12, ftol_abs = 1e-14)))
s <- summary(m)$coefficients
k <- summary(m, ddf = "Kenward-Roger")$coefficients
out <- data.frame(term = rownames(s), estimate = s[, 1], standard_error = s[, 2], df = s[, 3],
                  kr_standard_error = k[, 2], kr_df = k[, 3])
write.csv(format(out, digits = 12), "mmrm_lmer.csv", row.names = FALSE, quote = FALSE)
L <- diag(length(fixef(m)))[grep("arm:v", names(fixef(m))), ]
st <- contestMD(m, L); kr <- KRmodcomp(m, L)$stats
joint <- data.frame(df = c("satterthwaite", "kenward_roger"), statistic = c(st[["F value"]], kr$Fstat),
  numerator_df = c(st$NumDF, kr$ndf), denominator_df = c(st$DenDF, kr$ddf), p = c(st[["Pr(>F)"]], kr$p.value))
write.csv(format(joint, digits = 12), "mmrm_joint.csv", row.names = FALSE, quote = FALSE)
