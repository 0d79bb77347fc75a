import { didYouMean, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "Operations name somebody who is not among the plan's people",
  *check({ plan: { operations, people } }) {
    const known = Object.keys(people)
    const named: [(string | number)[], string | undefined][] = [
      ...Object.entries(operations.owners).flatMap(([system, { first, second }]): [string[], string | undefined][] => [
        [["operations", "owners", system, "first"], first],
        [["operations", "owners", system, "second"], second],
      ]),
      ...operations.onCall.map((person, index): [(string | number)[], string] => [["operations", "onCall", index], person]),
    ]
    for (const [path, person] of named)
      if (person !== undefined && !known.includes(person)) yield { path, message: `nobody is called "${person}" in people`, help: didYouMean(person, known) }
  },
}
