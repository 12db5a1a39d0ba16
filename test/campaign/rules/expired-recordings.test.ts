import { expect, it } from 'vitest'
import { hours } from '../../../src/base/duration.ts'
import { expiredRecordings } from '../../../src/campaign/rules/expired-recordings.ts'
import { recordingPattern } from '../../../src/campaign/rules/recording-file.ts'

const NOW = Date.UTC(2026, 2, 2)
const ATTEMPT = '0193f2a4-0000-7000-8000-000000000001'

it('Only files that are named as recordings and were kept for long enough are deleted.', () => {
  const found = [
    [`2026-01-01/demo/1-${ATTEMPT}.wav`, 25],
    [`2026-01-01/demo/2-${ATTEMPT}-3.wav`, 25],
    [`2026-01-01/demo/3-${ATTEMPT}.wav`, 24],
    [`2026-01-01/demo/1-${ATTEMPT}.wav.bak`, 25],
    [`2026-01-01/other/1-${ATTEMPT}.wav`, 25],
    [`demo/1-${ATTEMPT}.wav`, 25],
    ['2026-01-01/demo/1-minutes.wav', 25],
    ['family/song.wav', 5000],
  ] as const
  const files = found.map(([path, age]) => ({ path, writtenAt: NOW - hours(age) }))
  const pattern = recordingPattern('{date}/{campaign}/{contact}-{attempt}.wav', 'demo')
  expect(expiredRecordings(files, pattern, hours(24), NOW)).toEqual([
    { path: `2026-01-01/demo/1-${ATTEMPT}.wav`, attempt: ATTEMPT },
    { path: `2026-01-01/demo/2-${ATTEMPT}-3.wav`, attempt: ATTEMPT },
  ])
})
