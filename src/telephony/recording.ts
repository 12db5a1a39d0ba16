import type { AttemptId } from '../base/id.ts'

/** What is asked for of the recording of a call. */
export type RecordingCommand =
  | {
      readonly kind: 'start'
      /** The path of the file as the media server knows it, ending in `.wav`. */
      readonly file: string
      /** The callee in the left channel and whoever they hear in the right one. */
      readonly stereo: boolean
    }
  /** Silence is written instead of what is said. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'stop' }

/**
 * Takes down what the callee says and hears. A call has one recording at a time: it goes on from
 * one
 * operator to the next and on hold, and ends with the call without a word of its own. What is asked
 * of a recording that is not running comes to nothing, as does starting one that is.
 */
export interface CallRecording {
  /** Of an answered call; `recordingFailed`, or what became of it, follows. */
  record(attempt: AttemptId, command: RecordingCommand): void
}

/** What becomes of the recording of a call. */
export type RecordingEvent =
  | { readonly kind: 'recordingStarted'; readonly file: string }
  | { readonly kind: 'recordingPaused' }
  | { readonly kind: 'recordingResumed' }
  /** As asked. */
  | { readonly kind: 'recordingEnded' }
  /** There is none, or it broke off: the file cannot be written, or a server is gone. */
  | { readonly kind: 'recordingFailed'; readonly file: string }

/** Whether an event of a call is about its recording. */
export const isRecordingEvent = <E extends { readonly kind: string }>(
  event: E,
): event is Extract<E, RecordingEvent> => event.kind.startsWith('recording')
