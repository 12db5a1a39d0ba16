import { describe, expect, it } from 'vitest'
import { NETWORK_FINE } from '../../src/app/reading/watching.ts'
import { minutes, seconds } from '../../src/base/duration.ts'
import { liveView, type ViewContext } from '../../src/cli/live-view.ts'
import { person } from '../../src/telephony/virtual/callee.ts'
import { rigOf } from '../support/rig.ts'

const context: ViewContext = {
  callsPerMinute: 12,
  elapsed: minutes(1),
  since: 0,
  over: false,
  speed: 60,
  stopping: false,
  notDialing: new Map([['one', 'Nobody is there to talk to the people who would answer.']]),
  finishedAtStart: new Map(),
  columns: 100,
}

/** What is to be seen of a campaign with this title while somebody is talked to. */
async function seen(title: string) {
  const rig = await rigOf({
    campaigns: [{ id: 'one', title }],
    operators: { anna: ['one'] },
    contacts: { one: [0, 1, 2] },
    callee: () => person(seconds(2), { talk: minutes(9) }),
  })
  await rig.signIn('anna')
  await rig.until(5)
  return { ...rig.engine.snapshot(), network: NETWORK_FINE }
}

describe('the live view', () => {
  it.each([1, 2, 20, 40, 100])('is no wider than %i columns', async columns => {
    const snapshot = await seen('Frühjahrs-Aktion 🚲🚲🚲🚲🚲🚲🚲🚲🚲🚲')
    for (const line of liveView(snapshot, { ...context, columns }).split('\n')) {
      expect([...line].length).toBeLessThan(columns)
      expect(line.isWellFormed()).toBe(true)
    }
  })

  it('goes on below where a line is too long, so that nothing of the reason is lost', async () => {
    const why = 'No operator is free for the people who would answer, nor will one be before ten.'
    const notDialing = new Map([['one', why]])
    const view = liveView(await seen('Spring'), { ...context, notDialing, columns: 60 })
    expect(view).toContain(`
  not dialing No operator is free for the people who would
              answer, nor will one be before ten.
`)
    expect(view).toContain('  budget      budget: abandoned 0 of 1 (0.0 %, at most\n')
    expect(view).toContain('\n              3.0 % today in UTC)\n')
  })

  it('shows at 20 columns what the lines begin with', async () => {
    const view = liveView(await seen('Spring'), { ...context, columns: 20 })
    expect(view).toContain('Spring  (progressiv\n')
    expect(view).toContain('  operators   1 tal')
  })

  it('says below a trunk what is wrong with it, and of servers that are missing', async () => {
    const snapshot = await seen('Spring')
    const [{ id } = { id: '' }] = snapshot.trunks
    const server = {
      kind: 'freeswitch',
      name: '10.0.0.1:8021',
      calls: 0,
      legs: 0,
      supervisors: 0,
    } as const
    const network = {
      trouble: null,
      trunks: { [id]: 'The carrier forbids our calls.' },
      servers: [{ ...server, state: 'down', why: 'It is away.' } as const],
    }
    const view = liveView({ ...snapshot, network }, context)
    expect(view).toMatch(/\n {2}trunk .* lines\n {2}wrong {7}The carrier forbids our calls\.\n/)
    expect(view).toContain('\n  wrong       It is away.\n')
  })

  it('says which servers are drained, and of a trunk without lines just that', async () => {
    const snapshot = await seen('Spring')
    const counts = { why: null, calls: 1, legs: 2, supervisors: 0 }
    const server = (name: string, state: 'draining' | 'up') =>
      ({ kind: 'drachtio', name, state, ...counts }) as const
    const servers = [server('10.0.0.1:9022', 'draining'), server('10.0.0.2:9022', 'up')]
    const network = { trouble: null, trunks: {}, servers }
    const trunks = snapshot.trunks.map(trunk => ({ ...trunk, used: 0, lines: 0 }))
    const view = liveView({ ...snapshot, trunks, network }, context)
    expect(view).toContain(
      '\n  server      drachtio 10.0.0.1:9022  being drained, 1 call, 2 operators\n',
    )
    expect(view).not.toContain('10.0.0.2')
    expect(view).toMatch(/\n {2}trunk {7}\w+: no lines now\n/)
  })

  it('says what is wrong with phones, and of how many more', async () => {
    const phones = ["anna's phone: not\n\u001b[2Jregistered.", 'Two.', 'Three.', 'Four.', 'Five.']
    const network = { trouble: null, trunks: {}, servers: [], phones }
    const view = liveView({ ...(await seen('Spring')), network }, { ...context, columns: 99 })
    expect(view).toContain("\n  wrong       anna's phone: not \ufffd[2Jregistered.\n")
    expect(view).toContain('\n  wrong       Three.\n')
    expect(view).toContain('\n  wrong       Phones: 2 more; "carillon servers" names them.\n')
    expect(view).not.toContain('Four.')
  })

  it('steers no terminal, whatever a campaign is called', async () => {
    const view = liveView(await seen('Spring\u001b[2J\u009b31m'), context)
    expect(view).toContain('Spring\ufffd[2J\ufffd31m')
  })
})
