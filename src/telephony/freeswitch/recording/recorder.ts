import type { RecordingCommand, RecordingEvent } from '../../recording.ts'
import type { Endpoint } from '../wire/endpoint.ts'

/** What a recorder is made with. */
export interface RecorderParts {
  /** The callee's channel; null: there is none, or not any more. */
  channel(): Endpoint | null
  /** Tells what became of it, while the call lives. */
  tell(event: RecordingEvent): void
}

/**
 * Records a call on the callee's own channel: what comes from them and what goes to them, whichever
 * room they are in. What only the operator hears, a supervisor's whisper for one, is not in it.
 */
export class Recorder {
  private readonly parts: RecorderParts
  private running: { readonly file: string; readonly on: Endpoint; paused: boolean } | null = null
  /** Commands are done one after the other. */
  private last: Promise<unknown> = Promise.resolve()

  constructor(parts: RecorderParts) {
    this.parts = parts
  }

  /** See the port. */
  record(command: RecordingCommand): void {
    this.last = this.last.then(() => this.perform(command))
  }

  private perform(command: RecordingCommand): Promise<void> {
    if (command.kind === 'start') return this.start(command.file, command.stereo)
    return command.kind === 'stop' ? this.stop() : this.pause(command.kind === 'pause')
  }

  private async start(file: string, stereo: boolean): Promise<void> {
    const channel = this.parts.channel()
    if (this.running !== null) return
    if (channel === null) return this.parts.tell({ kind: 'recordingFailed', file })
    channel.watchRecording()
    channel.onRecordingStopped = stopped => this.brokeOff(stopped)
    await channel.ask('uuid_setvar', `RECORD_STEREO ${stereo}`)
    this.running = { file, on: channel, paused: false }
    if (await done(channel, 'start', file))
      return this.parts.tell({ kind: 'recordingStarted', file })
    this.running = null
    this.parts.tell({ kind: 'recordingFailed', file })
  }

  private async pause(paused: boolean): Promise<void> {
    const { running } = this
    if (running === null || running.paused === paused) return
    const { file, on } = running
    if (await done(on, paused ? 'mask' : 'unmask', file)) {
      running.paused = paused
      return this.parts.tell({ kind: paused ? 'recordingPaused' : 'recordingResumed' })
    }
    // What was to be silent must not be taken down.
    if (paused && this.running === running) {
      this.running = null
      await done(on, 'stop', file)
      this.parts.tell({ kind: 'recordingFailed', file })
    }
  }

  private async stop(): Promise<void> {
    const { running } = this
    if (running === null) return
    this.running = null
    await done(running.on, 'stop', running.file)
    this.parts.tell({ kind: 'recordingEnded' })
  }

  private brokeOff(file: string): void {
    if (this.running?.file !== file) return
    this.running = null
    this.parts.tell({ kind: 'recordingFailed', file })
  }
}

/** FreeSWITCH takes a path with blanks between quotes; none has a quote in it. */
async function done(channel: Endpoint, verb: string, file: string): Promise<boolean> {
  const reply = await channel.ask('uuid_record', `${verb} '${file}'`)
  return reply.ok && reply.value.startsWith('+OK')
}
