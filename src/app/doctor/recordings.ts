import { randomInt } from 'node:crypto'
import { rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Duration, millis } from '../../base/duration.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { Endpoint } from '../../telephony/freeswitch/wire/endpoint.ts'
import { type Finding, well, wrong } from './finding.ts'

/** What of the silence is taken down. */
const RECORD_FOR: Duration = millis(300)
/** A file is written out when its recording has ended, and seen by another machine later. */
const LOOKS = 10
const LOOK_EVERY: Duration = millis(100)

const SAME_PATH =
  'Mount one folder in both at the same path; with compose.yaml it is /carillon/recordings.'

/**
 * Whether FreeSWITCH writes recordings where Carillon finds them and may delete them: a moment of
 * the doctor's own call is recorded in a new folder of each campaign's, as that of a day is, and
 * both are deleted.
 */
export async function* checkRecordings(
  endpoint: Endpoint,
  campaigns: readonly Campaign[],
  timeline: Timeline,
): AsyncGenerator<Finding> {
  const recording = campaigns.filter(one => one.recording.which.kind !== 'none')
  const folders = new Set(recording.map(one => one.recording.folder))
  for (const folder of folders) {
    const whose = recording.filter(one => one.recording.folder === folder).map(({ id }) => id)
    const file = join(folder, `carillon-doctor-${randomInt(2 ** 32)}`, 'silence.wav')
    const check = `recordings of ${whose.join(', ')}`
    const refusal = await record(endpoint, file, timeline)
    if (refusal === null) yield judgeDeleted(check, file, await remove(file, timeline))
    else {
      const hint = `Let it write there. ${SAME_PATH}`
      yield wrong(check, `FreeSWITCH cannot write below ${folder} (${refusal}).`, hint)
    }
  }
}

/** @param failure the code of what went wrong as the file was deleted; null: nothing. */
export function judgeDeleted(check: string, file: string, failure: string | null): Finding {
  const folder = dirname(dirname(file))
  if (failure === null)
    return well(check, `FreeSWITCH writes to ${folder}; Carillon finds it, and may delete it.`)
  if (failure === 'ENOENT') {
    const text = `FreeSWITCH wrote ${file}, which Carillon does not find. It is left there.`
    return wrong(check, text, SAME_PATH)
  }
  const text = `Carillon may not delete what FreeSWITCH writes below ${folder} (${failure}).`
  return wrong(check, text, 'Have both run as one user: recordings are deleted after "keep".')
}

/** @returns what FreeSWITCH says against it, or null. */
async function record(
  endpoint: Endpoint,
  file: string,
  timeline: Timeline,
): Promise<string | null> {
  const begun = await endpoint.ask('uuid_record', `start '${file}'`)
  if (!begun.ok) return begun.why
  if (!begun.value.startsWith('+OK')) return begun.value.trim()
  await pass(timeline, RECORD_FOR)
  await endpoint.ask('uuid_record', `stop '${file}'`)
  return null
}

/** @returns the code of what went wrong, or null. */
async function remove(file: string, timeline: Timeline): Promise<string | null> {
  let failure: string | null = null
  for (let look = 0; look < LOOKS; look++) {
    failure = await codeOf(unlink(file))
    if (failure === null) return codeOf(rmdir(dirname(file)))
    if (failure !== 'ENOENT') return failure
    await pass(timeline, LOOK_EVERY)
  }
  return failure
}

const codeOf = (work: Promise<void>): Promise<string | null> =>
  work.then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  )

const pass = (timeline: Timeline, time: Duration): Promise<void> =>
  new Promise(resolve => timeline.after(time, resolve))
