import { describe, expect, it } from 'vitest'
import type { Network } from '../../../src/campaign/site.ts'
import { kindOfRun, type RunOptions } from '../../../src/cli/running/kind-of-run.ts'

const NETWORK: Network = {
  supervisors: [],
  reach: 'machine',
  trial: false,
  drachtio: { host: '127.0.0.1', port: 9022, secretFrom: 'A' },
  freeswitch: {
    host: 'localhost',
    port: 8021,
    secretFrom: 'B',
    profile: null,
    conferenceProfile: null,
  },
  listen: null,
  trunks: [],
  phones: null,
  operators: [],
  calls: { holdMusic: null, autoAnswer: [], longest: 0, mediaTimeout: null },
}

const kind = (network: Network | null, virtual: boolean, ...given: readonly (keyof RunOptions)[]) =>
  kindOfRun({ network }, { virtual, ...(given.includes('db') ? { db: 'x/y.db' } : {}) }, name =>
    given.includes(name),
  )

describe('A run', () => {
  it('is simulated where the site names no servers, asked for or not', () => {
    const simulated = { isReal: false, dbFile: '.carillon/virtual-site.db', words: [] }
    expect(kind(null, false, 'speed', 'seed')).toEqual(simulated)
    expect(kind(null, true)).toEqual(simulated)
    expect(kind(null, true, 'db')).toEqual({ ...simulated, dbFile: 'x/y.db' })
  })

  it('is real where it does, and says so', () => {
    expect(kind(NETWORK, false, 'duration', 'db').dbFile).toBe('x/y.db')
    expect(kind(NETWORK, false, 'duration')).toEqual({
      isReal: true,
      dbFile: '.carillon/site.db',
      words: ['Real calls, over drachtio at 127.0.0.1:9022 and FreeSWITCH at localhost:8021.'],
    })
    expect(kind({ ...NETWORK, trial: true }, false).words).toContain(
      'This is a trial: secrets that everybody knows are accepted.',
    )
  })

  it.each(['operators', 'speed', 'seed', 'at'] as const)('that is real has no --%s', name => {
    const refused = `--${name}: the site file names servers, so calls are real`
    expect(() => kind(NETWORK, false, name)).toThrow(refused)
    expect(() => kind(NETWORK, true, name)).not.toThrow()
  })

  it('that is simulated keeps out of the database of real calls, unless one is named', () => {
    expect(kind(NETWORK, true)).toMatchObject({
      isReal: false,
      dbFile: '.carillon/virtual-site.db',
    })
    expect(kind(NETWORK, true, 'db')).toMatchObject({ isReal: false, dbFile: 'x/y.db' })
  })
})
