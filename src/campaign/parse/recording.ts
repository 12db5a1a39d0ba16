import { z } from 'zod'
import { hours } from '../../base/duration.ts'
import { RECORDING_FILE, recordingFileProblem } from '../rules/recording-file.ts'
import type { RecordedCalls, RecordingConsent, RecordingRules } from '../rules/recording-rules.ts'
import type { Reader } from '../yaml/reader.ts'
import { duration, expects, flag, listOf, record, scalar, section, text } from '../yaml/shapes.ts'

/** More words for yes than anybody uses. */
const VALUES_MAX = 20

const which = scalar<RecordedCalls>('all, none, onDemand, or a share such as share 10%', read => {
  if (read === 'all' || read === 'none' || read === 'onDemand') return { kind: read }
  const found = /^share (\d+(?:\.\d+)?) ?%$/.exec(read)
  const of = found === null ? Number.NaN : Number(found[1]) / 100
  return of <= 1 ? { kind: 'share', of } : undefined
})

const word = scalar<RecordingConsent>('none, spoken, or a column with its values', read =>
  read === 'none' || read === 'spoken' ? { kind: read } : undefined,
)
const given = record({
  column: text('a column of the contacts'),
  values: listOf(text('what the column says where consent was given'), VALUES_MAX).default(['yes']),
}).transform((one): RecordingConsent => ({ kind: 'column', ...one }))
const consent = z.unknown().transform((raw, context): RecordingConsent => {
  const shape = typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? given : word
  const result = shape.safeParse(raw)
  if (result.success) return result.data
  for (const issue of result.error.issues) context.issues.push(issue as never)
  return z.NEVER
})

const file = z.string({ error: expects('the name of a file') }).superRefine((read, context) => {
  const problem = recordingFileProblem(read)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
})

/** Whether FreeSWITCH takes a path for what it is, between quotes and as part of a command. */
export const isRecordingFolder = (path: string): boolean => /^[^'"\\$\p{Cc}]+$/u.test(path)

const folder = scalar('a folder, without quotes, backslashes and dollar signs', read =>
  read.length <= 500 && isRecordingFolder(read) ? read : undefined,
)

const recording = section({
  which: which.default({ kind: 'none' }),
  consent: consent.optional(),
  stereo: flag.default(true),
  file: file.default(RECORDING_FILE),
  folder: folder.default('recordings'),
  keep: duration('1h', '3660d').default(hours(90 * 24)),
})

/**
 * What of the calls is recorded. Whoever records says whose consent there is: it has no default.
 */
export function readRecording(reader: Reader): RecordingRules | undefined {
  const found = reader.one(['recording'], recording)
  if (found === undefined) return undefined
  const { consent, ...rest } = found
  if (consent === undefined && rest.which.kind !== 'none')
    reader.problem(
      ['recording', 'consent'],
      'is missing. It must be none, spoken, or a column of the contacts with its values.',
    )
  return { ...rest, consent: consent ?? { kind: 'none' } }
}
