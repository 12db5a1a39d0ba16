import { hours } from '../../base/duration.ts'
import { RECORDING_FILE } from './recording-file.ts'
import type { RecordingRules } from './recording-rules.ts'

/** A campaign of which nothing is recorded. */
export const NO_RECORDING: RecordingRules = {
  which: { kind: 'none' },
  consent: { kind: 'none' },
  stereo: true,
  file: RECORDING_FILE,
  folder: '',
  keep: hours(90 * 24),
}
