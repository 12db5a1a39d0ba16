import type { Timeline } from '../../base/timeline.ts'
import type { Environment } from '../../campaign/network/check-network.ts'
import { settingsOf } from '../calls/settings.ts'
import { checkDrained } from './drained.ts'
import { eachDrachtio, eachFreeSwitch, named, type OneServer } from './each-server.ts'
import { checkFiles } from './files.ts'
import { absent, type Finding, skipped } from './finding.ts'
import { checkFreeSwitch, checkOwnFiles } from './freeswitch.ts'
import { checkPlaces, checkRegistrar } from './places.ts'
import { judgeDrachtio } from './rules/drachtio.ts'
import { checkCall, type TestCallParts } from './test-call.ts'
import { askDrachtio } from './wire/ask-drachtio.ts'
import { SipDoor } from './wire/sip-door.ts'

/** What the doctor is handed. */
export interface Patient {
  /** Folders of campaigns. */
  readonly folders: readonly string[]
  /** The database that a run would use: beside it stands which servers are drained. */
  readonly dbFile: string
  readonly environment: Environment
  readonly timeline: Timeline
}

/**
 * Looks at everything that real calls need, in the order in which it is best mended, and tells each
 * finding as it comes. Nothing is changed (what it records it deletes), and nobody but the servers,
 * the trunks and the phones at fixed places is sent anything; to trunks and phones only OPTIONS.
 */
export async function* examine(patient: Patient): AsyncGenerator<Finding> {
  const { folders, dbFile, environment, timeline } = patient
  const { findings, parts } = checkFiles(folders, environment)
  yield* findings
  if (parts === null) return
  const made: TestCallParts = { parts, settings: settingsOf(parts), timeline }
  const ways: OneServer[] = []
  const contacts: string[] = []
  for (const one of eachDrachtio(made)) {
    const began = timeline.monotonic()
    const answer = await askDrachtio(one.address, timeline)
    const took = timeline.monotonic() - began
    for (const finding of judgeDrachtio(answer, one.parts.network, took)) yield named(one, finding)
    if (answer.kind !== 'welcome') continue
    ways.push(one)
    contacts.push(...answer.contacts)
  }
  const rooms: { readonly one: OneServer; readonly isWell: boolean }[] = []
  for (const one of eachFreeSwitch(made)) {
    let isWell = true
    for await (const finding of checkFreeSwitch(one)) {
      if (BEFORE_A_CALL.has(finding.check) && finding.state !== 'well') isWell = false
      yield named(one, finding)
    }
    rooms.push({ one, isWell })
  }
  yield* checkDrained(dbFile, parts.network)
  yield checkOwnFiles(made)
  if (ways.length === 0) return yield skipped('trunks, phones, a call', 'drachtio comes first.')
  yield checkRegistrar(parts.network, contacts)
  for (const way of ways)
    for await (const finding of throughDrachtio(way, rooms)) yield named(way, finding)
}

/** What must be well before a call: the library goes on for ever without. */
const BEFORE_A_CALL: ReadonlySet<string> = new Set(['FreeSWITCH', 'SIP profile'])

async function* throughDrachtio(
  way: OneServer,
  rooms: readonly { readonly one: OneServer; readonly isWell: boolean }[],
): AsyncGenerator<Finding> {
  const { parts, settings, timeline, address } = way
  const sip = await SipDoor.open(address, timeline)
  if (!sip.ok) {
    yield absent('drachtio', `It let us in, and does not any more (${sip.why}).`, 'Try again.')
    return
  }
  try {
    yield* checkPlaces(sip.value, parts.network, settings)
    for (const { one, isWell } of rooms) {
      if (!isWell) yield named(one, skipped('a call', 'FreeSWITCH comes first.'))
      else for await (const finding of checkCall(sip.value, one)) yield named(one, finding)
    }
  } finally {
    sip.value.close()
  }
}
