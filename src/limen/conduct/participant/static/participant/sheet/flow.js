/** Which question comes next: the order, the conditions, the checks. Nothing here knows the page. */

import { parseRule } from "../rules.js";
import { fault, isSettled, valueOf } from "./answers.js";

/** All questions and checks of a questionnaire (as `as_json` gives it), with their rules parsed. */
export function prepare(questionnaire) {
  const { sections, context = {} } = questionnaire;
  const questions = sections.flatMap((section) =>
    section.questions.map((question) => ({
      ...question,
      section: section.id,
      condition: question.asked_if === null ? null : parseRule(question.asked_if, question.key),
    })),
  );
  const checks = sections.flatMap((section) =>
    section.checks.map((check) => ({ ...check, condition: parseRule(check.rule, check.key) })),
  );
  return { questions, checks, context };
}

/** The result of a rule; null where it cannot be evaluated, for the server to say so. */
function outcome(rule, values) {
  try {
    return rule.evaluate(values);
  } catch {
    return null;
  }
}

/**
 * The questions that are asked on these entries, and the values behind it.
 *
 * A question is asked unless its condition is false. One that is not asked counts as skipped for
 * the questions after it, as on the server; an answer that it had before is not sent (`unasked`).
 */
export function look({ questions, context }, entries) {
  const values = { ...context };
  for (const question of questions) values[question.key] = valueOf(question, entries);
  const asked = [];
  for (const question of questions) {
    const asks = question.condition === null || outcome(question.condition, values) !== false;
    if (asks) asked.push(question);
    else values[question.key] = { state: question.unasked };
  }
  return { asked, values };
}

/** The form's fields of questions that are not asked: who cannot see an answer does not send it. */
export function unasked(sheet, entries) {
  const { asked } = look(sheet, entries);
  const others = sheet.questions.filter((question) => !asked.includes(question));
  return others.flatMap((question) => [question.key, question.declines]);
}

/** The question after one (or the first), or null at the end; the one left may be asked no more. */
export function following(sheet, entries, key) {
  const order = sheet.questions.map((question) => question.key);
  const at = key === null ? -1 : order.indexOf(key);
  const { asked } = look(sheet, entries);
  return asked.find((question) => order.indexOf(question.key) > at) ?? null;
}

/** The question before one (or before the end), or null at the beginning. */
export function preceding(sheet, entries, key) {
  const order = sheet.questions.map((question) => question.key);
  const at = key === null ? order.length : order.indexOf(key);
  const { asked } = look(sheet, entries);
  return asked.findLast((question) => order.indexOf(question.key) < at) ?? null;
}

/** Where a question stands among those asked: `{number, of}`; the end is the last of all. */
export function progress(sheet, entries, key) {
  const { asked } = look(sheet, entries);
  const at = asked.findIndex((question) => question.key === key);
  return { number: at < 0 ? asked.length : at + 1, of: asked.length };
}

/** What is wrong at a question: a fault of its own, the words of a check that fails, or null. */
export function problem(sheet, entries, key) {
  const question = sheet.questions.find((one) => one.key === key);
  const own = fault(question, entries);
  if (own !== null) return { fault: own };
  const { values } = look(sheet, entries);
  const failed = sheet.checks.find(
    (check) => check.key === key && outcome(check.condition, values) === false,
  );
  return failed ? { words: failed.words } : null;
}

/** The questions that are asked and have no answer that could be sent. */
export function open(sheet, entries) {
  return look(sheet, entries).asked.filter((question) => problem(sheet, entries, question.key));
}

/** Whether anything was answered at all. */
export function isBegun({ questions }, entries) {
  return questions.some((question) => isSettled(question, entries));
}
