import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Reader, readRecording } from '../../../src/sim/recording/read-recording.ts'
import { piecesOf } from './recorded-world.ts'

const DAY = 86_400_000

const CAMPAIGN = {
  id: 'spring',
  policy: 'progressive',
  trunks: ['city'],
  budget: 'members',
  ring: { limit: 20_000, minimum: 15_000 },
  connectWithin: 2000,
  machineDispositions: ['mailbox'],
}
const HEADER = {
  recording: 1,
  trunks: [{ id: 'city', lines: 30, callsPerSecond: 5 }],
  budgets: [{ id: 'members', limit: 0.03 }],
  campaigns: [CAMPAIGN],
}
const input = (at: number, what: object) => ({ at, wall: 1_772_445_600_000 + at, input: what })
const clock = (at: number) => input(at, { from: 'clock' })
const ended = (cause: string) =>
  input(5, { from: 'telephony', event: { kind: 'ended', attempt: 'a', cause, from: 'us' } })

const text = (...lines: readonly object[]): string =>
  lines.map(line => `${JSON.stringify(line)}\n`).join('')

async function read(...pieces: readonly string[]) {
  const seen: number[] = []
  const reader: Reader = {
    header: () => {},
    placed: ({ at }) => void seen.push(at),
    entry: ({ at }) => void seen.push(at),
  }
  return { ...(await readRecording(piecesOf(pieces), 'day.jsonl', reader)), seen }
}

