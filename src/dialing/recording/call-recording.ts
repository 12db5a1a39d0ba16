import type { Instant } from '../../base/duration.ts'
import type { OperatorId } from '../../base/id.ts'
import type { RecordingRules } from '../../campaign/rules/recording-rules.ts'
import type { RecordingAct, RecordingState } from '../../desk/port.ts'
import type { RecordingMark } from '../../store/records.ts'
import type { RecordingEvent } from '../../telephony/recording.ts'

/** The recording of one call, from the moment it is known that there may be one. */
export interface CallRecording {
  /** Whether it is to be recorded, by the campaign's rule or the operator's word. */
  readonly wanted: boolean
  /** Whose word there is that it may be; null: nobody's. */
  readonly consent: RecordingMark['consent'] | null
  /** Whether the operator has asked for silence: a card number is being said. */
  readonly hushed: boolean
  /** Whether the person and an operator have heard each other. */
  readonly connected: boolean
  /** What the network was last asked for. */
  readonly asked: 'nothing' | 'record' | 'pause'
  /** Whether the network has still to say what came of starting or stopping. */
  readonly awaited: boolean
  /** The last try came to nothing. */
  readonly failed: boolean
  /** What was recorded, the last part perhaps still being so. */
  readonly parts: readonly RecordingMark[]
}

/** What can happen to it. Whatever does not fit changes nothing. */
export type RecordingInput =
  | { readonly kind: 'connected' }
  | { readonly kind: 'act'; readonly act: RecordingAct; readonly by: OperatorId }
  | { readonly kind: 'told'; readonly event: RecordingEvent }
  /** The person was left with somebody outside: what the two say is not ours to take down. */
  | { readonly kind: 'operatorLeft' }
  | { readonly kind: 'callOver' }

/** What is to be done. `mark`: the parts are to be written down. `part` is counted from 1. */
export type RecordingEffect =
  | { readonly do: 'start'; readonly part: number }
  | { readonly do: 'pause' | 'resume' | 'stop' | 'mark' }

/** What a step comes to. */
export interface RecordingStep {
  readonly recording: CallRecording
  readonly effects: readonly RecordingEffect[]
}

/**
 * A call before its answer. @param drawn whether the rule wants this call recorded. @param given
 * whether the contact's column says so.
 */
export function newRecording(rules: RecordingRules, drawn: boolean, given: boolean): CallRecording {
  const { kind } = rules.consent
  const consent = kind === 'none' ? NOBODYS : kind === 'column' && given ? COLUMNS : null
  const nothing = { hushed: false, connected: false, awaited: false, failed: false } as const
  return { wanted: drawn, consent, ...nothing, asked: 'nothing', parts: [] }
}

/** One step of a call's recording. Pure. It begins only with consent, and ends when that goes. */
export function stepRecording(
  before: CallRecording,
  input: RecordingInput,
  rules: RecordingRules,
  at: Instant,
): RecordingStep {
  switch (input.kind) {
    case 'connected':
      return follow({ ...before, connected: true })
    case 'act':
      return follow(acted(before, input.act, rules, { by: 'operator', operator: input.by, at }))
    case 'told':
      return told(before, input.event, at)
    case 'operatorLeft':
      return follow({ ...before, connected: false })
    case 'callOver': {
      const over = { ...before, connected: false, awaited: false, asked: 'nothing' } as const
      return marked(over, closed(before.parts, at))
    }
  }
}

/** How it stands, for the operator's screen. */
export function stateOf(recording: CallRecording): RecordingState {
  const { wanted, consent, hushed, asked, awaited, failed } = recording
  if (failed) return 'failed'
  if (!wanted) return 'off'
  if (consent === null) return 'awaitsConsent'
  if (hushed) return 'paused'
  return asked === 'record' && !awaited ? 'on' : 'off'
}

