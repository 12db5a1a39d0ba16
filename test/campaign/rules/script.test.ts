import { describe, expect, it } from 'vitest'
import type { Script, ScriptStep } from '../../../src/campaign/card.ts'
import {
  columnsIn,
  nextStepId,
  reachable,
  spoken,
  stepOf,
} from '../../../src/campaign/rules/script.ts'

const step = (id: string, over: Partial<ScriptStep> = {}): ScriptStep => ({
  id,
  say: '',
  ask: null,
  next: [],
  ...over,
})
const asks = step('asks', {
  ask: 'answer',
  next: [
    { when: 'yes', to: 'good' },
    { when: 'true', to: 'ticked' },
    { when: null, to: 'other' },
  ],
})

describe('A script', () => {
  it('goes on by the first branch that fits the answer', () => {
    expect(nextStepId(asks, 'yes')).toBe('good')
    expect(nextStepId(asks, 'no')).toBe('other')
    expect(nextStepId(asks, true)).toBe('ticked')
    expect(nextStepId(asks, ['no', 'yes'])).toBe('good')
    expect(nextStepId(asks, undefined)).toBe('other')
  })

  it('ends where no branch fits', () => {
    expect(nextStepId(step('end'), 'yes')).toBeNull()
    expect(nextStepId({ ...asks, next: asks.next.slice(0, 1) }, 'no')).toBeNull()
  })

  it('says the data of the contact, and nothing where there is none', () => {
    const hello = step('hello', { say: 'Hello {first name}, {name}{toString}!' })
    expect(spoken(hello, { 'first name': 'Ада', name: '$&' })).toBe('Hello Ада, $&!')
    expect(columnsIn(hello.say)).toEqual(['first name', 'name', 'toString'])
  })

  it('knows the steps that can be come to, around loops as well', () => {
    const script: Script = {
      start: 'a',
      steps: [
        step('a', { next: [{ when: null, to: 'b' }] }),
        step('b', {
          next: [
            { when: 'x', to: 'a' },
            { when: null, to: 'nowhere' },
          ],
        }),
        step('island', { next: [{ when: null, to: 'a' }] }),
      ],
    }
    expect([...reachable(script)]).toEqual(['a', 'b'])
    expect(stepOf(script, 'b')?.id).toBe('b')
    expect(stepOf(script, 'nowhere')).toBeNull()
  })
})
