import type { AttemptId } from '../../../base/id.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { CallEvent } from '../../call-event.ts'
import type { CallRecording, RecordingCommand } from '../../recording.ts'
import type { Call } from './call.ts'

/** What recordings are made with. */
export interface RecordingParts {
  readonly timeline: Timeline
  find(attempt: AttemptId): Call | undefined
  tell(event: CallEvent): void
  /** Whether a file cannot be written. */
  fails(file: string): boolean
}

/** The recordings of an exchange: nothing is written, and everything is told. */
export class Recordings implements CallRecording {
  private readonly parts: RecordingParts
  private readonly running = new WeakMap<Call, { readonly file: string; paused: boolean }>()

  constructor(parts: RecordingParts) {
    this.parts = parts
  }

  record(attempt: AttemptId, command: RecordingCommand): void {
    const call = this.parts.find(attempt)
    if (call === undefined || call.phase === 'placed') return
    this.parts.timeline.after(0, () => {
      if (this.parts.find(attempt) === call) this.happen(call, command)
    })
  }

  private happen(call: Call, command: RecordingCommand): void {
    const { tell, fails } = this.parts
    const { attempt } = call
    const running = this.running.get(call)
    if (command.kind === 'start') {
      if (running !== undefined) return
      const { file } = command
      if (fails(file)) return tell({ attempt, kind: 'recordingFailed', file })
      this.running.set(call, { file, paused: false })
      return tell({ attempt, kind: 'recordingStarted', file })
    }
    if (running === undefined) return
    if (command.kind === 'stop') {
      this.running.delete(call)
      return tell({ attempt, kind: 'recordingEnded' })
    }
    const paused = command.kind === 'pause'
    if (running.paused === paused) return
    running.paused = paused
    tell({ attempt, kind: paused ? 'recordingPaused' : 'recordingResumed' })
  }
}
