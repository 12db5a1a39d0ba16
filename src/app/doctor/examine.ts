import type { Timeline } from '../../base/timeline.ts'
import type { Environment } from '../../campaign/network/check-network.ts'
import { settingsOf } from '../calls/settings.ts'
import { checkFiles } from './files.ts'
import { absent, type Finding, skipped } from './finding.ts'
import { checkFreeSwitch } from './freeswitch.ts'
import { checkPlaces, checkRegistrar } from './places.ts'
import { judgeDrachtio } from './rules/drachtio.ts'
import { checkCall, type TestCallParts } from './test-call.ts'
import { askDrachtio } from './wire/ask-drachtio.ts'
import { SipDoor } from './wire/sip-door.ts'

/** What the doctor is handed. */
export interface Patient {
  /** Folders of campaigns. */
  readonly folders: readonly string[]
  readonly environment: Environment
  readonly timeline: Timeline
}

/**
 * Looks at everything that real calls need, in the order in which it is best mended, and tells each
 * finding as it comes. Nothing is changed, and nobody but the servers, the trunks and the phones at
 * fixed places is sent anything; to trunks and phones only OPTIONS.
 */
export async function* examine(patient: Patient): AsyncGenerator<Finding> {
  const { folders, environment, timeline } = patient
  const { findings, parts } = checkFiles(folders, environment)
  yield* findings
  if (parts === null) return
  const made: TestCallParts = { parts, settings: settingsOf(parts), timeline }
  const { network } = parts
  const began = timeline.monotonic()
  const answer = await askDrachtio(made.settings.drachtio)
  yield* judgeDrachtio(answer, network, timeline.monotonic() - began)
  let media: Finding['state'] = 'well'
  for await (const finding of checkFreeSwitch(made)) {
    if (BEFORE_A_CALL.has(finding.check) && finding.state !== 'well') media = finding.state
    yield finding
  }
  if (answer.kind !== 'welcome') {
    yield skipped('trunks, phones, a call', 'drachtio comes first.')
    return
  }
  yield checkRegistrar(network, answer.contacts)
  yield* throughDrachtio(made, media === 'well')
}

/** What must be well before a call: the library goes on for ever without. */
const BEFORE_A_CALL: ReadonlySet<string> = new Set(['FreeSWITCH', 'SIP profile'])

async function* throughDrachtio(made: TestCallParts, canCall: boolean): AsyncGenerator<Finding> {
  const { parts, settings, timeline } = made
  const sip = await SipDoor.open(settings.drachtio, timeline)
  if (!sip.ok) {
    yield absent('drachtio', `It let us in, and does not any more (${sip.why}).`, 'Try again.')
    return
  }
  try {
    yield* checkPlaces(sip.value, parts.network, settings)
    if (canCall) yield* checkCall(sip.value, made)
    else yield skipped('a call', 'FreeSWITCH comes first.')
  } finally {
    sip.value.close()
  }
}
