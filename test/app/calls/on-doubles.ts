import { join } from 'node:path'
import { afterEach } from 'vitest'
import { millis } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { carillon, type Going, going, type Ran } from '../../cli/carillon.ts'
import { realSite } from '../../support/real-site.ts'
import { answers, type CallScript } from '../../telephony/doubles/far/script.ts'
import { createWorld, SECRET, type World } from '../../telephony/doubles/world.ts'

const PHONES = {
  anna: 'sip:anna@127.0.0.1:5062',
  bilal: 'sip:bilal@127.0.0.1:5062',
  chloe: null,
}

/** The number of the contact with the key `C…`. */
export const numberOf = (i: number): string => `+442079460${String(i).padStart(3, '0')}`

/** The number that the campaign shows. */
export const OURS = '+442079460999'

/** The number outside of sites that have one. */
export const OUTSIDE = numberOf(999)

/** An attempt as `results` prints it, as far as tests look. */
export interface Row {
  readonly phone: string
  readonly outcome: string
  readonly mode: string
  readonly disposition: string | null
  readonly operator: string | null
  readonly endedBy: string | null
  readonly closedAt: string | null
  readonly messageStartedAt: string | null
  readonly messageEndedAt: string | null
}

/** A site whose servers are doubles, for commands in processes of their own. */
export interface DoubledSite {
  readonly world: World
  readonly folder: string
  readonly dbFile: string
  /** The names of the FreeSWITCH servers. */
  readonly media: readonly string[]
  run(...more: readonly string[]): Going
  /** Tells a run to end, and waits for it: that nothing is left it would see seconds later. */
  end(run: Going): Promise<Ran>
  results(): Promise<readonly Row[]>
  /** `carillon servers` with more words. */
  servers(...words: readonly string[]): Promise<Ran>
  explain(): Promise<Ran>
}

const open = new Set<() => Promise<void>>()
afterEach(async () => {
  for (const close of open) await close()
  open.clear()
})

/** Puts up servers, phones that answer, and people of whom each follows a script. */
export async function doubledSite(
  people: readonly CallScript[],
  mode?: 'progressive' | 'power',
  freeswitches: 1 | 2 = 1,
  outside?: CallScript,
  takesCallers = false,
): Promise<DoubledSite> {
  const world = await createWorld()
  const more = freeswitches === 1 ? [] : [await world.secondFreeswitch()]
  const ports = [world.freeswitch, ...more].map(({ port }) => port)
  world.phone(5062).script(answers(0))
  for (const [i, script] of people.entries()) world.carrier.script(script, numberOf(i))
  if (outside !== undefined) world.carrier.script(outside, OUTSIDE)
  const stop = pace(world)
  const runs: Going[] = []
  open.add(async () => {
    for (const { child } of runs) child.kill('SIGKILL')
    await Promise.all(runs.map(({ ended }) => ended))
    await stop()
    await world.close()
  })
  const folder = realSite({
    drachtio: world.drachtio.port,
    freeswitch: ports,
    secret: SECRET,
    carrier: 5090,
    phones: PHONES,
    numbers: people.map((_, i) => numberOf(i)),
    lines: 10,
    callsPerSecond: 20,
    takesCallers,
    ...(outside === undefined ? {} : { outside: OUTSIDE }),
    ...(mode === undefined ? {} : { mode }),
  })
  const db = ['--db', 'a.db']
  return {
    world,
    folder,
    dbFile: join(folder, 'a.db'),
    media: ports.map(port => `127.0.0.1:${port}`),
    run(...more) {
      const run = going(folder, 'run', 'campaigns/calls', ...db, ...more)
      runs.push(run)
      return run
    },
    end(run) {
      run.child.kill('SIGTERM')
      return run.ended
    },
    servers: (...words) => carillon(folder, 'servers', ...words, ...db),
    explain: () => carillon(folder, 'explain', 'campaigns/calls', ...db),
    async results() {
      const asked = ['results', 'campaigns/calls', '--format', 'json', ...db]
      return JSON.parse((await carillon(folder, ...asked)).stdout)
    },
  }
}

/** The doubles' time goes on with the host's: whoever talks to them is another process. */
function pace(world: World): () => Promise<void> {
  const began = hostTimeline.monotonic() - world.timeline.monotonic()
  let isOver = false
  const going = (async () => {
    while (!isOver) {
      const behind = hostTimeline.monotonic() - began - world.timeline.monotonic()
      await world.advance(Math.max(0, behind))
      await new Promise<void>(resolve => hostTimeline.after(millis(5), resolve))
    }
  })()
  return () => {
    isOver = true
    return going
  }
}
