import { expect, test } from 'vitest'
import { ENGLISH } from '../../../src/cli/desk/english.ts'
import { RUSSIAN } from '../../../src/cli/desk/russian.ts'
import { linesOf } from '../../../src/cli/desk/screen.ts'
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
