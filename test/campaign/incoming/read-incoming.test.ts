import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { incomingOf } from '../../../src/campaign/incoming/incoming-of.ts'
import { load, problemsOf, SMALL } from '../folders.ts'

const problemsWith = (lines: string) =>
  problemsOf({ 'small/campaign.yaml': `${SMALL}${lines}` }).map(text => text.replace(/^\S+ /, ''))

const incomingWith = (lines: string) => {
  const loaded = load({ 'small/campaign.yaml': SMALL + lines })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return incomingOf(loaded.campaign)
}

describe('People who call back', () => {
  it('find it busy where the campaign says nothing of them and has no sound', () => {
    expect(incomingWith('')).toMatchObject({ to: 'nobody' })
  })

  it('are told who called where it has one', () => {
    const message = { text: 'We called.', file: 'sorry.wav', stopKey: '9' }
    expect(incomingOf({ message })).toMatchObject({ to: 'message', unknown: 'message' })
  })

  it('get what the campaign says', () => {
    const lines = `incoming:
  to: operators
  wait: 45s
  unknown: operators
  message: { text: You were called by us., stopKey: 5 }
`
    expect(incomingWith(lines)).toEqual({
      to: 'operators',
      wait: seconds(45),
      unknown: 'operators',
      message: { text: 'You were called by us.', stopKey: '5' },
    })
    expect(incomingWith('incoming: { to: operators }\n')).toEqual({
      to: 'operators',
      wait: seconds(20),
      unknown: 'message',
      message: null,
    })
  })

  it.each([
    ['incoming: { to: agents }', 'incoming.to: is "agents". Allowed: operators, message, nobody.'],
    ['incoming: {}', 'incoming.to: is missing. It must be one of: operators, message, nobody.'],
    [
      'incoming: { to: message, wait: 20s }',
      'incoming.wait: is for callers who are given to operators only.',
    ],
    [
      'incoming: { to: nobody, unknown: operators }',
      'incoming.unknown: is for callers who are given to operators only.',
    ],
    [
      'incoming: { to: message, message: { text: We called., file: gone.wav } }',
      'incoming.message.file: is "gone.wav", but there is no such file. Put the sound there, or name another file.',
    ],
  ])('are not served as %s', (lines, problem) => {
    expect(problemsWith(`${lines}\n`)).toEqual([problem])
  })
})