describe('a recording', () => {
  it('is read line by line, however it is cut into pieces', async () => {
    const whole = text(HEADER, clock(1), clock(2), ended('busy'), clock(1000))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 8 }), async cuts => {
        const at = [0, ...cuts.sort((a, b) => a - b), whole.length]
        const pieces = at.slice(1).map((to, i) => whole.slice(at[i], to))
        expect(await read(...pieces)).toEqual({ lines: 5, cutOff: null, seen: [1, 2, 5, 1000] })
      }),
      { numRuns: 30 },
    )
  })

  it('may end in the middle of a line, as after a kill, and says which is left out', async () => {
    const cut = text(HEADER, clock(1), clock(2)).slice(0, -9)
    expect(await read(cut)).toEqual({ lines: 2, cutOff: 3, seen: [1] })
    // Only the end of the line is missing: nothing is lost.
    const whole = text(HEADER, clock(1)).trimEnd()
    expect(await read(whole)).toEqual({ lines: 2, cutOff: null, seen: [1] })
  })

  it('holds what people did during their calls', async () => {
    const heard = (event: object) =>
      input(1, { from: 'telephony', event: { attempt: 'a', ...event } })
    const acted = (action: object) =>
      input(1, { from: 'desk', action: { operator: 'ada', attempt: 'a', ...action } })
    const whole = text(
      HEADER,
      acted({ kind: 'hold', on: true }),
      heard({ kind: 'held' }),
      acted({ kind: 'outside', act: 'transfer', to: 0 }),
      input(1, { from: 'store', reply: { kind: 'outsideBegun', outside: 'b', result: 'begun' } }),
      heard({ kind: 'united', outside: 'b' }),
      heard({ kind: 'recordingStarted', file: 'a.wav' }),
      input(1, { from: 'control', command: { kind: 'stopSupervising', supervisor: 'eve' } }),
    )
    expect(await read(whole)).toMatchObject({ lines: 8, cutOff: null })
  })

  it('is refused in words when nothing is in it', async () => {
    await expect(read()).rejects.toThrow('There is nothing in the recording day.jsonl.')
    await expect(read('{"recor')).rejects.toThrow('There is nothing in the recording day.jsonl.')
  })

  it.each([
    ['a line that is no JSON', `${text(HEADER)}oops\n${text(clock(1))}`, ':2:1: this line is not'],
    ['a file of another kind', 'day: { start: 1 }\n', ':1:1: this line is not JSON'],
    ['no first line of figures', text(clock(1)), ':1:1: recording: must be 1, the version'],
    [
      'a version of later times',
      text({ ...HEADER, recording: 2 }),
      ':1:1: recording: must be 1, the version this Carillon reads, not 2',
    ],
    [
      'a limit that is no share',
      text({ ...HEADER, budgets: [{ id: 'members', limit: 3 }] }),
      ':1:1: budgets[0].limit: must be a share from 0 to 1, not 3',
    ],
    [
      'a day of no campaign',
      text({ ...HEADER, campaigns: [] }),
      ':1:1: campaigns: must name at least one campaign',
    ],
    [
      'a cause that there is not',
      text(HEADER, ended('bored')),
      ':2:1: input.event.cause: must be one of noAnswer, busy, invalid, congestion, refused, ' +
        'failed, cancelled, hangUp, not "bored"',
    ],
    [
      'an input from nowhere',
      text(HEADER, clock(1), input(2, { from: 'moon' })),
      ':3:1: input.from: must be one of telephony, incoming, trunk, desk, store, control, timer, wrapUp, ' +
        'preview, clock, not "moon"',
    ],
    [
      'an attempt without an id',
      text(HEADER, { at: 1, wall: 1, placed: { attempt: 7, campaign: 'spring' } }),
      ':2:1: placed.attempt: must be an id in quotes, not 7',
    ],
    [
      'a moment that is missing',
      text(HEADER, { wall: 1, input: { from: 'clock' } }),
      ':2:1: at: must be a number from 0 to 1,000,000,000,000; it is missing',
    ],
    [
      'time that goes backwards',
      text(HEADER, clock(10), clock(9)),
      ':3:1: at: must not be before that of the line above, 10',
    ],
    [
      'a moment of no clock',
      text(HEADER, clock(1e15)),
      ':2:1: at: must be a number from 0 to 1,000,000,000,000, not 1000000000000000',
    ],
    [
      'a date past all dates',
      text(HEADER, { at: 1, wall: 1e16, input: { from: 'clock' } }),
      ':2:1: wall: must be a number from 0 to 253,402,300,799,999, not 10000000000000000',
    ],
    [
      'a day of silence',
      text(HEADER, clock(5), clock(5 + DAY), clock(6 + 2 * DAY)),
      ':4:1: at: must be within a day of the line above, 86400005, not 172800006',
    ],
    [
      'more than a year',
      text(HEADER, ...Array.from({ length: 368 }, (_, day) => clock(7 + day * DAY))),
      `:369:1: at: must be within a year of the first, 7, not ${7 + 367 * DAY}`,
    ],
    [
      'a policy that there is not',
      text({ ...HEADER, campaigns: [{ ...CAMPAIGN, policy: 'fast' }] }),
      ':1:1: campaigns[0].policy: There is no policy "fast". Take progressive; ratio:K',
    ],
    [
      'a policy with a bad option',
      text({ ...HEADER, campaigns: [CAMPAIGN, { ...CAMPAIGN, policy: 'ratio:1000000' }] }),
      ':1:1: campaigns[1].policy: The policy "ratio:1000000" cannot be used. K must be a number',
    ],
    [
      'a key of the first line that means nothing',
      text({ ...HEADER, zone: 'Mars/X' }),
      ':1:1: there is no key zone here. Allowed: recording, trunks, budgets, campaigns.',
    ],
    [
      'a wait for ever',
      text({ ...HEADER, campaigns: [{ ...CAMPAIGN, connectWithin: 1e12 }] }),
      ':1:1: campaigns[0].connectWithin: must be a number from 0 to 1,000,000,000, not 1000',
    ],
    [
      'trunk and budget that the first line does not hold, and rings that cannot be',
      text({
        ...HEADER,
        campaigns: [
          { ...CAMPAIGN, trunks: ['x'], budget: 'y', ring: { limit: 1000, minimum: 2000 } },
        ],
      }),
      ':1:1: campaigns[0].ring.minimum: must be at most limit, which is 1000, not 2000\n' +
        'day.jsonl:1:1: campaigns[0].budget: must be one of members, not "y"\n' +
        'day.jsonl:1:1: campaigns[0].trunks[0]: must be one of city, not "x"',
    ],
  ])('is refused for %s, with the line and the key', async (_, whole, says) => {
    await expect(read(whole)).rejects.toMatchObject({ code: 'RECORDING_INVALID' })
    await expect(read(whole)).rejects.toThrow(`day.jsonl${says}`)
  })

  it('is refused when a line goes on for ever', async () => {
    const endless = Array.from({ length: 20 }, () => 'x'.repeat(1024 * 1024))
    await expect(read(text(HEADER), ...endless)).rejects.toThrow('goes on for ever')
  })
})
