import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NO_RECORDING } from '../../../src/campaign/rules/no-recording.ts'
import type { RecordingRules } from '../../../src/campaign/rules/recording-rules.ts'
import { RECORDING_ACTS } from '../../../src/desk/port.ts'
import {
  newRecording,
  type RecordingInput,
  stepRecording,
} from '../../../src/dialing/recording/call-recording.ts'

const inputs = fc.array(
  fc.oneof(
    fc.constantFrom(...RECORDING_ACTS).map(act => ({ kind: 'act', act, by: 'anna' }) as const),
    fc.constantFrom<RecordingInput>({ kind: 'connected' }, { kind: 'callOver' }),
    fc.constantFrom<'obeys' | 'fails'>('obeys', 'obeys', 'obeys', 'fails'),
  ),
  { maxLength: 30 },
)
const whiches = fc.constantFrom<RecordingRules['which']>({ kind: 'all' }, { kind: 'onDemand' })
const consents = fc.constantFrom<RecordingRules['consent']>({ kind: 'none' }, { kind: 'spoken' })

it('Whatever happens, the network records only with consent and never while it is to be silent.', () => {
  fc.assert(
    fc.property(whiches, consents, inputs, (which, consent, happened) => {
      const rules = { ...NO_RECORDING, which, consent }
      let recording = newRecording(rules, which.kind === 'all', false)
      // The network as it is asked: it says what it does when it is its turn.
      let records: 'nothing' | 'sound' | 'silence' = 'nothing'
      const toTell: RecordingInput[] = []
      let file = 0
      const step = (input: RecordingInput): void => {
        const { recording: after, effects } = stepRecording(recording, input, rules, 1)
        recording = after
        for (const effect of effects) {
          if (effect.do === 'mark') continue
          if (effect.do === 'start') {
            expect(records).toBe('nothing')
            records = 'sound'
            toTell.push({ kind: 'told', event: { kind: 'recordingStarted', file: `${++file}` } })
          } else if (effect.do === 'stop') {
            expect(records).not.toBe('nothing')
            records = 'nothing'
            toTell.push({ kind: 'told', event: { kind: 'recordingEnded' } })
          } else records = effect.do === 'pause' ? 'silence' : 'sound'
        }
      }
      for (const one of happened) {
        if (one === 'obeys') {
          const told = toTell.shift()
          if (told !== undefined) step(told)
        } else if (one === 'fails') {
          if (records === 'nothing' || toTell.length > 0) continue
          records = 'nothing'
          step({ kind: 'told', event: { kind: 'recordingFailed', file: `${file}` } })
        } else {
          if (one.kind === 'callOver') {
            records = 'nothing'
            toTell.length = 0
          }
          step(one)
        }
        // While the network has still to answer, what was asked for meanwhile waits for it.
        if (recording.awaited) continue
        if (recording.consent === null || !recording.connected) expect(records).toBe('nothing')
        if (recording.hushed) expect(records).not.toBe('sound')
      }
    }),
  )
})
