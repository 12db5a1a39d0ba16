/** What one room of `src` may import. The design, part 4, in a form that can be checked. */
export interface Room {
  /** Rooms of which anything may be imported. */
  readonly values: readonly string[]
  /** Rooms of which types may be imported. */
  readonly types: readonly string[]
  /** Whether it may ask the machine (`node:` modules): a room of pure rules does not. */
  readonly machine: boolean
}

const adapters = ['telephony/virtual', 'store/memory', 'store/sqlite']
const engine = ['base', 'pacing', 'campaign', 'compliance', 'desk', 'telephony', 'store']
const most = [...engine, 'dialing', 'lists', 'reports', 'accounts']

/**
 * Rooms by folder under `src`. The files that stand in `telephony` and `store` themselves are the
 * ports; each adapter below them is a room of its own, which only `app` and `sim` name.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  base: { values: [], types: [], machine: false },
  pacing: { values: ['base'], types: [], machine: false },
  campaign: { values: ['base'], types: [], machine: false },
  compliance: { values: ['base'], types: ['campaign'], machine: false },
  lists: { values: ['base', 'campaign', 'store'], types: ['compliance'], machine: true },
  dialing: { values: engine, types: [], machine: false },
  desk: { values: ['base'], types: ['campaign'], machine: false },
  telephony: { values: ['base'], types: [], machine: false },
  'telephony/virtual': { values: ['base', 'telephony'], types: [], machine: false },
  'telephony/freeswitch': { values: ['base', 'telephony'], types: [], machine: true },
  store: { values: ['base'], types: ['campaign'], machine: false },
  'store/memory': { values: ['base', 'store'], types: ['campaign'], machine: false },
  'store/sqlite': { values: ['base', 'store'], types: ['campaign'], machine: true },
  reports: { values: ['base', 'campaign', 'compliance', 'store'], types: [], machine: false },
  accounts: { values: ['base', 'store'], types: [], machine: true },
  http: { values: ['base'], types: most, machine: true },
  web: { values: [], types: ['http'], machine: false },
  sim: { values: [...most, ...adapters], types: [], machine: false },
  app: {
    values: [...most, ...adapters, 'telephony/freeswitch', 'http', 'web', 'sim'],
    types: [],
    machine: true,
  },
  cli: { values: ['base', 'campaign', 'app', 'sim'], types: [], machine: true },
}

/** Where one package may be used. */
export interface Home {
  /** Files, or folders ending in `/`, from the project's root. */
  readonly values: readonly string[]
  readonly types?: readonly string[]
}

/**
 * Packages that `src` may use, each with its home. Another one is added here with the reason in its
 * commit.
 */
export const PACKAGES: Readonly<Record<string, Home>> = {
  'pure-rand': { values: ['src/base/random.ts'] },
  rxjs: {
    values: [
      'src/base/rx/',
      'src/pacing/stream.ts',
      'src/dialing/engine.ts',
      'src/dialing/feed/pacer.ts',
      'src/telephony/virtual/',
      'src/telephony/freeswitch/',
      'src/http/',
      'src/sim/',
      'src/app/',
    ],
    types: ['src/dialing/', 'src/desk/port.ts', 'src/telephony/', 'src/cli/'],
  },
  yaml: { values: ['src/campaign/', 'src/sim/'] },
  zod: { values: ['src/campaign/', 'src/sim/', 'src/http/'] },
  luxon: { values: ['src/campaign/', 'src/compliance/', 'src/lists/', 'src/reports/'] },
  'libphonenumber-js': { values: ['src/campaign/', 'src/lists/'] },
  'csv-parse': { values: ['src/campaign/', 'src/lists/'] },
  'better-sqlite3': { values: ['src/store/sqlite/'] },
  'drachtio-srf': { values: ['src/telephony/freeswitch/'] },
  'drachtio-fsmrf': { values: ['src/telephony/freeswitch/'] },
  commander: { values: ['src/cli/'] },
  'log-update': { values: ['src/cli/'] },
}

/** The room a file of `src` stands in: the deepest folder that is one. */
export function roomOf(path: string): string | undefined {
  const folders = path.split('/').slice(1, -1)
  for (let deep = folders.length; deep > 0; deep--) {
    const room = folders.slice(0, deep).join('/')
    if (room in ROOMS) return room
  }
  return undefined
}
