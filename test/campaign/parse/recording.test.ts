import { describe, expect, it } from 'vitest'
import { hours } from '../../../src/base/duration.ts'
import type { RecordingRules } from '../../../src/campaign/rules/recording-rules.ts'
import { load, problemsOf, SMALL } from '../folders.ts'

const read = (recording: string): RecordingRules => {
  const loaded = load({ 'small/campaign.yaml': `${SMALL}recording: ${recording}\n` })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.campaign.recording
}

const problems = (recording: string): string[] =>
  problemsOf({ 'small/campaign.yaml': `${SMALL}recording: ${recording}\n` }).map(text =>
    text.replace(/^\S+ /, ''),
  )

describe('What a campaign records', () => {
  it('is nothing unless it says so', () => {
    const loaded = load({})
    expect(loaded.ok && loaded.campaign.recording.which).toEqual({ kind: 'none' })
  })

  it('is as it says', () => {
    expect(read('{ which: share 12.5%, consent: spoken, stereo: false, keep: 30d }')).toMatchObject(
      {
        which: { kind: 'share', of: 0.125 },
        consent: { kind: 'spoken' },
        stereo: false,
        file: '{date}/{campaign}/{contact}-{attempt}.wav',
        keep: hours(30 * 24),
      },
    )
    const column = '{ column: phone, values: [да, 1] }'
    expect(read(`{ which: all, consent: ${column}, folder: /var/rec }`)).toMatchObject({
      consent: { kind: 'column', column: 'phone', values: ['да', '1'] },
    })
  })

  it.each([
    ['{ which: all }', 'recording.consent: is missing.'],
    [
      '{ which: some, consent: none }',
      'recording.which: is "some", but must be all, none, onDemand',
    ],
    ['{ which: share 200%, consent: none }', 'recording.which: is "share 200%"'],
    ['{ which: all, consent: maybe }', 'recording.consent: is "maybe", but must be none, spoken'],
    ['{ which: all, consent: { columns: x } }', 'recording.consent: There is no key "columns"'],
    [
      '{ which: all, consent: { column: nope } }',
      'recording.consent.column: names the column "nope"',
    ],
    ['{ file: "{name}-{attempt}.wav" }', 'recording.file: has {name}. It may have {date}'],
    ['{ file: "../{attempt}.wav" }', 'recording.file: may have Latin letters'],
    [`{ folder: "a\${b}" }`, `recording.folder: is "a\${b}", but must be a folder`],
    [`{ folder: "it's" }`, 'recording.folder: is "it\'s", but must be a folder'],
  ])('cannot be %s', (recording, problem) => {
    expect(
      problems(recording).some(one => one.startsWith(problem)),
      problems(recording).join('\n'),
    ).toBe(true)
  })
})
