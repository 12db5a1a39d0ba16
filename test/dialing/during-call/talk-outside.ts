import { expect } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import type { CalleeScript } from '../../../src/telephony/virtual/script.ts'
import { phoneOf, type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

/** The numbers outside are those of the second line, and of the one after it. */
export const LINE = 50

/** A campaign that names both; the second of them by its number alone. */
export const TRANSFERS = {
  transfers: {
    outside: [
      { name: 'second-line', number: phoneOf(LINE) },
      { name: null, number: phoneOf(LINE + 1) },
    ],
  },
}

export const INVITE = { kind: 'invite', to: 'second-line' }
export const TRANSFER = { kind: 'transfer', to: 'second-line' }

/** People who are in no hurry. */
export const PATIENT = { patience: seconds(600) }

/** Somebody outside who takes three seconds. */
export const answering = person(seconds(3), PATIENT)

/** What a talk is made with beside a rig's options. */
export interface TalkOptions extends Partial<RigOptions> {
  /** What those outside do. */
  readonly outside?: CalleeScript
  /** How long the person in the talk has something to say; a minute by default. */
  readonly lasts?: number
  /** Who comes to work when Anna talks; nobody by default. */
  readonly atWork?: readonly string[]
}

/** Anna talks to contact 0 from second 1 on. */
export interface OutsideTalk {
  readonly rig: Rig
  readonly attempt: string
  act(act: object): Promise<void>
  /** How somebody outside stands, as Anna was told. */
  said(): readonly string[]
}

/** Lines in use. */
export const used = (rig: Rig): number => rig.exchange.linesInUse('main')

/** What Anna was told is done in the call. */
export const done = (rig: Rig): readonly string[] =>
  rig.desk.shown('anna', 'done').map(({ what }) => what)

/** What Anna was told is not, and why. */
export const refusals = (rig: Rig): readonly string[] =>
  rig.desk.shown('anna', 'actRefused').map(({ act, why }) => `${act} ${why}`)

/** Begins it. */
export async function talkTo({
  outside = answering,
  lasts = seconds(60),
  atWork = [],
  ...more
}: TalkOptions = {}): Promise<OutsideTalk> {
  const rig = await rigOf({
    operators: { anna: ['demo'], boris: ['demo'] },
    campaigns: [TRANSFERS],
    contacts: { demo: [0] },
    callee: number => (number >= LINE ? outside : person(seconds(1), { talk: lasts, ...PATIENT })),
    ...more,
  })
  await rig.signIn('anna')
  await rig.until(2)
  if (atWork.length > 0) await rig.signIn(...atWork)
  expect(rig.stateOf('anna')).toBe('talking')
  const attempt = rig.attemptTo(0)
  const act = async (act: object) => {
    rig.desk.act({ operator: 'anna', attempt, ...act } as never)
    await rig.settle()
  }
  return {
    rig,
    attempt,
    act,
    said: () =>
      rig.desk
        .shown('anna', 'outside')
        .map(({ stands, why }) => (why ? `${stands} ${why}` : stands)),
  }
}
