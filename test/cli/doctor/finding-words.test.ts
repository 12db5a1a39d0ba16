import { describe, expect, it } from 'vitest'
import { absent, skipped, well, wrong } from '../../../src/app/doctor/finding.ts'
import { countWords, findingWords } from '../../../src/cli/doctor/finding-words.ts'

describe('The findings of the doctor in words', () => {
  it('keep what was looked at apart from what it came to, however long its name is', () => {
    expect(findingWords(well('clock', 'Right.'))).toEqual(['ok     clock                Right.'])
    expect(findingWords(skipped('trunks, phones, a call', 'drachtio comes first.'))).toEqual([
      '-      trunks, phones, a call: drachtio comes first.',
    ])
  })

  it('are summed up: how many are well, and the names of the others', () => {
    const two = [absent('trunk city', '', ''), absent('trunk city', '', '')]
    const all = [well('files', ''), skipped('registrar', ''), ...two, wrong('clock', '', '')]
    expect(countWords(all)).toBe('1 ok, 1 wrong (clock), 2 absent (trunk city).')
    expect(countWords([well('files', '')])).toBe('1 ok.')
  })
})
