import type { CardValue, Script, ScriptStep } from '../card.ts'

/** The step with this id, or null. */
export function stepOf(script: Script, id: string | null): ScriptStep | null {
  return script.steps.find(step => step.id === id) ?? null
}

/**
 * Where the script goes from a step, by the answer to what the step asks: the first branch that
 * fits. A list of choices fits each of them; a checkbox is `true` or `false`.
 *
 * @returns the id of the next step, or null at the end.
 */
export function nextStepId(step: ScriptStep, answer: CardValue | undefined): string | null {
  const said = Array.isArray(answer) ? answer : answer === undefined ? [] : [String(answer)]
  const branch = step.next.find(({ when }) => when === null || said.includes(when))
  return branch?.to ?? null
}

/**
 * What to say at a step: `{column}` is replaced by the contact's data, and by nothing where there
 * is none.
 */
export function spoken(step: ScriptStep, data: Readonly<Record<string, string>>): string {
  return step.say.replaceAll(COLUMN, (_, column: string) =>
    Object.hasOwn(data, column) ? data[column]! : '',
  )
}

/** The columns that a text names as `{column}`. */
export function columnsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(COLUMN), match => match[1]!)
}

const COLUMN = /\{([^{}\r\n]+)\}/g

/** The steps that can be come to from the first one, by whatever answers. */
export function reachable(script: Script): ReadonlySet<string> {
  const seen = new Set<string>()
  const ahead = script.start === null ? [] : [script.start]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const step = seen.has(id) ? null : stepOf(script, id)
    if (step === null) continue
    seen.add(id)
    ahead.push(...step.next.map(branch => branch.to))
  }
  return seen
}
