import type { AttemptId } from '../../base/id.ts'
import { seededRandom } from '../../base/random.ts'
import { recordingFile } from '../../campaign/rules/recording-file.ts'
import type { RecordedCalls, RecordingRules } from '../../campaign/rules/recording-rules.ts'
import type { CallEvent } from '../../telephony/call-event.ts'
import { isRecordingEvent } from '../../telephony/recording.ts'
import type { AttemptRun, Core } from '../core.ts'
import {
  type CallRecording,
  newRecording,
  type RecordingEffect,
  type RecordingInput,
  stateOf,
  stepRecording,
} from './call-recording.ts'

/** What the network says of a call, as far as it matters to its recording. */
export function hearRecording(core: Core, run: AttemptRun, event: CallEvent): void {
  if (isRecordingEvent(event)) {
    stepRecordingOf(core, run, { kind: 'told', event })
    return tellWorld(core, run, event.kind)
  }
  if (event.kind === 'ended' || event.kind === 'lost')
    return stepRecordingOf(core, run, { kind: 'callOver' })
  if (event.kind === 'united') return stepRecordingOf(core, run, { kind: 'operatorLeft' })
  if (event.kind === 'transferred') return show(core, run)
  if (event.kind !== 'connected') return
  run.recording ??= recordingOf(core, run)
  if (run.recording === null) return
  const before = stateOf(run.recording)
  stepRecordingOf(core, run, { kind: 'connected' })
  // Whoever comes to a call that is recorded already sees that it is. While the network is asked to
  // record, nothing is said of it: neither would be true for long.
  if (stateOf(run.recording) === before && !run.recording.awaited) show(core, run)
}

/** Lets something happen to the recording of a call, where there may be one. */
export function stepRecordingOf(core: Core, run: AttemptRun, input: RecordingInput): void {
  if (run.recording === null) return
  const before = stateOf(run.recording)
  const rules = run.campaign.campaign.recording
  const { recording, effects } = stepRecording(run.recording, input, rules, core.wall)
  run.recording = recording
  for (const effect of effects) perform(core, run, recording, effect)
  if (stateOf(recording) !== before) show(core, run)
}

/**
 * Whether a rule wants a call recorded. Chance is that of the attempt's id, which was drawn before
 * the call: the same run records the same calls again.
 */
export function isDrawn(which: RecordedCalls, attempt: AttemptId): boolean {
  if (which.kind !== 'share') return which.kind === 'all'
  return seededRandom(0).fork(`recording of ${attempt}`).uniform() < which.of
}

/** Null where there will be no recording of this call, whatever anybody says. */
function recordingOf(core: Core, run: AttemptRun): CallRecording | null {
  const rules = run.campaign.campaign.recording
  const drawn = isDrawn(rules.which, run.id)
  if (!drawn && rules.which.kind !== 'onDemand') return null
  return newRecording(rules, drawn, isGiven(core, run, rules))
}

function isGiven(core: Core, { contact }: AttemptRun, { consent }: RecordingRules): boolean {
  if (consent.kind !== 'column') return false
  const said = core.book.get(contact.id)?.data[consent.column]?.trim().toLowerCase()
  return consent.values.some(value => value.toLowerCase() === said)
}

function perform(
  core: Core,
  run: AttemptRun,
  recording: CallRecording,
  effect: RecordingEffect,
): void {
  if (effect.do === 'mark') {
    const marks = { recordings: recording.parts }
    return core.journal.push({ kind: 'attempt', at: core.wall, attempt: run.id, marks })
  }
  if (effect.do !== 'start') return core.telephony.record(run.id, { kind: effect.do })
  const { stereo } = run.campaign.campaign.recording
  core.telephony.record(run.id, { kind: 'start', file: fileOf(core, run, effect.part), stereo })
}

function fileOf(core: Core, { id, campaign, contact }: AttemptRun, part: number): string {
  const { recording, hours } = campaign.campaign
  const call = { at: core.wall, zone: hours.zone, campaign: campaign.id, part }
  const path = recordingFile(recording.file, { ...call, contact: contact.id, attempt: id })
  return `${recording.folder}/${path}`
}

function show(core: Core, run: AttemptRun): void {
  const { state } = run.attempt
  if (state.name !== 'talking' || run.recording === null) return
  const recording = stateOf(run.recording)
  core.desk.show(state.operator, { kind: 'recording', attempt: run.id, recording })
}

function tellWorld(core: Core, run: AttemptRun, what: string): void {
  if (what !== 'recordingFailed') return
  core.events.next({ at: core.wall, kind: 'recording.failed', attempt: run.id })
}
