import { expect, test } from 'vitest'
import { ENGLISH } from '../../../src/cli/desk/english.ts'
import { RUSSIAN } from '../../../src/cli/desk/russian.ts'
import { cardLines, linesOf } from '../../../src/cli/desk/screen.ts'
import { NOTHING_SEEN } from '../../../src/cli/desk/seen.ts'

test('An operator is told that the call in hand is one that came in, and for what.', () => {
  const notice = { kind: 'incoming', campaign: 'spring', attempt: 'a' } as const
  const seen = NOTHING_SEEN
  expect(linesOf({ notice }, seen, ENGLISH)).toEqual([
    'Incoming call: somebody calls back about spring.',
  ])
  expect(linesOf({ notice }, seen, RUSSIAN)).toEqual([
    'Входящий вызов: вам перезванивает абонент кампании «spring».',
  ])
})

test('In place of a number that is withheld the card says so.', () => {
  const definition = { fields: [], script: { start: null, steps: [] } }
  const view = {
    campaign: 'spring',
    definition,
    dispositions: [],
    data: {},
    phone: '',
    answers: {},
  }
  const card = { attempt: 'a', phase: 'talking', view, answers: {} } as const
  expect(cardLines(card, ENGLISH)[0]).toBe(
    'You are talking to: somebody who withholds their number',
  )
  expect(cardLines(card, RUSSIAN)[0]).toBe('Вы говорите: номер скрыт')
})
