import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  RECORDING_FILE,
  recordingFile,
  recordingFileProblem,
  recordingPattern,
} from '../../../src/campaign/rules/recording-file.ts'

const ATTEMPT = '0193f2a4-0000-7000-8000-000000000001'
const CALL = {
  at: Date.UTC(2026, 2, 1, 23, 30, 9),
  zone: 'Europe/Berlin',
  campaign: 'demo',
  contact: 17,
  attempt: ATTEMPT,
  part: 1,
}

describe('The file of a recording', () => {
  it('is named by the local day, the campaign, the contact and the attempt', () => {
    expect(recordingFile(RECORDING_FILE, CALL)).toBe(`2026-03-02/demo/17-${ATTEMPT}.wav`)
    expect(recordingFile('{date}_{time}-{attempt}.wav', { ...CALL, part: 2 })).toBe(
      `2026-03-02_00-30-09-${ATTEMPT}-2.wav`,
    )
  })

  it.each([
    ['{phone}/{attempt}.wav', /^has \{phone\}\. It may have \{date\}/],
    ['../{attempt}.wav', /no part begins with a dot/],
    ['/var/{attempt}.wav', /may have Latin letters/],
    ['{date}//{attempt}.wav', /may have Latin letters/],
    ["{date}' x/{attempt}.wav", /may have Latin letters/],
    ['{date{attempt}.wav', /may have Latin letters/],
    ['{attempt}/{contact}.wav', /^has no \{attempt\} after/],
    ['{attempt}.mp3', /^must end in \.wav/],
    [`${'x'.repeat(200)}{attempt}.wav`, /at most 200/],
  ])('cannot be named %s', (template, problem) => {
    expect(recordingFileProblem(template)).toMatch(problem)
  })

  it('is inside its folder and known by its name, whatever the template', () => {
    const part = fc.constantFrom(
      '{date}',
      '{time}',
      '{campaign}',
      '{contact}',
      '{attempt}',
      '.',
      '..',
      '/',
      'a',
      '-',
      '_',
    )
    const ids = fc.record({ campaign: fc.string(), part: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), ids, (parts, more) => {
        const template = `${parts.join('')}{attempt}.wav`
        fc.pre(recordingFileProblem(template) === null)
        fc.pre(more.campaign !== '')
        const path = recordingFile(template, { ...CALL, ...more })
        expect(path).not.toMatch(/(^|\/)\.|^\/|\/\/|[^A-Za-z0-9_./-]/)
        expect(recordingPattern(template, more.campaign).exec(path)?.groups?.attempt).toBe(ATTEMPT)
      }),
    )
  })
})