function acted(
  recording: CallRecording,
  act: RecordingAct,
  { which }: RecordingRules,
  given: NonNullable<CallRecording['consent']>,
): CallRecording {
  switch (act) {
    case 'start':
    case 'stop':
      // Where the campaign says what is recorded, the operator does not.
      if (which.kind !== 'onDemand') return recording
      return { ...recording, wanted: act === 'start', failed: false }
    case 'pause':
    case 'resume':
      return { ...recording, hushed: act === 'pause' }
    case 'consent':
      return recording.consent === null ? { ...recording, consent: given } : recording
    case 'refuse':
      return { ...recording, consent: null }
  }
}

function told(before: CallRecording, event: RecordingEvent, at: Instant): RecordingStep {
  const { parts, consent } = before
  switch (event.kind) {
    case 'recordingStarted': {
      const { file } = event
      if (parts.at(-1)?.file === file) return { recording: before, effects: [] }
      const part: RecordingMark = { file, startedAt: at, consent: consent ?? NOBODYS, pauses: [] }
      return marked({ ...before, awaited: false }, [...parts, part])
    }
    case 'recordingPaused':
      return marked(
        before,
        withLast(parts, last => paused(last, at)),
      )
    case 'recordingResumed':
      return marked(
        before,
        withLast(parts, last => resumed(last, at)),
      )
    case 'recordingEnded':
      return marked({ ...before, awaited: false }, closed(parts, at))
    case 'recordingFailed': {
      const broken = { ...before, awaited: false, failed: true, asked: 'nothing' } as const
      return marked(broken, closed(parts, at))
    }
  }
}

/** With the parts as they are now, and with what is to be done next. */
function marked(recording: CallRecording, parts: readonly RecordingMark[]): RecordingStep {
  const step = follow({ ...recording, parts })
  if (parts === recording.parts) return step
  return { ...step, effects: [{ do: 'mark' }, ...step.effects] }
}

/** Asks the network for what ought to be, unless it has still to say what came of the last word. */
function follow(recording: CallRecording): RecordingStep {
  const { wanted, consent, hushed, connected, asked, awaited, failed, parts } = recording
  const step = (change: Partial<CallRecording>, effect: RecordingEffect): RecordingStep => ({
    recording: { ...recording, ...change },
    effects: [effect],
  })
  if (awaited) return { recording, effects: [] }
  const ought = connected && wanted && consent !== null && !failed
  if (asked === 'nothing') {
    // What is said while it is to be silent is in no file, not even for the blink of a command.
    if (!ought || hushed) return { recording, effects: [] }
    return step({ asked: 'record', awaited: true }, { do: 'start', part: parts.length + 1 })
  }
  if (!ought) return step({ asked: 'nothing', awaited: connected }, { do: 'stop' })
  if (hushed && asked === 'record') return step({ asked: 'pause' }, { do: 'pause' })
  if (!hushed && asked === 'pause') return step({ asked: 'record' }, { do: 'resume' })
  return { recording, effects: [] }
}

function withLast(
  parts: readonly RecordingMark[],
  change: (last: RecordingMark) => RecordingMark,
): readonly RecordingMark[] {
  const last = parts.at(-1)
  if (last === undefined || last.endedAt !== undefined) return parts
  const changed = change(last)
  return changed === last ? parts : [...parts.slice(0, -1), changed]
}

const closed = (parts: readonly RecordingMark[], at: Instant): readonly RecordingMark[] =>
  withLast(parts, last => ({ ...resumed(last, at), endedAt: at }))

function paused(part: RecordingMark, from: Instant): RecordingMark {
  const open = part.pauses.at(-1)
  if (open !== undefined && open.to === undefined) return part
  return { ...part, pauses: [...part.pauses, { from }] }
}

function resumed(part: RecordingMark, to: Instant): RecordingMark {
  const open = part.pauses.at(-1)
  if (open === undefined || open.to !== undefined) return part
  return { ...part, pauses: [...part.pauses.slice(0, -1), { ...open, to }] }
}

const NOBODYS = { by: 'nobody' } as const
const COLUMNS = { by: 'column' } as const
